"""The words that open or blur a figure."""

from __future__ import annotations

import re
from typing import Literal

from embeddings.passages import Interval
from qa.values.dates import find_dates

Bound = Literal[">=", ">", "<=", "<", "~"]

_BEFORE: dict[Bound, str] = {
    ">=": r"at (?:the very )?least|as few as|(?:no|not|never) (?:fewer|less) than"
    r"|(?:an? )?minimum(?: of)?",
    ">": r"(?<!\bno )longer than"
    r"|(?:(?:just|well|far|slightly|a little|much|significantly) )?(?:more than|over|above)"
    r"|greater than|upwards? of|in excess of|exceeding",
    "<=": r"up to|within|no longer than|at (?:the )?most|(?:no|not|never) (?:more than|over|above)"
    r"|as (?:many|much) as|(?:an? )?maximum(?: of)?",
    "<": r"just (?:short|shy) of|not quite"
    r"|(?:(?:just|well|far|slightly|a little|significantly) )?"
    r"(?:fewer than|less than|under|below)",
    "~": r"(?:just )?about|(?:somewhere )?around|approximately|approx\.?|roughly|some|circa|ca?\."
    r"|(?:very )?(?:nearly|almost)|perhaps|possibly|close to"
    r"|(?:an? )?(?:estimated|reported|suspected)|estimated at|≈|~",
}
_AFTER: dict[Bound, str] = {
    ">=": r"\+|(?: or| and) (?:more|over|above)\b| at least\b|[- ]plus\b|,? if not more\b",
    "<=": r" or (?:fewer|less|under)\b| at (?:the )?most\b",
    "~": r"-odd\b|-?ish\b| or so\b| or thereabouts\b| more or less\b| approximately\b",
}
_BOUND_BEFORE = re.compile(
    rf"(?<![\w-])(?:{'|'.join(f'({phrase})' for phrase in _BEFORE.values())})"
    r"(?:(?<=[~≈])|[^\S\n]+(?:another[^\S\n]+)?)$",
    re.IGNORECASE,
)
_BOUND_AFTER = re.compile("|".join(f"({phrase})" for phrase in _AFTER.values()), re.IGNORECASE)
_LONGEST_BOUND = 40
_DATE_BOUND = re.compile(
    r"(?<![\w-])(?:(?:not |shortly |just |soon |some time |immediately |right )?"
    r"(?:before|after|until|till)|since|by|(?:not|no) (?:later|earlier) than"
    r"|(?:at |by |in )?(?:the )?(?:end|beginning|start|middle"
    r"|(?:first|last|second) (?:week|half)) of"
    r"|(?:(?:in |by )?(?:early|late)[ -]|(?:in |by )?mid-))\s?$",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"(?<![\w-])(?:about |some |nearly |almost |just )?(?:an?|\d+|two|three|four|five|six|seven"
    r"|eight|nine|ten|several|a few|a couple of)\s(?:minute|hour|day|week|month|year)s?\s$",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"(?:\b(?:not|never|no|nobody|cannot)\b|n[’']t\b)[^.,;:]{0,40}$", re.IGNORECASE
)
_VERB_PARTICLE = re.compile(  # "took over 40 villages", "asked about three men"
    r"\b(?:(?:take[ns]?|taking|took|hand|handed|turn|turned|ran|left|went) over"
    r"|(?:talk\w*|sp[eo]ak\w*|spoke\w*|ask\w*|kn[eo]w\w*|th[io]\w+|writ\w+|wrote|told|tell\w*"
    r"|hear\w*|learn\w*|worr\w+|complain\w*) about)\s$",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"(?:US)?[$€£¥₴₽]?\d|(?:half|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
    r"|tens|dozens|scores|hundreds|thousands|millions|billions|several"
    r"|an? (?:few|couple|dozen|hundred|thousand|million|billion|third|quarter|half|fifth|tenth"
    r"|minute|hour|day|week|month|year|decade|century|mile|kilomet(?:re|er)))\b",
    re.IGNORECASE,
)


def bound_before(text: str, start: int) -> tuple[Bound, int] | None:
    """The bound or blur that ends right before ``start``, with its own start."""
    line = max(start - _LONGEST_BOUND, 0)
    match = _BOUND_BEFORE.search(text, line, start)
    if match is None or _VERB_PARTICLE.search(text, line, start):
        return None
    return list(_BEFORE)[(match.lastindex or 1) - 1], match.start()


def bound_after(text: str, end: int) -> tuple[Bound, int] | None:
    """The bound or blur that begins at ``end``, with its own end."""
    match = _BOUND_AFTER.match(text, end)
    return (list(_AFTER)[(match.lastindex or 1) - 1], match.end()) if match else None


def with_hedge(text: str, start: int, end: int) -> Interval:
    """The answer ``start`` to ``end`` with the bounds attached to its figure or date.

    "440" becomes "more than 440" and "than 440 graves" "more than 440 graves"; an answer that
    does not begin with a figure or date stays as it is. Only blanks may stand between, so no
    sentence border is crossed.
    """
    left = figure = next(
        (p for p in _word_starts(text, start, end) if _figure_at(text, p, end)), end
    )
    while (before := bound_before(text, left)) is not None:
        left = before[1]
    opening = _DATE_BOUND.search(text, max(left - _LONGEST_BOUND, 0), left)
    if opening and find_dates(text[figure:end]):
        left = _time_bound(text, left, opening.start())
    if figure == end or left > start:
        return start, end
    after = bound_after(text, end)
    return left, end if after is None else after[1]


def _time_bound(text: str, left: int, start: int) -> int:
    """Where a bound of time that goes from ``start`` to ``left`` begins, with a length before it.

    It stays out where the sentence denies what it bounds: "no shot was fired before 9 May".
    """
    if _DENIED.search(text, max(start - 50, 0), start):
        return left
    length = _LENGTH.search(text, max(start - _LONGEST_BOUND, 0), start)
    return length.start() if length and text[start : start + 1].lower() in "ba" else start


def _word_starts(text: str, start: int, end: int) -> list[int]:
    """``start`` and where its next words begin, as far as a bound reaches."""
    later = re.compile(r"(?<=\s)\S").finditer(text, start, min(end, start + _LONGEST_BOUND))
    return [start, *(match.start() for match in later if match.start() > start)]


def _figure_at(text: str, start: int, end: int) -> bool:
    dates = find_dates(text[start:end])
    return bool(_FIGURE.match(text, start, end) or (dates and dates[0].start == 0))
