"""Figures read as intervals of values: "more than 440 graves", "several weeks to months", "$5m"."""

from __future__ import annotations

import re
from dataclasses import replace
from math import inf
from typing import NamedTuple

from qa.values import names
from qa.values.dates import find_dates
from qa.values.hedges import bound_after, bound_before
from qa.values.intervals import Kind, Quantity, joined, opened
from qa.values.units import CURRENCIES, DAYS, GRAMS, METRES, MOST, UNIT

_SHARES = {"half": 50.0, "third": 100 / 3, "quarter": 25.0, "fifth": 20.0, "tenth": 10.0}
_BODY = rf"""(?P<sign>minus\s|[-−](?=\d))?(?:(?P<currency>(?:US)?\$|[€£¥₴₽])\s?)?(?:
      (?P<ratio>(?:{names.SMALL}|\d)\sin\s(?:{names.SMALL}|\d|10|20|100)|(?:{names.SMALL}|\d+)\sout\sof\s(?:{names.SMALL}|\d+))\b(?!\s{UNIT})
    | (?P<ordinal>\d+(?:st|nd|rd|th)\b|(?:\w+ty-)?(?:{"|".join(names.ORDINALS)})\b)
        (?!\s(?:\d|{names.SMALL}\b))
    | (?!half\san?\s(?:{names.SCALE}|{UNIT})\b)
        (?P<share>(?:{names.SMALL}|\d+)[-\s](?:{"|".join(_SHARES)})s?|(?:an?\s)?(?:half|quarter)|an?\s(?:third|fifth|tenth)(?=\sof\b|\W*$))\b(?![-\w])
    | (?P<number>{names.NUMERAL}|half\san?\s(?={UNIT}\b))
    | (?:an?\s)?(?P<vague>(?:tens|scores|couple)(?=\sof\b)|handful(?=\sof\b|\W*$)|few|several
        |dozens|hundreds|thousands|millions|billions)\b(?:\sof\b)?(?:\s(?P<scale>{names.SCALE})s?\b)?
    | (?P<single>an?\s(?={UNIT}\b)|(?={UNIT}-long\b))
    | (?:his|her|their)\s(?:(?:early|late)\s|mid-?\s?)?
        (?P<decade>(?:twen|thir|for|fif|six|seven|eigh|nine)ties)\b
    | (?<!\bat\s)(?P<times>once|twice|thrice)(?=\W*$)
    | (?P<plural>(?={UNIT}s\b|centuries\b)))"""
_FIGURE = re.compile(rf"(?<![\w:/-])(?<!\d[.,\s–]){_BODY}", re.I | re.X)
_NEXT = re.compile(rf"(?P<link>\s?[-–—]\s?|\s(?:to|or)\s|,?\s(?:and\s)?){_BODY}", re.I | re.X)
_NO_FIGURE = re.compile(  # "one of the two", "no one", phone numbers, times, "24/7", "4x4"
    r"one\s(?:of\s(?:(?:the|its|his|her|their|those|these)\s)?[\w,]+|another|who|can|could|must)"
    r"|(?:(?<=\bno\s)|(?<=any\s)|(?<=each\s)|(?<=every\s)|(?<=this\s)|(?<=that\s))one\b"
    r"|[\d,.]*\d(?:[:/]\d| \d|[-–]\d+[-–]\d"
    r"|(?!(?:[kmc]?m|ft|in|[km]g|h|hrs?|mins?|k|[mbt]n|s|st|nd|rd|th)\b)[a-z])[\w-]*",
    re.I,
)
_BEFORE_PLURAL = re.compile(r"(?:^|\b(?:for|over|within|after|or|to|lasted|took))\s*$", re.I)
_AGED = re.compile(r"\b(?:aged?|at the age of)\s$", re.I)
_PERCENT = re.compile(r"\s?%|[-\s](?:per\s?cent|pct)\b", re.I)
_MEASURE = re.compile(r"[-\s]?([^\W\d_]+)\b", re.I)
_OF_SCALE = re.compile(rf"\sof\san?\s({names.SCALE})\b", re.I)
_AND_A_PART = re.compile(r"\sand\s(?:an?|one)\s(half|quarter)\b", re.I)  # "a year and a half"
_OF_UNIT = re.compile(rf"\sof\san?(?=\s{UNIT}\b)", re.I)
_OLD = re.compile(r"[-\s]olds?\b|\sof\sage\b", re.I)
_NAME_BEFORE = re.compile(r"([A-Z][\w’']+)\s$")
_SHORT_SCALE = re.compile(r"\s?([mbt]n|[mk])\b", re.I)
_OF_THE = re.compile(r"(?:\sof)?(?:\s(?:the|all|its|their|his|her|these|those|our))*")
_WORD_AFTER = re.compile(r"\s+([^\W\d_]+(?:[-’'][^\W\d_]+)*)")
_NO_NOUN = frozenset(
    "of in on at by for from with to into over under near and or but who which that whose where as"
    " when while than is are was were be been being has have had will would can could may might do"
    " does did said says must since after before during until between among about against per a an"
    " the some not also still now then here there later ago alone so if because its his her their"
    " this less across always perhaps towards only just another these those all our almost".split()
)


class FoundQuantity(NamedTuple):
    """A quantity and the characters of its figure and unit, without the bounds around them."""

    start: int
    end: int
    value: Quantity


def parse_quantity(text: str) -> Quantity | None:
    """The first quantity of a text, with the bounds around it."""
    found = find_quantities(text)
    return found[0].value if found else None


def find_quantities(text: str) -> list[FoundQuantity]:
    """The quantities of a text in order; days of a month, names and phone numbers are none."""
    text = names.plain_case(text)
    calendar = [d for d in find_dates(text) if d.value.month or d.value.weekday is not None]
    found: list[FoundQuantity] = []
    at = 0
    while (match := _FIGURE.search(text, at)) is not None:
        at = max(match.start() + 1, match.end())
        if other := _NO_FIGURE.match(text, match.start()):
            at = max(at, other.end())
        elif not any(d.start <= match.start() < d.end for d in calendar):
            quantity = _with_bounds(text, match)
            if quantity is not None:
                found.append(quantity)
                at = max(at, quantity.end)
    return found


def _with_bounds(text: str, match: re.Match[str]) -> FoundQuantity | None:
    """The quantity that begins with ``match``: a second figure and the bounds included."""
    start, line = match.start(), max(match.start() - 60, 0)
    first = _amount(text, match)
    if first is None or (
        match["plural"] is not None and not _BEFORE_PLURAL.search(text, line, start)
    ):
        return None
    value, end = first
    link = _NEXT.match(text, end)
    if link is not None and (second := _amount(text, link)) is not None:
        both = joined(text[line:start], value, link, second[0])
        if both is None and link["link"].strip() in ("-", "–", "—"):  # a score
            return None
        value, end = (value, end) if both is None else (both, second[1])
    left = start
    while (before := bound_before(text, left)) is not None:
        value, left = opened(value, before[0]), before[1]
    name = _NAME_BEFORE.search(text, line, left)
    if name and left == start and not value.unit and name[1].lower() not in _NO_NOUN:
        return None  # Boeing 737
    if value.kind in ("count", "year") and not value.unit and _AGED.search(text, line, left):
        value = replace(value, kind="age", unit="year")
    return FoundQuantity(start, end, value)


def _amount(text: str, match: re.Match[str]) -> tuple[Quantity, int] | None:
    """The figure of ``match`` with the unit and bound after it, and where they end."""
    parts, end = match.groupdict(), match.end()
    currency = CURRENCIES.get((parts["currency"] or "")[-1:], "")
    kind: Kind = "money" if currency else "count"
    low, high = 1.0, 0.0
    if parts["ratio"]:
        top, bottom = map(names.number, re.split(r"\s(?:in|out\sof)\s", parts["ratio"].lower()))
        if not 0 < top < bottom:
            return None
        low, kind = 100 * top / bottom, "percent"
    elif parts["share"]:
        *times, part = re.split(r"[-\s]", parts["share"].lower())
        low, kind = (names.number(" ".join(times)) or 1.0) * _SHARES[part.rstrip("s")], "percent"
        if of_unit := _OF_UNIT.match(text, end):
            low, kind, end = low / 100, "count", of_unit.end()
        elif of_scale := _OF_SCALE.match(text, end):
            low = low / 100 * names.SCALES[of_scale[1].lower()]
            kind, end = "count", of_scale.end()
    elif parts["ordinal"]:
        low, kind = names.number(parts["ordinal"]), "ordinal"
    elif parts["number"]:
        low = names.number(parts["number"])
        scale = _SHORT_SCALE.match(text, end)
        if scale and (currency or scale[1].lower() != "m" or _noun(text, scale.end())[0]):
            low, end = low * names.SCALES[scale[1].lower()], scale.end()
        word = re.search(rf"{names.SCALE}$", parts["number"], re.I)
        if word and (part := _AND_A_PART.match(text, end)):
            low += names.SCALES[word[0].lower()] * _SHARES[part[1].lower()] / 100
            end = part.end()
        if text[end : end + 1] == "s":  # in her 40s, the 1990s
            decade = Quantity(low, low + 9, "age" if low < 100 else "year")
            return None if low % 10 or low > 2100 else (decade, end + 1)
    elif parts["vague"]:
        factor = names.SCALES[parts["scale"].lower()] if parts["scale"] else 1.0
        low, high = (factor * edge for edge in names.VAGUE[parts["vague"].lower()])
    elif parts["decade"]:
        low = names.number(parts["decade"][:-3] + "y")
        return Quantity(low, low + 9, "age"), end
    elif parts["times"]:
        low = float(["once", "twice", "thrice"].index(parts["times"].lower()) + 1)
    elif parts["plural"] is not None:
        low, high = 2.0, inf
    high = max(low, high)
    after = bound_after(text, end)
    end = end if after is None else after[1]
    measured = (kind, currency, end) if currency else _unit(text, end, kind, low == high == 1)
    if measured is None:
        return None
    kind, unit, end = measured
    if high == inf:
        high = MOST.get(unit, inf)
    if parts["sign"]:
        low, high = -high, -low
    if kind in ("duration", "distance") and low == high and (part := _AND_A_PART.match(text, end)):
        low += _SHARES[part[1].lower()] / 100
        high, end = low, part.end()
    share = kind == "percent" and (parts["share"] or (parts["ratio"] and low % 1))
    rough = low != high or bool(share)
    if kind == "count" and not unit and re.fullmatch(r"1[1-9]\d\d|20\d\d", parts["number"] or ""):
        kind = "year"
    if after is None and (after := bound_after(text, end)) is not None:
        end = after[1]
    value = Quantity(low, high, kind, unit, rough)
    return (value if after is None else opened(value, after[0])), end


def _unit(text: str, end: int, kind: Kind, one: bool) -> tuple[Kind, str, int] | None:
    """What is counted, as kind, noun and end; None where the figure is part of a word."""
    if percent := _PERCENT.match(text, end):
        kind, end = "percent", percent.end()
    measure = _MEASURE.match(text, end)
    if measure is not None and kind == "count":
        word, after = names.singular(measure[1]), measure.end()
        word = "inch" if measure[0] == "in" else word  # 6ft 2in, not 6 in 10
        if old := _OLD.match(text, after):
            return "age", word, old.end()
        if word in DAYS or word in METRES:
            return "duration" if word in DAYS else "distance", word, after
        if word in GRAMS:
            return kind, word, after
        if word in CURRENCIES.values():
            return "money", word, after
    if re.compile(r"-?[^\W\d_]").match(text, end):
        return None
    return kind, *_noun(text, end, one or kind == "ordinal")


def _noun(text: str, end: int, one: bool = False) -> tuple[str, int]:
    """The counted noun after ``end`` and its own end: the first plural, or of one the last word."""
    lead = _OF_THE.match(text, end)
    at = lead.end() if lead else end
    last = ""
    for _ in range(5):
        word = _WORD_AFTER.match(text, at)
        if word is None or word[1].lower() in _NO_NOUN:
            break
        if one and _FIGURE.match(text, word.start(1)):  # the first engine came nine minutes later
            break
        if names.is_plural(last) > names.is_plural(word[1]):  # to "teams" in "sports teams won"
            break
        at, last = word.end(), word[1]
    return (names.singular(last), at) if names.is_plural(last) or (one and last) else ("", end)
