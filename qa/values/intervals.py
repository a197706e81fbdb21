"""A figure as the interval of values that it leaves open."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from math import inf
from typing import Literal

from qa.values import names
from qa.values.hedges import Bound
from qa.values.units import DAYS, sizes

Kind = Literal["count", "percent", "money", "duration", "distance", "age", "ordinal", "year"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """The values a figure leaves open, ``low`` to ``high``, of so many ``unit``.

    ``unit`` is a noun in the singular, or empty. Shares are percentages, whatever the wording.
    """

    low: float
    high: float
    kind: Kind = "count"
    unit: str = ""
    approximate: bool = False
    low_open: bool = False
    high_open: bool = False

    @property
    def figures(self) -> tuple[float, ...]:
        """The numbers named, without bounds."""
        return tuple(edge for edge in (self.low, self.high) if edge not in (0, inf, -inf))


def opened(value: Quantity, bound: Bound) -> Quantity:
    """The values that a bound leaves of a figure."""
    if bound == "~":
        return replace(value, approximate=True)
    if value.kind == "year":
        value = replace(value, kind="count")
    if bound in (">", ">="):
        return replace(value, high=inf, low_open=bound == ">")
    return replace(value, low=-inf if value.low < 0 else 0.0, high_open=bound == "<")


def joined(before: str, first: Quantity, link: re.Match[str], second: Quantity) -> Quantity | None:
    """Two figures as one, an interval or a sum; None where they are not."""
    word = link["link"].strip(" ,").lower()
    if word == "" or (word == "and" and not before.rstrip().lower().endswith("between")):
        return _sum(first, second)
    bare = [q.kind in ("count", "year") and not q.unit for q in (first, second)]
    if first.kind != second.kind and not any(bare):
        return None
    low, unit = first.low, second.unit or first.unit
    if first.unit in DAYS and second.unit in DAYS:
        low *= DAYS[first.unit] / DAYS[second.unit]
    elif first.unit and second.unit and first.unit != second.unit:
        return None
    scale = re.findall(names.SCALE, link.group().lower())
    if scale and first.unit not in DAYS and low < 1000 <= second.low:  # 3 to 5 million
        low *= names.SCALES[scale[-1]]
    dashed = word in "-–—" and 1000 * low < second.low
    if dashed and low < 1000 and re.search(r"\d,000\b", link.group()):  # 20-30,000
        low *= 1000
    if low > second.high or (word in "-–—" and not unit and second.high < 20):
        return None
    value = replace(second if bare[0] else first, low=low, high=second.high, unit=unit)
    return replace(value, approximate=first.approximate or second.approximate)


def _sum(larger: Quantity, smaller: Quantity) -> Quantity | None:
    """Both as one, in the unit of the smaller: "two hours and ten minutes", "5 ft 11"."""
    if larger.unit == "foot" and smaller.kind == "count" and not smaller.unit:
        smaller = replace(smaller, kind="distance", unit="inch")
    elif larger.unit == "hour" and smaller.unit == "metre":  # 1h 20m
        smaller = replace(smaller, kind="duration", unit="minute")
    table = sizes(larger.unit, smaller.unit)
    if table is None:
        return None
    times = round(table[larger.unit] / table[smaller.unit], 6)
    if smaller.high >= times:
        return None
    low, high = larger.low * times + smaller.low, larger.high * times + smaller.high
    rough = larger.approximate or smaller.approximate
    return replace(smaller, low=low, high=high, approximate=rough)
