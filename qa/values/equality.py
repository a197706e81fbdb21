"""Answers compared as values: when do two texts say the same, and when can both not be true?"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache
from math import inf

from embeddings.names import name_key
from qa.values.clock import ClockTime, compatible_times, find_times
from qa.values.dates import DateValue, compatible_dates, find_dates, parse_date, same_date
from qa.values.figures import compatible, same_quantity
from qa.values.hedges import with_hedge
from qa.values.names import ORDINALS, OTHER_PLACE, PERSONS, other_person, same_name, singular
from qa.values.opposites import opposed
from qa.values.quantities import Quantity, find_quantities

MOST_WORDS_OF_A_TIME = 10

_SUM = re.compile(  # "three men and a woman"
    r"\b(?:\w+s|men|women|children|people)\s(?:and|plus)\s(?:an?|one|another)\s(?!half\b|quarter\b)\w",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"%|per\s?cent", re.IGNORECASE)
_ARTICLES = re.compile(r"\b(a|an|the)\b")
_TIME_WORDS = frozenset(
    "a an the in on at of by for from to since until about around as only alone just morning"
    " afternoon evening night noon midnight day month year last this next early late ago".split()
)
_BEFORE_FIGURE = frozenset(
    "a an the in on at of by for from to with as only just another total number population its his"
    " her their our these those all age aged exactly since until between".split()
)
_LEADS = frozenset("in on at by for of with from to as inside within because".split())
_WHERE = frozenset(("in", "on", "at", "inside", "within"))
_EMPTY = _LEADS | frozenset(
    "a an the this that these those its his her their our my your some any about around nearly"
    " almost approximately roughly allegedly reportedly apparently suspected alleged so-called just"
    " only also".split()
)
_ENDS_CHUNK = _LEADS | frozenset(
    "near outside behind under over before after during between among against without through along"
    " around towards across beyond which who whom whose that where when while than since until"
    " into onto but".split()
)
_CLAUSE_WORDS = frozenset(
    "is are was were be been has have had do does did will would can could may might must said says"
    " didn't don't wasn't couldn't he she it they we you i".split()
)
_CHANGES = OTHER_PLACE.union(
    ORDINALS,
    "and no not never none without nor neither cannot cant wont former ex deputy vice acting"
    " assistant prime pro anti non half near outside behind under before after until against almost"
    " if whether unless may might could would unlikely false deny denies denied doubt doubts"
    " doubted refused rejected failed unable".split(),
)
"""Words that make a phrase mean something else: both phrases have them or neither."""


def normalize(text: str) -> str:
    """Lower case without punctuation, articles and surplus spaces.

    As SQuAD's evaluation does (Rajpurkar et al. 2016), with all of Unicode's punctuation where
    SQuAD knows ASCII's: curly quotes and dashes stand in news prose.
    """
    kept = [
        " " if unicodedata.category(c) == "Pd" else c
        for c in text.lower()
        if unicodedata.category(c) == "Pd" or not unicodedata.category(c).startswith("P")
    ]
    return " ".join(_ARTICLES.sub(" ", "".join(kept)).split())


def same_answer(a: str, b: str) -> bool:
    """Whether two answers to one question say the same, one perhaps in more words.

    They are equal once normalised, or one date, one figure (however hedged), one name, or one
    phrase or clause in more words: ``_same_phrase``, ``_same_clause``. Not transitive: "the forest"
    is the same as either of two different forests.
    """
    dates, figures = (_date(a), _date(b)), (_figure(a), _figure(b))
    if {figure.kind for figure in figures if figure is not None} == {"count", "percent"}:
        return False
    if opposed(a, b) or other_person(a, b):
        return False
    hours = _hours(a), _hours(b)
    if hours[0] and hours[1]:
        if not any(compatible_times(one, other) for one in hours[0] for other in hours[1]):
            return False
        days = parse_date(a), parse_date(b)
        if days[0] and days[1] and compatible_dates(days[0], days[1]) is False:
            return False
        short = max(len(text.split()) for text in (a, b)) < MOST_WORDS_OF_A_TIME
        if short and len(hours[0]) == len(hours[1]) == 1 and hours[0] == hours[1]:
            return True
    if normalize(a) == normalize(b):
        return True
    if dates[0] is not None and dates[1] is not None:
        return same_date(dates[0], dates[1])
    if figures[0] is not None and figures[1] is not None:
        same = same_quantity(figures[0], figures[1])
        money = figures[0].kind == figures[1].kind == "money"  # of two currencies not compared
        if same or money or compatible(figures[0], figures[1]) is not None:
            return same
    return same_name(a, b) or _same_phrase(a, b) or _same_clause(a, b)


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
    exact = [
        replace(each, approximate=False, unit="person" if each.unit in PERSONS else each.unit)
        for each in figures
        if each is not None
    ]
    if all(figure.low == 0 < figure.high < inf for figure in exact):
        exact = [replace(figure, low=figure.high, high_open=False) for figure in exact]
    return compatible(*exact) is False


@lru_cache(4096)
def _date(text: str) -> DateValue | None:
    """The date that a text is, not merely mentions."""
    rest = list(text)
    for start, end, _ in find_dates(text):
        rest[start:end] = " " * (end - start)
    words = re.findall(r"[^\W_]+", "".join(rest).lower())
    if all(w in _TIME_WORDS or re.fullmatch(r"\d*[ap]m|\d{1,2}", w) for w in words):
        return parse_date(text)
    return None


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


def _same_phrase(a: str, b: str) -> bool:
    """Whether one phrase is the other in more words: "a pine forest", "a sunny pine forest near".

    Its words, without articles, hedges and a preposition in front, are among the other's, and both
    have the same head, the last word before a preposition, clause or comma. Clauses, lists of
    unequal length and words that change the meaning ("no", "former", "North") are never bridged.
    """
    phrases = _phrase(a), _phrase(b)
    if phrases[0] is None or phrases[1] is None:
        return False
    lead_a, head_a, words_a = phrases[0]
    lead_b, head_b, words_b = phrases[1]
    if lead_a and lead_b and lead_a != lead_b and not {lead_a, lead_b} <= _WHERE:
        return False
    fewer, more = sorted((words_a, words_b), key=len)
    return head_a == head_b and fewer <= more and len(more) <= 8 and not (more - fewer) & _CHANGES


def _same_clause(a: str, b: str) -> bool:
    """Whether one text holds all of the other, at least three words that tell, in order.

    What the other has beyond them must not change the meaning, as "denied" or "if" does.
    """
    fewer, more = sorted((normalize(a).split(), normalize(b).split()), key=len)
    if len(set(fewer) - _EMPTY - _CLAUSE_WORDS - _ENDS_CHUNK) < 3:
        return False
    at = next((i for i in range(len(more)) if more[i : i + len(fewer)] == fewer), None)
    if at is None:
        return False
    before, after = more[:at], more[at + len(fewer) :]
    if after and not (after[0] in _ENDS_CHUNK | _CLAUSE_WORDS or after[0].endswith(("ed", "ing"))):
        return False
    if before and before[-1] in _ENDS_CHUNK and not {*before} <= _ENDS_CHUNK:
        return False  # "Athens in 430" in "the plague of Athens in 430"
    negated = any(w[:-2] in _CLAUSE_WORDS for w in before + after if w.endswith("nt"))
    changed = _CHANGES & {*before} or (_CHANGES - _ENDS_CHUNK) & {*after}
    return not negated and not changed


@lru_cache(4096)
def _phrase(text: str) -> tuple[str, str, frozenset[str]] | None:
    """A noun phrase as preposition in front, head and content words; None for anything else."""
    text = re.sub(r"\([^)]*\)", " ", text).replace("’", "'")
    tokens = re.findall(r"[^\W_]+(?:['.-][^\W_]+)*|[,;:–—]", text.strip(" ,;:–—\n"))
    if not tokens:
        return None
    lead = tokens[0].lower() if tokens[0].lower() in _LEADS else ""
    head, words, ended = "", set[str](), False
    for token, following in zip(tokens, [*tokens[1:], ""], strict=True):
        word = token.lower()
        if word in _CLAUSE_WORDS and not ended:
            return None
        if word in ("and", "or") or (token == "," and following[:1].isupper()):
            words.add("and")
        key = name_key(singular(word)) if word not in _CHANGES else word
        if head and (word in _ENDS_CHUNK or word in ",;:–—" or word.endswith(("ed", "ing"))):
            ended = True
        if word in _EMPTY or not key:
            continue
        words.add(key)
        if not ended:
            head = key
    return (lead, head, frozenset(words)) if head else None
