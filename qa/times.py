"""Answers compared by the date and hour that they name, and on which side of it they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.answers import Span
from qa.measures import durations_differ
from qa.values.clock import HALF_DAY, ClockTime, compatible_times, find_clock, lies_in, part_of_day
from qa.values.dates import DateValue, compatible_dates, find_dates, parse_date
from qa.values.opposites import opposed_alone

_UP_TO = re.compile(
    r"\b(?:before|by|until|till|prior to|(?:no|not) later than|ahead of)\s(?:the\s)?"
    r"(?:(?:early|late|mid)[\s-])?$",
    re.IGNORECASE,
)
_FROM = re.compile(r"\b(?:after|since|from|past|(?:no|not) earlier than)\s(?:the\s)?$", re.I)
_NOT_BEFORE = re.compile(
    r"(?:\b(?:not|never|no|nobody|none)\b|n[’']t\b)[^.,;:]{0,60}\b(?:before|until|till)\s(?:the\s)?$",
    re.IGNORECASE,
)
_CLOSE = re.compile(
    r"\b(?:just|shortly|soon|a little|right|immediately|minutes)\s(?:before|after|past)\s$", re.I
)
_RANGE = re.compile(r"\s?(?:[-–]|to|and|until|till)\s?")

Hour = tuple[int, ClockTime, ClockTime | None]
"""An hour with its side and, of a range, the other end."""


def times_differ(a: Span, b: Span) -> bool:
    """Whether two answers name different dates, or different hours of what may be one date.

    "before 10 September" does not differ from "8 September"; the same words on opposed sides do:
    "before the battle", "after the battle".
    """
    if opposed_alone(a.text, b.text):
        return True
    dates = parse_date(a.text), parse_date(b.text)
    if dates[0] and dates[1] and compatible_dates(dates[0], dates[1]) is False:
        sides = [_side(each.text, find_dates(each.text)[0].start) for each in (a, b)]
        if sides[0] == sides[1] or not _one_may_hold(dates[0], dates[1], *sides):
            return True
        if any(sides):
            return False
    hours = [list(_hours(each.text)) for each in (a, b)]
    told = [found or _part(each.text) for found, each in zip(hours, (a, b), strict=True)]
    if told[0] and told[1] and not any(_meet(one, other) for one in told[0] for other in told[1]):
        return True
    return not any(hours) and durations_differ(a, b)


def _side(text: str, at: int) -> int:
    """-1 for what ends at the time at ``at`` ("by 9 May"), 1 for what begins there, else 0."""
    head = text[:at]
    if _CLOSE.search(head):
        return 0
    if _NOT_BEFORE.search(head) or _FROM.search(head):
        return 1
    return -1 if _UP_TO.search(head) else 0


def _one_may_hold(one: DateValue, other: DateValue, side: int, other_side: int) -> bool:
    """Whether two different dates can both be true, each of a time before, at or after it."""
    order = _order(one, other)
    if order == 0:
        return bool(side or other_side)
    first, second = (side, other_side) if order < 0 else (other_side, side)
    return first == 1 or second == -1


def _order(one: DateValue, other: DateValue) -> int:
    """-1 where the first date is over before the second begins, 1 the other way; else 0."""
    if one.year and other.year and one.year != other.year:
        return -1 if one.year < other.year else 1
    if not (one.month and other.month):
        return 0
    spans = [[(d.month, (d.days or (1, 31))[edge]) for edge in (0, 1)] for d in (one, other)]
    if spans[0][1] < spans[1][0]:
        return -1
    return 1 if spans[1][1] < spans[0][0] else 0


def _hours(text: str) -> Iterator[Hour]:
    """The hours that a text names, each with its side; of a range both ends, as one."""
    found = find_clock(text)
    at = 0
    while at < len(found):
        start, _, hour = found[at]
        if at + 1 < len(found) and _RANGE.fullmatch(text, found[at][1], found[at + 1][0]):
            yield 0, hour, found[at + 1][2]
            at += 2
        else:
            yield _side(text, start), hour, None
            at += 1


def _part(text: str) -> list[Hour]:
    """The part of the day that a text names, as a range of hours."""
    part = part_of_day(text)
    return [(0, *part)] if part else []


def _meet(one: Hour, other: Hour) -> bool:
    """Whether two hours or ranges of hours can both be true of one event."""
    (side, hour, end), (other_side, other_hour, other_end) = one, other
    if compatible_times(hour, other_hour):
        return True
    if end and other_end:
        return lies_in(hour, other_hour, other_end) or lies_in(other_hour, hour, end)
    if end:
        return bool(other_side) or lies_in(other_hour, hour, end)
    if other_end:
        return bool(side) or lies_in(hour, other_hour, other_end)
    if side == other_side:
        return False
    later = other_hour.minutes - hour.minutes
    if not (hour.half_known and other_hour.half_known):
        later = (later + HALF_DAY // 2) % HALF_DAY - HALF_DAY // 2
    if later > 0:
        return side == 1 or other_side == -1
    return side == -1 or other_side == 1
