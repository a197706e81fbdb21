"""Who can be named as a speaker: the noun phrase before or after a reporting verb.

There is no parser: a phrase is what stands between the verb and the nearest border of a clause,
checked by its words. What does not fit gives None.
"""

from __future__ import annotations

import re
from itertools import pairwise

from embeddings.passages import Interval
from qa.attribution.wording import COLLECTIVE, FINITE, LEADING, LY, NAME, NAMES, PERSON, TIME

_JOINT = re.compile(
    r"\s(?:(?P<if>if|whether|unless)|(?P<always>that|what|how|because|although|though)"
    r"|and|but|while|since|until|as|when|where|which|so|yet|after|before|than)(?=\s)"
)
_RELATIVE = re.compile(r"\s(?:who|whom|whose|that|which|where|when)(?=\s)")
_STRANDED = re.compile(r"\b(?:to|with|by|for|about|at)$")
_NOT_A_PHRASE = re.compile(
    r"(?:nobody|no|none|nothing|neither|few|who|whom|what|there|if|whether|why|when|where|how|once"
    r"|everything|something"
    r"|anything|that|this|these|never|not|much|more|than|or|in|on|at|of|for|to|from|by|with"
    r"|without|during"
    r"|under|over|throughout|between|among|near|since|until|about|into|through|behind|outside"
    r"|inside|despite"
    r"|according|asked|such\s+as|including|notably|especially|like|unlike|given)\b",
    re.I,
)
_DETERMINER = re.compile(
    r"(?:the|an?|one|two|three|several|some|many|most|all|both|other|others|another|his|her|its"
    r"|their"
    r"|our|my|those|local|multiple|every|each|dozens|hundreds|thousands)\b",
    re.I,
)
_PRESENT = re.compile(
    rf"(?:{NAME}|\b(?:he|she|it|which|who))\s+[a-z]+s\s+(?:the|an?|his|her|its|their|to|it|him"
    rf"|them|that|from)\b"
)
_UNFINISHED = re.compile(
    r"(?:^|\s)(?:the|an?|his|her|its|their|this|that|these|such|who|which|whom|one|every|each)$",
    re.I,
)
_NAME = re.compile(rf"(?:^|\s){NAME}")
_NAMED = re.compile(rf"(?:^|\s){NAME}$")
_AGE = re.compile(r"(?:aged\s+)?\d{1,3}$")
_SEVERAL = ("some", "many", "others", "those", "most", "all", "both")
_ORIGIN = re.compile(r"(?:of|from)\s")
_ASIDE = re.compile(
    r"(?:who|whom|whose|which|where|when|such\s+as|including|notably|especially|like|unlike"
    r"|however|meanwhile|though|too|for|in|on|at|with|as|by"
    r"|after|before|during|himself|herself|therefore|again|" + LY + r"|(?!king)\w+ing)\b"
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
_CLAUSE = re.compile(r"\b(?:to|not|it|him|them|there)\b")
_INITIAL = re.compile(r"(?:^|[\s.])[^\W\d_]\.$")
_LAST_PARTICIPLE = re.compile(r"(?<=\w)\s[a-z]+ed$")
_ADVERB = re.compile(r"(?<=\w)\s(?:never|also|then|later|now|still|once|since|" + LY + r")$")
_LONGEST_PHRASE = 16


def trim(text: str, start: int, end: int) -> Interval:
    """The interval without spaces and separating marks at its ends."""
    while start < end and (text[start].isspace() or text[start] in ',;:–—-."“”«»…'):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in ',;:–—"“”«»'):
        end -= 1
    return start, end


def is_pronoun(phrase: str) -> bool:
    """Whether the phrase points to somebody named elsewhere."""
    return phrase.lower() in ("he", "she", "it", "they", "we", "i", "you")


def is_named(phrase: str) -> bool:
    """Whether the phrase ends with a proper name and is not one of an institution with article."""
    return _NAMED.search(phrase) is not None and not _DETERMINER.match(phrase)


def head(phrase: str) -> str:
    """The phrase without what follows its noun or name."""
    return re.split(r",|\s(?:of|for|at|in|from|who|that|with|near|on)\s", phrase)[0]


def is_plural(phrase: str) -> bool:
    """Whether several are meant."""
    first = head(phrase)
    if is_named(first) and not PERSON.fullmatch(first):
        return " and " in first
    last = first.split()[-1] if first else ""
    return last.endswith("s") or COLLECTIVE.search(first) is not None or last.lower() in _SEVERAL


def noun_phrase(text: str, start: int, end: int) -> Interval | None:
    """The phrase a clause ends with, if it can name a speaker; pronouns included."""
    start, end = trim(text, start, end)
    leading = LEADING.match(text, start, end)
    start = leading.end() if leading else start
    relative = _RELATIVE.search(text, start, end)
    if relative and FINITE.search(text, start, relative.start()):
        relative = None
    if relative and relative[0].strip() != "who" and not FINITE.search(text, relative.end(), end):
        return None  # "a place that X" before "claims": the verb is that of the relative clause
    head_end = relative.start() if relative else end
    for joint in reversed(list(_JOINT.finditer(text, start, head_end))):
        if joint["if"]:
            return None
        if joint["always"] or FINITE.search(text, start, joint.start()):
            return noun_phrase(text, joint.end(), end)
    phrase = _ADVERB.sub("", text[start:head_end].strip())
    if not _can_speak(phrase) or len(text[start:end].split()) > _LONGEST_PHRASE:
        return None
    return start, end if relative and not is_named(phrase) else start + len(phrase)


def _can_speak(phrase: str) -> bool:
    words = phrase.split()
    if not words or _NOT_A_PHRASE.match(phrase):
        return False
    if is_pronoun(words[0]):
        return len(words) == 1
    if _PRESENT.search(phrase):
        return False
    if FINITE.search(phrase) and not _STRANDED.search(phrase):
        return False
    if _UNFINISHED.search(phrase) or phrase.count("(") != phrase.count(")"):
        return False
    determined = _DETERMINER.match(phrase)
    plural = words[-1].endswith("s") or COLLECTIVE.search(phrase)
    return bool(determined or plural or _NAME.search(phrase) or PERSON.search(phrase))


def subject_before(text: str, start: int, end: int) -> Interval | None:
    """The subject of the verb at ``end``: a phrase and what commas add to it."""
    commas = [m.start() for m in re.finditer(r",(?=\s)", text[start:end] + " ")]
    cuts = [start, *(start + comma for comma in commas), end]
    pieces = [trim(text, a, b) for a, b in pairwise(cuts)]
    if pieces[-1][0] < pieces[-1][1]:
        return _listed(text, pieces, noun_phrase(text, *pieces[-1]))
    found, added = None, False
    for piece in reversed(pieces[:-1]):
        words = text[slice(*piece)]
        if _ASIDE.match(words) or _AGE.match(words) or _ORIGIN.match(words):
            added = added or found is None
            continue
        phrase = noun_phrase(text, *piece)
        if phrase is None or (found is None and FINITE.search(text, piece[0], phrase[0])):
            break
        nested = found and text.startswith(("a ", "an "), found[0])  # added to an addition
        if found and not nested and not _belong(text[slice(*phrase)], text[slice(*found)]):
            break
        added = added or found is not None
        found = phrase
    return (found[0], _additions(text, found, end)) if found and added else None


def _listed(text: str, pieces: list[Interval], last: Interval | None) -> Interval | None:
    """The phrase with the names before it, as in ``A, B and C said``."""
    whole = last is not None and last[0] - pieces[-1][0] <= len("and ")
    if last is None or not whole or not re.search(r"(?:^|\s)and\s", text[slice(*pieces[-1])]):
        return last
    start = last[0]
    for piece in reversed(pieces[:-1]):
        words = text[slice(*piece)]
        if (
            len(words.split()) > 3
            or _ASIDE.match(words.lower())
            or LEADING.match(words + " ")
            or not _can_speak(words)
        ):
            break
        start = piece[0]
    return start, last[1]


def _belong(one: str, two: str) -> bool:
    """Whether a name and an office stand side by side."""
    if is_named(one):
        return PERSON.search(two) is not None
    return PERSON.search(one) is not None and is_named(two)


def subject_after(text: str, start: int, end: int) -> Interval | None:
    """The phrase that begins at ``start``: ``said X, the mayor, after ...``."""
    while start < end and text[start].isspace():
        start += 1
    stop = _phrase_end(text, start, end)
    if not is_pronoun(text[start:stop]) and not _can_speak(text[start:stop]):
        return None
    return start, _additions(text, (start, stop), end)


def _phrase_end(text: str, start: int, end: int) -> int:
    stop = _STOP.search(text, start, end)
    phrase = text[start : stop.start() if stop else end]
    if not re.match(r"(?:the|an?)\s", phrase, re.I):
        place = _AFTER_NAME.search(phrase)
        phrase = phrase[: place.start(1)] if place else phrase
    phrase = _LAST_PARTICIPLE.sub("", phrase.rstrip())
    if phrase.endswith(".") and not _INITIAL.search(phrase):
        phrase = phrase[:-1]
    return start + len(phrase)


def _additions(text: str, phrase: Interval, end: int) -> int:
    """Where the phrase ends with the origin, office or name that follow between commas."""
    last, at, aged = phrase[1], phrase[1], False
    named = is_named(text[slice(*phrase)])
    while comma := re.compile(r",\s+").match(text, at, end):
        at = _phrase_end(text, comma.end(), end)
        words = text[comma.end() : at]
        if _AGE.match(words):
            aged = True
            continue
        if _ASIDE.match(words) and not words.startswith("from"):
            break
        role = PERSON.search(words) or (aged and re.match(r"an?\s", words))
        if re.fullmatch(NAMES, words) and not PERSON.search(words.split()[-1]):
            role = None if named else role  # a second name, not an office
        office = role and not _CLAUSE.search(words) and not FINITE.search(words)
        if named and (office or _ORIGIN.match(words)):
            last = at
        elif not named and re.fullmatch(NAMES, words) and PERSON.search(text[slice(*phrase)]):
            last, named = at, True
        else:
            break
        if text[at : at + 1] != ",":
            break
    return last


def main_subject(text: str, start: int, end: int) -> Interval | None:
    """The subject of the first verb in the stretch."""
    finite = FINITE.search(text, start, end)
    return subject_before(text, start, finite.start()) if finite else None
