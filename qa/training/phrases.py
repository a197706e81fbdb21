"""The swappable parts of a question: names, years, numbers, months and opposites.

No tagger is used: every capitalised stretch is a name (qa/training/likeness.py finds like ones).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain

NAME_KIND = "name"
_NAME_WORD = r"[A-Z][\w’'&-]*(?<!['’]s)(?<!['’])"
NAME = re.compile(rf"\b{_NAME_WORD}(?: {_NAME_WORD}| (?:of|of the|de|von|van|al) {_NAME_WORD})*")
YEAR = re.compile(r"\b(?:1[0-9]{3}|20[0-9]{2})\b(?!,\d|\.\d|[-–]\d)")
DECADE = re.compile(r"\b(?:1[0-9]{2}0|20[0-9]0)s\b")
CENTURY = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)\b")
SMALL_NUMBER = re.compile(r"(?<![\w.,$£€-])(?:[1-9]|[12]\d|3[01])\b(?![.,%]\d|%)")
NUMBER = re.compile(
    r"(?<![\w.,$£€-])\d{1,3}(?:,\d{3})+(?:\.\d+)?\b(?!%)|(?<![\w.,$£€-])\d{1,3}\b(?!\.\d)"
)
PERCENT = re.compile(r"(?<![\w.,])\d+(?:\.\d+)?(?:%| percent\b)")
MONEY = re.compile(r"[$£€]\d(?:[\d,.]*\d)?(?: (?:million|billion))?\b")
MONTHS = (
    "January February March April May June July August September October November December"
).split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)})\b")
DAY = re.compile(rf"\b(?:{'|'.join(DAYS)})\b")
NUMBER_WORD = re.compile(r"\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)\b")
ORDINAL = re.compile(r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b")

PATTERNS: dict[str, re.Pattern[str]] = {
    "percent": PERCENT,
    "money": MONEY,
    "decade": DECADE,
    "century": CENTURY,
    "year": YEAR,
    "month": MONTH,
    "day": DAY,
    "small number": SMALL_NUMBER,
    "number": NUMBER,
    "number word": NUMBER_WORD,
    "ordinal": ORDINAL,
}

NOT_A_NAME = frozenset(
    "A About After Along Although An And Are As At Because Before Besides Between Both But By Can "
    "Compared Did Do Does During Each Every For From Give Given Had Has Have He Her His How I If "
    "In Instead Into Is It Its List Many Most Name Near Of On Once One Only Or Other Out Over "
    "Prior She Since Some State The Their There These They This Those Through To Today Under "
    "Until Up Upon Was We Were What Whats When Where Which While Who Whom Whose Why With Within "
    "Would You".split()
)

OPPOSITES: dict[str, str] = dict(
    chain.from_iterable(
        ((one, two), (two, one))
        for one, two in (
            pair.split("/")
            for pair in (
                "largest/smallest biggest/tiniest highest/lowest longest/shortest oldest/youngest "
                "best/worst strongest/weakest richest/poorest fastest/slowest hottest/coldest "
                "warmest/coolest wettest/driest maximum/minimum majority/minority "
                "increase/decrease increased/decreased increasing/decreasing before/after "
                "northern/southern eastern/western north/south east/west northeast/southwest "
                "northwest/southeast upper/lower male/female men/women man/woman boys/girls "
                "father/mother son/daughter brother/sister husband/wife king/queen legal/illegal "
                "permitted/prohibited permit/prohibit accepted/rejected accept/reject "
                "supported/opposed supporters/opponents agreed/disagreed "
                "agree/disagree domestic/foreign public/private rural/urban born/buried "
                "founded/dissolved formed/disbanded created/destroyed create/destroy "
                "built/demolished success/failure successful/unsuccessful primary/secondary "
                "positive/negative ancient/modern joined/left appointed/dismissed opened/closed "
                "gained/relinquished rise/fall improved/worsened advantage/disadvantage "
                "advantages/disadvantages benefit/drawback benefits/drawbacks winter/summer "
                "inside/outside internal/external formal/informal civilian/military "
                "approved/vetoed strengthened/weakened popular/unpopular common/uncommon rich/poor "
                "enemy/ally enemies/allies arrived/departed liberal/conservative "
                "encouraged/discouraged praised/criticized"
            ).split()
        )
    )
)
OPPOSITE = re.compile(rf"\b(?:{'|'.join(sorted(OPPOSITES, key=len, reverse=True))})\b")
LEAST = re.compile(r"\bthe (?:most|least)\b")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Characters ``start`` to ``end`` of a text; phrases of one ``kind`` can be swapped."""

    text: str
    kind: str
    start: int
    end: int


def phrases(text: str, *, question: bool = False) -> list[Phrase]:
    """The dates, numbers and names of a text, without overlaps, in order.

    The first word of a question is no name; the first word of a sentence may be one.
    """
    found: list[Phrase] = []
    taken: set[int] = set()
    for kind, pattern in PATTERNS.items():
        for match in pattern.finditer(text):
            _add(found, taken, Phrase(match.group(), kind, match.start(), match.end()))
    for match in NAME.finditer(text):
        name, start = match.group(), match.start()
        first, _, rest = name.partition(" ")
        if first in NOT_A_NAME or (question and start == 0):
            name, start = rest, start + len(first) + 1
        if name[:1].isupper() and len(name) > 2 and name not in NOT_A_NAME:
            _add(found, taken, Phrase(name, NAME_KIND, start, start + len(name)))
    return sorted(found, key=lambda p: p.start)


def _add(found: list[Phrase], taken: set[int], phrase: Phrase) -> None:
    place = range(phrase.start, phrase.end)
    if not taken.intersection(place):
        taken.update(place)
        found.append(phrase)
