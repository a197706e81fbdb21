"""The subject of a verb, before or after it, with the origin and office that commas add."""

from __future__ import annotations

import re
from itertools import pairwise

from embeddings.passages import Interval
from qa.attribution.speakers import can_speak, is_named, is_pronoun, noun_phrase, trim
from qa.attribution.wording import (
    COLLECTIVE,
    FINITE,
    LEADING,
    LY,
    NAME,
    NAMES,
    PERSON,
    SOURCE,
    TIME,
)

_COMMA = re.compile(r",\s+")
_AGE = re.compile(r"(?:aged\s+)?\d{1,3}$")
_ORIGIN = re.compile(r"(?:of|from)\s")
_ASIDE = re.compile(
    r"(?:who|whom|whose|which|where|when|such\s+as|including|notably|especially|like|unlike"
    r"|however|meanwhile|though|too|for|in|on|at|with|as|by"
    r"|after|before|during|since|because|although|while|until|unless|himself|herself|therefore|again|"
    + LY
    + r"|(?!king)\w+ing"
    r"|(?:[a-z]+ed|seen|known|held|written|made|sent|shown|given)\s(?:by|in|on|at|to|from|with))\b"
)
_STOP = re.compile(
    r"[;:!?…—–“”\"«»()~,]|\s(?:who|whom|whose|that|which|as|after|before|while|when|where|during"
    r"|outside"
    r"|adding|describing|referring|speaking|on|by|about|over|amid|through|via|but|because|if|until"
    r"|shortly"
    r"|last|later|earlier|ahead|following|told|said|says|was|were|is|has|had)\b"
    rf"|\s(?:in|at|to|from|with)\s(?:his|her|their)\s(?!\d)|\s(?:in|at|to|from|with)\s(?:an?\s"
    rf"|the\s)?(?:{TIME.pattern}|(?:\w+\s)?(?:statement|interview|speech|court"
    rf"|press|news|message|letter|e-?mail|video|address|post|briefing))|\s(?!of|for){TIME.pattern}"
)
_AFTER_NAME = re.compile(
    rf"(?:^|\s){NAME}(\s(?:in|at|to|from|with|near|the|an?|its|there|more|and"
    r"(?=\s(?!other\b|others\b|several\b|two\b|three\b|his\b|her\b|their\b)[a-z]))\s)"
)
_JOINED = re.compile(rf"(?:,\s(?:aged\s)?\d{{1,3}})?(?P<more>(?:,\s{NAMES})*),?\sand\s")
_WITHIN = re.compile(r"\s(?:in|on|at|to|from|with|by|for|about)\s")
_NAME_BEFORE = re.compile(rf"\b({NAMES}),\s\Z")
_ABOUT = re.compile(rf"(?:^|\s){NAME}(\sof\s(?:the|an?|his|her|its|their)\s[a-z -]+)$")
_NAMED_OF = re.compile(rf"{NAMES}(?:\sof\s(?:the\s)?{NAMES}){{0,2}}")
_CLAUSE = re.compile(r"\b(?:to|not|it|him|them|there)\b")
_NOUN = re.compile(r"(?:the|an?|his|her|their|its|our|my|another)\s(?:[a-z-]+\s){0,3}[a-z-]+")
_ENDS_IN_NAME = re.compile(rf"(?:^|\s){NAME}$")
_RELATIVE = re.compile(r"\s*(?:who|whom|whose|which)\b")
_INITIAL = re.compile(r"(?:^|[\s.])[^\W\d_]\.$")
_LAST_PARTICIPLE = re.compile(r"(?<=\w)\s[a-z]+ed$")
_OPENING = re.compile(r"(?:[A-Z][a-z]+(?<!e)(?:ed|ing)|Born|Told|In|On|At|During)\s[^,]*,\s")
"""What may stand before the main clause: "Asked why he left, ..."."""


def subject_before(text: str, start: int, end: int) -> Interval | None:
    """The subject of the verb at ``end``: a phrase and what commas add to it."""
    commas = [m.start() for m in re.finditer(r",(?=\s)", text[start:end] + " ")]
    cuts = [start, *(start + comma for comma in commas), end]
    pieces = [trim(text, a, b) for a, b in pairwise(cuts)]
    if pieces[-1][0] < pieces[-1][1]:
        return _listed(text, pieces, noun_phrase(text, *pieces[-1]))
    found, added, joined, reach = None, False, False, start
    for number, piece in reversed(list(enumerate(pieces[:-1]))):
        words = text[slice(*piece)]
        if _ASIDE.match(words) or _AGE.match(words) or _ORIGIN.match(words):
            added = added or found is None
            continue
        phrase = _listed(text, pieces[: number + 1], noun_phrase(text, *piece))
        if phrase and joined:
            return None  # "X, the mayor, and Y, the priest, said"
        joined = re.match(r"and\s", words) is not None
        if phrase is None:
            break
        nested = found and text.startswith(("a ", "an "), found[0])  # added to an addition
        first = number == len(pieces) - 3  # and the addition stands right before the verb
        if found and not nested and not _belong(text[slice(*phrase)], text[slice(*found)], first):
            break
        if found:
            added, reach = True, reach if nested else max(reach, found[1])
        found = phrase
    if found is None or not added:
        return None
    last = _additions(text, found, end)
    return found[0], last if last > found[1] else max(last, reach)


def _listed(text: str, pieces: list[Interval], last: Interval | None) -> Interval | None:
    """The phrase with the names before it, as in ``A, B and C said``."""
    whole = last is not None and last[0] - pieces[-1][0] <= len("and ")
    if last is None or not whole or not re.search(r"(?:^|\s)and\s", text[slice(*pieces[-1])]):
        return last
    start = last[0]
    for piece in reversed(pieces[:-1]):
        words = text[slice(*piece)]
        if (
            len(words.split()) > (5 if is_named(words) else 3)
            or _WITHIN.search(words)
            or _ASIDE.match(words.lower())
            or LEADING.match(words + " ")
            or not can_speak(words)
        ):
            break
        start = piece[0]
    return start, last[1]


def _belong(one: str, two: str, sure: bool) -> bool:
    """Whether a name and an office stand side by side; where ``sure`` of it any noun is one."""
    if is_named(one):
        return PERSON.search(two) is not None or (sure and _NOUN.fullmatch(two) is not None)
    noun = sure and _NOUN.match(one.lower()) is not None and _ENDS_IN_NAME.search(two) is not None
    return noun or (PERSON.search(one) is not None and is_named(two))


def subject_after(text: str, start: int, end: int) -> Interval | None:
    """The phrase that begins at ``start``: ``said X, the mayor, after ...``."""
    while start < end and text[start].isspace():
        start += 1
    stop = _phrase_end(text, start, end)
    if not is_pronoun(text[start:stop]) and not can_speak(text[start:stop]):
        return None
    return _with_others(text, (start, _additions(text, (start, stop), end)), end)


def _with_others(text: str, first: Interval, end: int) -> Interval | None:
    """The phrase and those who speak with it: ``said X, Y and Z``.

    None where it is not sure who does, as in ``said X, the mayor, and Y``.
    """
    joined = _JOINED.match(text, first[1], end)
    if joined is None:
        return first
    stop = _phrase_end(text, joined.end(), end)
    one, last = text[slice(*first)], text[joined.end() : stop]
    if not can_speak(last) or FINITE.match(text, stop + 1, end):
        return first  # "said X, and Y left"
    listed = joined["more"] and is_named(one) and re.fullmatch(NAMES, last)
    whole = "," not in one and (listed or joined[0] == " and ")
    return (first[0], stop) if whole else None


def _phrase_end(text: str, start: int, end: int) -> int:
    stop = _STOP.search(text, start, end)
    phrase = text[start : stop.start() if stop else end]
    if not re.match(r"(?:the|an?)\s", phrase, re.I):
        place = _AFTER_NAME.search(phrase)
        phrase = phrase[: place.start(1)] if place else phrase
    phrase = phrase.rstrip()
    if phrase.endswith(".") and not _INITIAL.search(phrase):
        phrase = phrase[:-1]
    about = _ABOUT.search(phrase)
    if about and not (SOURCE.search(phrase) or COLLECTIVE.search(phrase)):
        phrase = phrase[: about.start(1)]
    return start + len(_LAST_PARTICIPLE.sub("", phrase))


def _additions(text: str, phrase: Interval, end: int) -> int:
    """Where the phrase ends with the origin, office or name that follow between commas."""
    last, at, aged = phrase[1], phrase[1], False
    named = is_named(text[slice(*phrase)])
    while comma := _COMMA.match(text, at, end):
        at = _phrase_end(text, comma.end(), end)
        words = text[comma.end() : at]
        if _AGE.match(words):
            aged = True
            continue
        if words.startswith("and ") or (_ASIDE.match(words) and not words.startswith("from")):
            break
        role = PERSON.search(words) or (aged and re.match(r"an?\s", words))
        if re.fullmatch(NAMES, words) and not PERSON.search(words.split()[-1]):
            role = None if named else role  # a second name, not an office
        clause = FINITE.search(words) or FINITE.match(text, at + 1, end)
        office = role and not clause and not _CLAUSE.search(words)
        if named and (office or _ORIGIN.match(words)):
            last = at
        elif not named and _NAMED_OF.fullmatch(words) and PERSON.search(text[slice(*phrase)]):
            last, named = at, True
        else:
            break
        if text[at : at + 1] != ",":
            break
    return last


def subject_of_who(text: str, start: int, end: int) -> Interval | None:
    """Whom the ``who`` at ``end`` means, with the name: ``heard from X, a nurse, who``."""
    found = subject_before(text, start, end)
    if found is None or not text.startswith(("a ", "an ", "the "), found[0]):
        return found
    name = _NAME_BEFORE.search(text, start, found[0])
    return (name.start(1), found[1]) if name else found


def main_subject(text: str, start: int, end: int) -> Interval | None:
    """The subject of the first verb in the stretch, that of a relative clause left aside."""
    opening = _OPENING.match(text, start, end)
    start = opening.end() if opening else start
    verbs = FINITE.finditer(text, start, end)
    first = next(verbs, None)
    if first is None:
        return None
    at = first.start()
    if _RELATIVE.match(text, _piece(text, start, at), at):
        behind = (
            v.start() for v in verbs if not text[_piece(text, start, v.start()) : v.start()].strip()
        )
        at = next(behind, at)
    return subject_before(text, start, at)


def _piece(text: str, start: int, at: int) -> int:
    """Where what stands before ``at`` begins: behind the last comma, or at ``start``."""
    return max(start, text.rfind(",", start, at) + 1)
