"""Answers compared as values: when do two texts say the same, and when can both not be true?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from math import inf

from qa.values.clock import (
    ClockTime,
    apart_in_the_day,
    compatible_times,
    find_clock,
    find_times,
    same_time,
)
from qa.values.dates import DateValue, compatible_dates, find_dates, parse_date, same_date
from qa.values.figures import compatible, same_quantity
from qa.values.hedges import with_hedge
from qa.values.intervals import Quantity
from qa.values.names import PERSONS, other_person, same_name
from qa.values.opposites import opposed
from qa.values.phrases import same_clause, same_phrase
from qa.values.quantities import find_quantities

MOST_WORDS_OF_A_TIME = 10

FUNCTION_WORDS = frozenset(
    "a an the this that these those of in on at to by for from with and or as is are was were be "
    "been it its his her their our my your he she they we who which".split()
)
"""Words that tell nothing by themselves."""

_SUM = re.compile(  # "three men and a woman"
    r"\b(?:\w+s|men|women|children|people)\s(?:and|plus)\s(?:an?|one|another)\s(?!half\b|quarter\b)\w",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"%|per\s?cent", re.IGNORECASE)
_MINUS = re.compile(r"(?<!\w)(?:[-−](?=\d)|minus\s)", re.IGNORECASE)
_ARTICLES = re.compile(r"\b(a|an|the)\b")
_TIME_WORDS = frozenset(
    "a an the in on at of by for from to since until about around as only alone just morning"
    " afternoon evening night noon midnight day month year last this next early late ago".split()
)
_BEFORE_FIGURE = frozenset(
    "a an the in on at of by for from to with as only just another total number population its his"
    " her their our these those all age aged exactly since until between".split()
)


@lru_cache(4096)
def normalize(text: str) -> str:
    """Lower case without punctuation, articles and surplus spaces.

    As SQuAD's evaluation does (Rajpurkar et al. 2016), with all of Unicode's punctuation where
    SQuAD knows ASCII's: curly quotes and dashes stand in news prose.
    """
    kept = [
        " " if kind == "Pd" else c
        for c in text.lower()
        if (kind := unicodedata.category(c)) == "Pd" or kind[0] != "P"
    ]
    return " ".join(_ARTICLES.sub(" ", "".join(kept)).split())


@lru_cache(4096)
def same_answer(a: str, b: str) -> bool:
    """Whether two answers to one question say the same, one perhaps in more words.

    They are equal once normalised, or one date, one figure (however hedged), one name, or one
    phrase or clause in more words: ``same_phrase``, ``same_clause``. Not transitive: "the forest"
    is the same as either of two different forests.
    """
    if opposed(a, b) or other_person(a, b):
        return False
    hours = _hours(a), _hours(b)
    if apart_in_the_day(a, b):
        return False
    if hours[0] and hours[1]:
        if not any(compatible_times(one, other) for one in hours[0] for other in hours[1]):
            return False
        days = parse_date(a), parse_date(b)
        if days[0] and days[1] and compatible_dates(days[0], days[1]) is False:
            return False
        short = max(len(text.split()) for text in (a, b)) < MOST_WORDS_OF_A_TIME
        if short and len(hours[0]) == len(hours[1]) == 1 and same_time(hours[0][0], hours[1][0]):
            return True
    dates, figures = (_date(a), _date(b)), (_figure(a), _figure(b))
    if {figure.kind for figure in figures if figure is not None} == {"count", "percent"}:
        return False
    if normalize(a) == normalize(b):
        return bool(_MINUS.search(a)) is bool(_MINUS.search(b))
    if dates[0] is not None and dates[1] is not None:
        return same_date(dates[0], dates[1])
    if figures[0] is not None and figures[1] is not None:
        same = same_quantity(figures[0], figures[1])
        money = figures[0].kind == figures[1].kind == "money"  # of two currencies not compared
        if same or money or compatible(figures[0], figures[1]) is not None:
            return same
    return same_name(a, b) or same_phrase(a, b) or same_clause(normalize(a), normalize(b))


@lru_cache(4096)
def _hours(text: str) -> tuple[ClockTime, ...]:
    return () if _PERCENT.search(text) else tuple(find_times(text))


def incompatible(a: str, b: str) -> bool:
    """Whether two answers to one question cannot both be true.

    Only figures of one kind and unit and dates contradict each other; two names or phrases may
    name one thing.
    """
    if same_answer(a, b):
        return False
    dates = _date(a), _date(b)
    if dates[0] is not None and dates[1] is not None:
        return compatible_dates(dates[0], dates[1]) is False
    figures = _figure(a), _figure(b)
    if figures[0] is not None and figures[1] is not None:
        return compatible(figures[0], figures[1]) is False
    return False


def differ(a: str, b: str) -> bool:
    """Whether two answers to one question give different figures or dates.

    Stricter than ``incompatible``: "about 450" and "445" may both be true and yet differ, and so
    may "up to 90" and "never more than 40", while "at least 440" agrees with "445".
    """
    if incompatible(a, b):
        return True
    figures = _figure(a), _figure(b)
    if same_answer(a, b) or figures[0] is None or figures[1] is None:
        return False
    if figures[0].kind == "percent" and figures[0].approximate + figures[1].approximate:
        return False
    exact = [
        replace(each, approximate=False, unit="person" if each.unit in PERSONS else each.unit)
        for each in figures
        if each is not None
    ]
    if all(figure.low == 0 < figure.high < inf for figure in exact):
        exact = [replace(figure, low=figure.high, high_open=False) for figure in exact]
    return compatible(*exact) is False


def is_time(text: str) -> bool:
    """Whether a text gives an hour or date and nothing else."""
    found = [*find_clock(text), *find_dates(text)]
    return bool(found) and {*_words_beside(text, found)} <= _TIME_WORDS


@lru_cache(4096)
def _date(text: str) -> DateValue | None:
    """The date that a text is, not merely mentions."""
    words = _words_beside(text, find_dates(text))
    if all(w in _TIME_WORDS or re.fullmatch(r"\d*[ap]m|\d{1,2}", w) for w in words):
        return parse_date(text)
    return None


def _words_beside(text: str, found: Iterable[tuple[int, int, object]]) -> list[str]:
    """The words of a text, in lower case, outside of what was found in it."""
    rest = list(text)
    for start, end, _ in found:
        rest[start:end] = " " * (end - start)
    return re.findall(r"[^\W_]+", "".join(rest).lower())


@lru_cache(4096)
def _figure(text: str) -> Quantity | None:
    """The one figure that a text is: it begins with it and names no other of its kind."""
    found = find_quantities(text)
    if not found or any(other.value.kind == found[0].value.kind for other in found[1:]):
        return None
    if _SUM.search(text):
        return None
    start, end, value = found[0]
    before = re.findall(r"[^\W_]+(?:['’]s?)?", text[: with_hedge(text, start, end)[0]].lower())
    if not all(w in _BEFORE_FIGURE or w.endswith(("'s", "’s", "s’")) for w in before):
        return None
    after = len(re.findall(r"\w+", text[end:]))
    return value if after <= (0 if value.kind == "year" else 6) else None
