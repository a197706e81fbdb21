"""Notices of the page around an article: newsletters, privacy, cookies, helplines.

A notice is a run of neighbouring sentences that show several of its signs. A sentence with a
quotation or a reporting verb is prose whatever it is about.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from embeddings.passages import Interval

_LARGEST_SHARE = 1 / 3  # a longer text that is all notice is about its subject: a policy, a list
_SHORT_TEXT = 1500  # characters

_UNIT = re.compile(
    r"[.!?…](?<![.!?…]{2})[.!?…]*[”’\"')\]]*[ \t\xa0]+(?=[^\sa-z])|[\r\n\u2028\u2029]\s*"
)
_PROSE = re.compile(
    r"[“”\"«»]|\b(?:said|says|told|tells|added|adds|wrote|asked|announced|argued|argues|claimed"
    r"|according to)\b"
)


@dataclass(frozen=True, slots=True)
class _Notice:
    """A kind of notice: a run of neighbouring sentences that each show ``each`` of its signs."""

    words: tuple[str, ...]  # lower-cased, one of them stands in every such sentence
    signs: tuple[re.Pattern[str], ...]
    each: int
    needed: int  # different signs in the whole run
    sure: re.Pattern[str]  # what some sentence of the run must hold
    lead_in: re.Pattern[str]  # how a sentence just before the run may begin


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split(", "))


def _any_case(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


# What begins a notice even in the middle of a line.
_LABEL = re.compile(
    r"\b(?:(?:Privacy|Cookie) (?:Notice|Policy|Statement)[ \t]*:"
    r"|(?:Sign up|Subscribe) (?:to|for|here|now)\b)"
)
_SUBSCRIPTION = _Notice(
    words=_listed(
        "newsletter, privacy, cookie, captcha, terms of, terms and, terms &, sign up, signing up"
        ", subscrib, briefing, digest, your inbox, your email, your e-mail, your experience"
        ", your browsing, free every, free of charge, take you, takes you, guides you, brings you"
        ", opt out, you agree"
    ),
    signs=(
        _LABEL,
        *_any_case(
            r"\bnewsletters? (?:may|can) (?:contain|include)\b",
            r"\b(?:our|[’']s) (?:privacy|cookie|data) (?:policy|notice)\b",
            r"\bre-?captcha\b",
            r"\bterms (?:of (?:service|use)|and conditions|& conditions)\b",
            r"\b(?:our|free|daily|weekly|morning|email) (?:[\w’'-]+ ){0,3}"
            r"(?:newsletters?|briefing|digest)\b",
            r"\b(?:to|in|into) your (?:inbox|email)\b",
            r"\bfree (?:of charge )?every (?:weekday|day|morning|week|month)\b",
            r"\b(?:takes?|guides?|brings?) you (?:(?:to|through) )?(?:the )?"
            r"(?:top|day[’']s|biggest|latest)\b",
            r"\b(?:unsubscribe|opt out)\b",
            r"\bby (?:signing up|subscribing|continuing|clicking|using|submitting)\b.{0,80}"
            r"\byou (?:agree|consent|accept)\b",
            r"\b(?:we|(?:this|our) (?:web ?)?site) (?:and our partners )?(?:may )?uses? (?:\w+ )?"
            r"cookies\b",
            r"\b(?:accept|reject|manage|allow) (?:all )?(?:our |the )?cookies\b"
            r"|\bcookie (?:settings|preferences|policy)\b",
            r"\b(?:enter|confirm) your e-?mail\b",
            r"\bthank(?:s| you) for (?:signing up|subscribing)\b",
            r"\b(?:improve|personali[sz]e|enhance) your (?:browsing )?experience\b",
        ),
    ),
    each=1,
    needed=2,
    sure=re.compile(r"\b(?:[Oo]ur|[Yy]ou|[Yy]our|[Ww]e)\b"),
    lead_in=re.compile(r"(?!)"),
)
_HELPLINE = _Notice(
    words=_listed(
        "helpline, help line, hotline, lifeline, crisis, samaritans, befrienders, freephone"
        ", suicide, childline"
    ),
    signs=_any_case(
        r"\b(?:help ?lines?|hotlines?|lifeline|crisis (?:text )?lines?|crisis support|samaritans"
        r"|befrienders|freephone|suicide prevention|childline)\b",
        r"\bcan be (?:contacted|reached|called|found) (?:on|at|by|via)\b|\b(?:call|phone|ring|dial"
        r"|contact|e-?mail|visit)(?:ing)? (?!(?:for|of|from|to)\b)\S+"
        r"|\bis (?:at |on |available on )?[+(\d]|\btext(?:ing)? (?:\w+ )?to \d",
        r"(?<![\d,.])\+?\(?\d(?:[ ()-]{0,2}\d){4,14}(?![\d,])|\b(?:911|988|999|112)\b|\S@\w"
        r"|\b[\w-]{1,63}\.(?:org|com|net|gov|ie|info|[a-z]+\.(?:uk|au|nz))\b",
    ),
    each=3,
    needed=3,
    sure=re.compile(
        r"\b(?:samaritans|befrienders|suicid\w+|self-harm|crisis|lifeline|childline|mental health"
        r"|(?:domestic|sexual|child) (?:abuse|violence))\b",
        re.IGNORECASE,
    ),
    lead_in=re.compile(r"[•*·\s]*(?:If you\b|Help is available|For (?:help|support)\b)"),
)


def find_notices(text: str, lowered: str) -> list[Interval]:
    """Newsletter, privacy, cookie and helpline notices."""
    found = [
        stretch for notice in (_SUBSCRIPTION, _HELPLINE) for stretch in _runs(text, lowered, notice)
    ]
    share = sum(end - start for start, end in found) / max(len(text), 1)
    return [] if share > _LARGEST_SHARE and len(text) > _SHORT_TEXT else found


def _runs(text: str, lowered: str, notice: _Notice) -> Iterator[Interval]:
    """The runs of neighbouring sentences that are this notice."""
    places = {at for word in notice.words for at in _places(lowered, word)}
    if not places:
        return
    borders = [0, *(match.end() for match in _UNIT.finditer(text)), len(text)]
    signs: dict[int, dict[int, int]] = {}  # number and position of the signs, by sentence
    for unit in sorted({bisect_right(borders, at) - 1 for at in places}):
        found = (sign.search(text, borders[unit], borders[unit + 1]) for sign in notice.signs)
        signs[unit] = {number: match.start() for number, match in enumerate(found) if match}

    def is_prose(unit: int) -> bool:
        return _PROSE.search(text, borders[unit], borders[unit + 1]) is not None

    units = [unit for unit in signs if len(signs[unit]) >= notice.each and not is_prose(unit)]
    for _, group in groupby(enumerate(units), lambda numbered: numbered[1] - numbered[0]):
        run = [unit for _, unit in group]
        start, end = borders[run[0]], borders[run[-1] + 1]
        different = set().union(*(signs[unit] for unit in run))
        if len(different) < notice.needed or not notice.sure.search(text, start, end):
            continue
        first = run[0]
        while first and notice.lead_in.match(text, borders[first - 1]) and not is_prose(first - 1):
            first -= 1
            start = borders[first]
        earliest = min(signs[run[0]].values())
        yield (earliest if _LABEL.match(text, earliest) else start), end


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)
