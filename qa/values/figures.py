"""Quantities compared: when do two figures say the same, and when can both not be true?"""

from __future__ import annotations

from dataclasses import replace
from math import inf, isclose

from qa.values.intervals import Quantity
from qa.values.units import sizes

TOLERANCE = 0.10
"""How far "about" reaches, as a share of the figure; converted units are as rough."""


def compatible(a: Quantity, b: Quantity) -> bool | None:
    """Whether both can be true of one thing; None where they measure different things.

    Bounds are taken at their word, approximate figures and the larger of two units within
    TOLERANCE. A figure without unit compares with any count or age.
    """
    pair = _same_measure(a, b)
    if pair is None:
        return None
    edges = [
        (q.low - TOLERANCE * abs(q.low), q.high + TOLERANCE * abs(q.high))
        if q.approximate
        else (q.low, q.high)
        for q in pair
    ]
    low, high = max(low for low, _ in edges), min(high for _, high in edges)
    open_edge = any(
        (q.low_open and low == e[0]) or (q.high_open and high == e[1])
        for q, e in zip(pair, edges, strict=True)
    )
    return low < high or (low == high and not open_edge)


def same_quantity(a: Quantity, b: Quantity) -> bool:
    """Whether both name one figure of one unit, however hedged; "up to" is not "at least".

    Converted units may differ by a hundredth: "16 km" is "10 miles".
    """
    if {a.kind, b.kind} == {"count", "year"}:  # 1500 and 1,500 tonnes
        b = replace(b, kind=a.kind)
    pair = _same_measure(a, b)
    if pair is None or (inf in (a.high, b.high) and 0 in (a.low, b.low)):
        return False
    one, other = sorted(set(pair[0].figures)), sorted(set(pair[1].figures))
    slack = 0.01 if a.unit and b.unit and a.unit != b.unit else 1e-9
    if a.kind == "percent" and a.approximate != b.approximate:
        slack = 0.015  # "two-thirds" and "67 per cent"
    return len(one) == len(other) and all(
        isclose(x, y, rel_tol=slack) for x, y in zip(one, other, strict=True)
    )


def _same_measure(a: Quantity, b: Quantity) -> tuple[Quantity, Quantity] | None:
    """Both in one unit, or None where they measure different things."""
    bare = any(q.kind == "count" and not q.unit for q in (a, b))
    if a.kind != b.kind and not (bare and {a.kind, b.kind} == {"count", "age"}):
        return None
    if a.unit == b.unit or not a.unit or not b.unit:
        return a, b
    table = sizes(a.unit, b.unit)
    if table is None:
        return None
    largest = max(table[a.unit], table[b.unit])
    return _converted(a, table[a.unit], largest), _converted(b, table[b.unit], largest)


def _converted(value: Quantity, size: float, largest: float) -> Quantity:
    rough = value.approximate or size == largest
    return replace(value, low=value.low * size, high=value.high * size, approximate=rough)
