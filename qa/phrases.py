"""Phrases told without a parser: where a noun phrase begins after a verb, and where it ends."""

from __future__ import annotations

import re
from itertools import pairwise

from qa.questions.grammar import base_form, is_one_person, is_past, tokens
from qa.questions.words import BASES, PASTS, PREPOSITIONS, VERBS
from qa.values.dates import MONTHS, WEEKDAY

OPENER = re.compile(
    r"(?:(?:both|either|neither|not only|namely|especially|particularly|notably|also|found|such as"
    r"|like|among (?:them|others)|includ\w+|with|of|to)\s+)+",
    re.IGNORECASE,
)
_LEADING = sorted(PREPOSITIONS - set("according as like of per than".split()) | {"when"})
PREPOSITION = re.compile(rf"(?!among (?:them|others))(?:{'|'.join(_LEADING)})\s", re.IGNORECASE)
INNER_PREPOSITION = re.compile(rf"\s{PREPOSITION.pattern}")
AUXILIARY = "is|are|was|were|has|have|had|do|does|did|will|would|can|could|may|might|must"
VERB = re.compile(
    rf"\b(?:{AUXILIARY}|be|been|being|said|says|say|told|he|she|it|they|we|you|I|who|which|that|where"
    r"|when|because|while|but|not|after|before|during|since|until|according|including)\b"
)
_LEAD_VERB = re.compile(
    rf"(?<![\w-])(?:{VERB.pattern}|into|from|found|finds?|made|makes?|took|takes?|left|leaves?|saw"
    r"|sees?|held|holds?|lost|loses?|brought|brings?|gave|gives?|got|gets?|includ(?:e|es|ed|ing)"
    r"|carried|carry|contain(?:s|ed)?|wore|wears?|used?|uses|show(?:s|ed)?|sell|sold|bought|named"
    r"|needs?|such as)(?![\w-])"
)
_BEHIND = re.compile(
    rf"\s(?:{AUXILIARY}|said|says|say|told|which|that|who|when|after|before|during|since|until|sent"
    r"|made)\b"
)
NAME = re.compile(r"(?<![\w’'-])[A-Z][\w’'.-]*(?: (?:(?:of|de|von|van|the|al) )*[A-Z][\w’'.-]*)*$")
_ACTORS = "he|she|it|they|we|I"
ACTOR = re.compile(rf"(?:{_ACTORS})\s")
PRONOUN = re.compile(rf"(?:{_ACTORS}|there|then)\b")
_TIME_BEHIND = re.compile(
    r"\s(?:(?:at|on|in|by|during|until) (?:the |this |last |next |that |early |late |\d{1,2} "
    r"|(?:end|start|beginning) of )*|(?:this|last|next|every) )(?:noon|day|midnight|dawn|dusk"
    rf"|{WEEKDAY}|{MONTHS}|\d{{4}}|night|morning|afternoon"
    r"|evening|week|weekend|month|year|summer|autumn|winter|spring|century)$"
    r"|\s(?:yesterday|today|tomorrow|overnight)$"
    r"|\s(?:with|on|in|from|to|for) (?:them|him|her|it|us|me)$",
    re.IGNORECASE,
)
_ONLY_PAST = frozenset(  # "took", "fell": never a participle
    PASTS[base] for form, base in BASES.items() if form not in PASTS.values()
)


def names_a_role(words: str) -> bool:
    """Whether the words name what one person is: "mayor of Izium", "the mayor of Izium"."""
    role = re.match(r"(?:(?:an?|the|former) )*([a-z]+)\b", words)
    return role is not None and is_one_person(role[1])


def after_verb(words: str, *, opens: bool = False) -> int:
    """Where the words go on after their last verb, as far as one is seen; 0 without one.

    ``opens`` tells that they open their sentence, with a capital letter that means nothing.
    """
    if opens and not re.match(r"(?:May|Will|I)\b", words):
        words = words[:1].lower() + words[1:]
    ends = {match.end() for match in _LEAD_VERB.finditer(words)}
    parts = tokens(words)
    tag = ""  # of the word before, adverbs apart
    for at, word in enumerate(parts[:-1]):
        lower = word.lower
        past = is_past(lower) and tag in ("noun", "name", "pron", "aux", "wh")
        does = word.tag == "verb" and tag == "noun" and opens
        doing = lower.endswith("ing") and (tag == "aux" or (not tag and base_form(lower) in VERBS))
        acts = tag == "pron" and word.tag in ("noun", "verb") and PRONOUN.match(parts[at - 1].lower)
        opens_past = at == 0 and opens_with_past(words)
        if past or does or doing or acts or opens_past:
            ends.add(word.end)
        tag = tag if word.tag == "adv" else word.tag
    found = max(ends, default=0)
    return found + len(words[found:]) - len(words[found:].lstrip()) if found else 0


def opens_with_past(words: str) -> bool:
    """Whether the words begin with a verb in the past: "took the bell", not "broken jaws"."""
    parts = tokens(" ".join(words.split()[:2]))[:2]
    if len(parts) < 2 or parts[0].text[0].isupper() or not is_past(parts[0].lower):
        return False
    acted = ("det", "num", "pron", "prep", "name", "conj", "adv")
    return parts[0].lower in _ONLY_PAST or parts[1].tag in acted


def before_verb(text: str, *, subject: bool, after: int = 0) -> int:
    """Where a phrase ends that a verb follows: "Kupiansk" in "Kupiansk fell"; else its length.

    ``subject`` tells that a verb is due, so that one which may be a participle counts. The words
    before ``after`` are the phrase's whatever they are.
    """
    behind = _BEHIND.search(text, after)
    end = behind.start() if behind else len(text)
    for before, word in pairwise(tokens(text[:end])):
        is_finite = subject or word.lower in _ONLY_PAST or before.tag == "name"
        is_verb = is_past(word.lower) and before.tag in ("noun", "name")
        if before.end >= after and is_verb and is_finite:
            return before.end
    return end


def shortened(words: str, most: int) -> int:
    """How much of a phrase remains without its time, and of a long one without what is added."""
    behind = _TIME_BEHIND.search(words)
    end = behind.start() if behind else len(words)
    added = INNER_PREPOSITION.search(words, 0, end)
    return added.start() if added and len(words[:end].split()) > most else end
