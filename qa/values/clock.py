"""Times of day read as minutes: "10.27 in the morning", "ten to two", "noon"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.values.names import SMALL, number

NEAR, ROUND = (30, 15, 10), 5
"""Minutes, on either side, that "about" and "shortly before" leave open, the most of which the hour
is a multiple of, else the least; and those that a round figure leaves open."""

HALF_DAY = 12 * 60

_HOUR = rf"(?:[01]?\d|2[0-4]|{SMALL})"
_CLOCK = re.compile(
    rf"""(?<![\w$€£.:,-])(?:
      (?P<word>noon|midday|midnight)
    | (?P<past>{SMALL}|\d{{1,2}}|an?\squarter|quarter|half)(?:\sminutes?)?\s(?P<side>past|to|after)
        \s(?P<next>{_HOUR}|noon|midday|midnight)
    | (?P<hour>[01]?\d|2[0-4])[:.h](?P<minute>[0-5]\d)
        (?![\d%]|\.\d|\s?(?:per\scent|million|billion|(?:kilo|centi)?met|[kc]?m\b))
    | (?P<full>{_HOUR})(?=\s?[ap]\.?m\b|\so['’]clock)
    | (?<=\b(?:at|by)\s)(?P<bare>{SMALL}|[1-9]|1[0-2])
        (?=[^\w%]*$|[,;.](?!\d)|\s(?:in|on|that|this|at|until|till|when|and|yesterday|local)\b)
    )(?:\s?(?P<half>[ap])\.?m\b|\so['’]clock\b|(?!\w))""",
    re.IGNORECASE | re.VERBOSE,
)
_AFTER = re.compile(
    r"\W+(?:(?:in the|that|this|the same|at|on|yesterday|tomorrow|(?:on )?\w+day)\s){0,2}"
    r"(?P<part>morning|afternoon|evening|night)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?P<part>morning|afternoon|evening|night)(?:\s\S+){0,2}\s(?:at|by|about|around|until)\s$",
    re.IGNORECASE,
)
_ROUGH = re.compile(
    r"\b(?:about|around|towards?|nearly|almost|roughly|some time|soon after"
    r"|(?:(?:shortly|just|a little) )?(?:before|after|past)|by)\s(?:at\s)?$",
    re.IGNORECASE,
)


_PARTS = tuple(
    (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), first, last)
    for words, first, last in (
        ("morning", 0, 12 * 60 + 15),
        ("afternoon", 12 * 60, 18 * 60 + 30),
        ("evening", 16 * 60 + 30, 0),
        ("night", 18 * 60, 7 * 60),
        ("(?:early|small) hours", 0, 7 * 60),
        ("dawn|daybreak|sunrise", 3 * 60, 9 * 60),
        ("dusk|nightfall|sunset", 15 * 60 + 30, 22 * 60 + 30),
    )
)
"""Parts of the day from minute to minute; neighbours share some, as nobody draws the line."""


@dataclass(frozen=True, slots=True)
class ClockTime:
    """Minutes since midnight, since noon as well where ``half`` (of the day) is not known."""

    minutes: int
    half_known: bool
    approximate: bool = False


def find_times(text: str) -> list[ClockTime]:
    """The times of day that a text names, in order; a bare number is none."""
    return [value for _, _, value in find_clock(text)]


def find_clock(text: str) -> list[tuple[int, int, ClockTime]]:
    """The times of day of a text with their start and end in characters."""
    return [(*match.span(), _value(text, match)) for match in _CLOCK.finditer(text)]


def part_of_day(text: str) -> tuple[ClockTime, ClockTime] | None:
    """The first and last minute of the one part of the day that a text names."""
    found = [ends for words, *ends in _PARTS if words.search(text)]
    if len(found) != 1:
        return None
    first, last = found[0]
    return ClockTime(first, half_known=True), ClockTime(last, half_known=True)


def lies_in(hour: ClockTime, first: ClockTime, last: ClockTime) -> bool:
    """Whether an hour, of either half of the day where it is not known, lies in a range."""
    whole = 2 * HALF_DAY if first.half_known else HALF_DAY
    length = (last.minutes - first.minutes) % whole
    halves = (0,) if hour.half_known else (0, HALF_DAY)
    return any((hour.minutes + half - first.minutes) % whole <= length for half in halves)


def apart_in_the_day(a: str, b: str) -> bool:
    """Whether one text names an hour outside the part of the day that the other names."""
    for text, other in ((a, b), (b, a)):
        part = part_of_day(other)
        if part and (hours := find_times(text)) and not find_times(other):
            return not any(lies_in(hour, *part) for hour in hours)
    return False


def compatible_times(a: ClockTime, b: ClockTime) -> bool:
    """Whether both can be one time: to the minute, unless one of them is rough or round."""
    whole = 2 * HALF_DAY if a.half_known and b.half_known else HALF_DAY
    apart = (a.minutes - b.minutes) % whole
    slack = ROUND if 0 in (a.minutes % ROUND, b.minutes % ROUND) else 0
    rough = [each.minutes for each in (a, b) if each.approximate]
    near = (next((n for n in NEAR if minutes % n == 0), NEAR[-1]) for minutes in rough)
    return min(apart, whole - apart) <= max(near, default=slack)


def same_time(a: ClockTime, b: ClockTime) -> bool:
    """Whether both name one hour, if perhaps one of them without the half of the day."""
    whole = (a.minutes - b.minutes) % HALF_DAY == 0 and compatible_times(a, b)
    return whole and a.approximate == b.approximate


def _value(text: str, match: re.Match[str]) -> ClockTime:
    parts = match.groupdict()
    name = (parts["word"] or parts["next"] or "").lower()
    half_known = name in ("noon", "midday", "midnight")
    if half_known:
        minutes = 0 if name == "midnight" else HALF_DAY
    else:
        minutes = 60 * _number(parts["next"] or parts["hour"] or parts["full"] or parts["bare"])
    minutes += int(parts["minute"] or 0)
    if parts["past"]:
        shift = {"half": 30, "quarter": 15}.get(parts["past"].lower().split()[-1])
        shift = _number(parts["past"]) if shift is None else shift
        minutes += shift if parts["side"].lower() in ("past", "after") else -shift
    part = _part(text, match)
    if parts["half"] or part:
        half_known = True
        minutes %= HALF_DAY
        if (parts["half"] or "").lower() == "p" or part in ("afternoon", "evening"):
            minutes += HALF_DAY
        elif part == "night" and not parts["half"]:
            minutes += HALF_DAY if minutes >= 6 * 60 else 0
    half_known = half_known or minutes >= 13 * 60
    rough = bool(_ROUGH.search(text, max(match.start() - 30, 0), match.start()))
    return ClockTime(minutes % (2 * HALF_DAY), half_known, rough)


def _part(text: str, match: re.Match[str]) -> str:
    found = _AFTER.match(text, match.end()) or _BEFORE.search(
        text, max(match.start() - 40, 0), match.start()
    )
    return found["part"].lower() if found else ""


def _number(text: str) -> int:
    return int(number(text))
