"""Who can be named as a speaker: a noun phrase, checked by its words.

There is no parser: a phrase is what stands between the verb and the nearest border of a clause.
What does not fit gives None.
"""

from __future__ import annotations

import re

from embeddings.passages import Interval
from qa.attribution.wording import BASE, COLLECTIVE, FINITE, LEADING, LY, NAME, PERSON, THIRD

_JOINT = re.compile(
    r"\s(?:(?P<if>if|whether|unless)|(?P<always>that|what|how|because|although|though)"
    r"|and|but|while|since|until|as|when|where|which|so|yet|after|before|than)(?=\s)"
)
_RELATIVE = re.compile(r"\s(?:who|whom|whose|that|which|where|when)(?=\s)")
_STRANDED = re.compile(r"\b(?:to|with|by|for|about|at)$")
_NOT_A_PHRASE = re.compile(
    r"(?:what(?:so)?ever|who(?:so)?ever|whichever|nobody|no|none|nothing|neither|few|who|whom|what|there|if|whether|why|when|where|how|once"
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
_AND_ANOTHER = re.compile(rf"\sand\s(?:(?:the|an?|his|her|its|their|two|three|several)\s|{NAME})")
_SEVERAL = ("some", "many", "others", "those", "most", "all", "both")
_LAST_PRONOUN = re.compile(r"\s(he|she|it|they)$")
_ADVERB = re.compile(r"(?<=\w)\s(?:never|also|then|later|now|still|once|since|" + LY + r")$")
_MANNER = re.compile(rf"\s{LY}(?=\s)")
_NO_SUBJECT = re.compile(
    r"(?:[’']s|s[’'])$|\b(?:neither|no longer|never|hardly(?: ever)?|rarely|seldom|scarcely)$"
)
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
    return re.split(
        r",|\s(?:(?:[a-z]+ed|led|held|hit|sent|paid)\sby|of|for|at|in|from|who|that|with|near|on)\s",
        phrase,
    )[0]


def is_plural(phrase: str) -> bool:
    """Whether several are meant."""
    first = head(phrase)
    if _AND_ANOTHER.search(phrase if "," in phrase else first):
        return True
    if is_named(first) and not PERSON.fullmatch(first):
        return False
    last = first.split()[-1] if first else ""
    several = last.endswith("s") and not last.endswith("ss")
    return several or COLLECTIVE.search(first) is not None or last.lower() in _SEVERAL


def noun_phrase(text: str, start: int, end: int) -> Interval | None:
    """The phrase a clause ends with, if it can name a speaker; pronouns included."""
    start, end = trim(text, start, end)
    leading = LEADING.match(text, start, end)
    start = leading.end() if leading else start
    pronoun = _LAST_PRONOUN.search(text, start, end)
    start = pronoun.start(1) if pronoun else start
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
    if not can_speak(phrase) or len(text[start:end].split()) > _LONGEST_PHRASE:
        return None
    if relative and not is_named(phrase):
        adverb = _MANNER.match(text, end)  # "who may not speak publicly" before "said"
        return start, adverb.end() if adverb else end
    return start, start + len(phrase)


def can_speak(phrase: str) -> bool:
    """Whether the phrase can name a speaker."""
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


def agrees(speaker: str, verb: str) -> bool:
    """Whether the verb has the form it must have after one speaker or after several.

    Behind a possessive it is a noun: "the ministry's report".
    """
    if (verb in BASE or verb in THIRD) and _NO_SUBJECT.search(speaker):
        return False
    if verb in BASE:
        return is_plural(speaker) or re.search(r"[^s]s$", head(speaker)) is not None
    last = head(speaker).split()[-1]
    return verb not in THIRD or not (re.search(r"[^s]s$", last) and last.islower())
