"""Calendar dates as far as a text gives them; what depends on the day of writing stays unread."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from qa.values.names import ORDINALS, number, plain_case

_SHORT_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_WEEKDAYS = "mon tue wed thu fri sat sun".split()
_PARTS = {
    "early": (1, 12),
    "beginning": (1, 12),
    "start": (1, 12),
    "mid": (8, 22),
    "middle": (8, 22),
    "late": (18, 31),
    "end": (18, 31),
    "first week": (1, 9),
    "second week": (6, 16),
    "third week": (13, 23),
    "last week": (20, 31),
}
"""Days of a month; parts that meet share some days, as nobody writes them to the day."""

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
WEEKDAY = "(?i:mon|tues|wednes|thurs|fri|satur|sun)day"

_MONTH = (
    rf"(?P<month>(?i:{MONTHS}"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?))(?!\w)"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
_DAYS = _DAY + r"(?:\s?(?:-|–|to|and|or|until)\s?(?P<last>\d{1,2})(?:st|nd|rd|th)?\b)?"
_WORD_DAY = rf"(?P<day>(?i:(?:(?:twen|thir)ty-)?(?:{'|'.join(ORDINALS)})|thirtieth))"
_YEAR = r"(?P<year>1[0-9]\d\d|20\d\d)(?![\d,.]\d|\d)"
_WEEKDAY = rf"(?P<weekday>{WEEKDAY}|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.?)"
_LEAD = rf"(?:{_WEEKDAY},?\s(?:the\s)?)?"
_PART = rf"(?:(?P<part>(?i:{'|'.join(_PARTS)}))(?:\s(?:of|in))?[\s-](?:the\smonth\sof\s)?)?"

_BEFORE_MONTH = frozenset("in since by until during from last this next and to between".split())

_PATTERNS = tuple(
    re.compile(rf"(?<![\w/.-]){pattern}")
    for pattern in (
        r"(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)(?!\d)",
        r"(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<year>\d{4})(?!\d)",
        rf"{_LEAD}{_DAYS}\s(?:of\s)?{_MONTH}(?:,?\s{_YEAR})?",
        rf"{_LEAD}{_WORD_DAY}\sof\s{_MONTH}(?:,?\s{_YEAR})?",
        rf"{_LEAD}{_MONTH}\s(?:the\s)?{_DAYS}(?:,?\s{_YEAR})?",
        rf"{_PART}{_MONTH}(?:,?\s(?:of\s)?{_YEAR})?",
        rf"(?P<weekday>{WEEKDAY})(?!\w)",
        rf"{_YEAR}(?![\w’'%/–-]|\s(?:[a-z]+s|people|men|women|children)\b)",
    )
)


@dataclass(frozen=True, slots=True)
class DateValue:
    """The known parts of a date; ``days`` are the first and last possible day of the month.

    ``weekday`` counts from Monday as 0.
    """

    year: int | None = None
    month: int | None = None
    days: tuple[int, int] | None = None
    weekday: int | None = None


class FoundDate(NamedTuple):
    """A date and the characters of the text that give it."""

    start: int
    end: int
    value: DateValue


def find_dates(text: str) -> list[FoundDate]:
    """The dates of a text in order; the longest reading of each place."""
    text = plain_case(text)
    found: list[FoundDate] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            value = None if _other_word(match) else _value(match)
            taken = any(match.start() < end and start < match.end() for start, end, _ in found)
            if value is not None and not taken:
                found.append(FoundDate(match.start(), match.end(), value))
    return sorted(found)


def parse_date(text: str) -> DateValue | None:
    """The one date of a text, put together from its parts; None where it names two or none.

    A numeric date that may be read month first or day first gives its year alone; "last week",
    "yesterday" and a time of day give nothing.
    """
    dates = [value for _, _, value in find_dates(text)]
    if not dates:
        return None
    whole = dates[0]
    for other in dates[1:]:
        if compatible_dates(whole, other) is False:
            return None
        for part in ("year", "month", "days", "weekday"):
            if getattr(whole, part) is None:
                whole = replace(whole, **{part: getattr(other, part)})
    return whole


def compatible_dates(a: DateValue, b: DateValue) -> bool | None:
    """Whether both can be one date; None where they know no part in common."""
    shared = False
    for part in ("year", "month"):
        one, other = getattr(a, part), getattr(b, part)
        if one is not None and other is not None:
            if one != other:
                return False
            shared = True
    if (
        a.month
        and b.month
        and a.days
        and b.days
        and not (a.days[0] <= b.days[1] and b.days[0] <= a.days[1])
    ):
        return False
    one, other = _weekday(a), _weekday(b)
    if one is not None and other is not None:
        if one != other:
            return False
        shared = True
    return True if shared else None


def same_date(a: DateValue, b: DateValue) -> bool:
    """Whether both are one date, told to the same grain: a month is not a day of it."""
    if not compatible_dates(a, b) or a.days != b.days:
        return False
    if a.month is None and b.month is None:
        return a.weekday == b.weekday and a.year == b.year
    return a.month is not None and b.month is not None


def _other_word(match: re.Match[str]) -> bool:
    """Whether the month is none: "may", "march 9 miles", and without a day "Theresa May"."""
    parts = match.groupdict()
    if parts.get("month") in ("may", "march"):
        return True
    if not parts.get("month") or parts.get("day") or parts.get("year") or parts.get("part"):
        return False
    before = match.string[: match.start()].split()
    if not before:
        return parts["month"] == "May" and match.end() < len(match.string.rstrip())
    return not parts["month"][0].isupper() or (
        before[-1][0].isupper() and before[-1].isalpha() and before[-1].lower() not in _BEFORE_MONTH
    )


def _value(match: re.Match[str]) -> DateValue | None:
    parts = match.groupdict()
    year = int(parts["year"]) if parts.get("year") else None
    weekday = None
    if parts.get("weekday"):
        weekday = _WEEKDAYS.index(parts["weekday"][:3].lower())
    month, days = None, None
    if parts.get("a"):  # 13/04/2022: only one of the two can be the month
        numbers = sorted((int(parts["a"]), int(parts["b"])))
        if numbers[0] == numbers[1] or numbers[1] > 12:
            month, days = numbers[0], (numbers[1], numbers[1])
    elif parts.get("number"):
        month = int(parts["number"])
    elif parts.get("month"):
        month = _SHORT_MONTHS.index(parts["month"][:3].lower()) + 1
    if parts.get("day"):
        days = int(number(parts["day"])), int(parts.get("last") or number(parts["day"]))
    elif parts.get("part"):
        days = _PARTS[" ".join(parts["part"].lower().split())]
    if month is not None and not 1 <= month <= 12:
        return None
    if days is not None and not 1 <= days[0] <= days[1] <= 31:
        return None
    value = DateValue(year, month, days, weekday)
    return None if _calendar(value) == "impossible" else value


def _calendar(value: DateValue) -> date | str | None:
    """The day on the calendar where year, month and day are known."""
    if value.year is None or value.month is None or value.days is None:
        return None
    if value.days[0] != value.days[1]:
        return None
    try:
        return date(value.year, value.month, value.days[0])
    except ValueError:
        return "impossible"


def _weekday(value: DateValue) -> int | None:
    day = _calendar(value)
    return day.weekday() if isinstance(day, date) else value.weekday
