"""Words tagged by class, and the forms of verbs; no parser and no model.

A word of an open class that is in no list is taken for a noun; its neighbours decide whether a
word that can be a verb is one here. That is right for the questions people type, not for prose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from qa.questions.words import (
    ADJECTIVES,
    ADVERBS,
    ANIMATE,
    AUXILIARIES,
    BASES,
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    MODAL,
    NUMBERS,
    PASTS,
    PLURALS,
    PREPOSITIONS,
    PRONOUNS,
    TIME_NOUNS,
    VERBS,
    WH_WORDS,
)

Tag = Literal[
    "wh",
    "aux",
    "det",
    "num",
    "pron",
    "prep",
    "conj",
    "adv",
    "adj",
    "verb",
    "name",
    "noun",
    "poss",
    "punct",
]

_E_FINAL = re.compile(
    r"([cvzu]|[dnr]g|(?<!e)at|[^aeiou]l|[aeou]s|[tsl]ut|[aiou]r|[iu]d|[aio]n|[iou]k|[aiou]p)$"
)


def base_form(word: str) -> str | None:
    """The base of a verb form ("won" -> "win"), guessed by its ending for verbs in no list."""
    if word in VERBS:
        return word
    if word in BASES:
        return BASES[word]
    for ending in ("ies", "ied", "ing", "es", "ed", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word.removesuffix(ending) + ("y" if ending[0] == "i" and ending != "ing" else "")
            undoubled = stem[:-1] if stem[-1] == stem[-2:-1] else stem
            for guess in (stem, stem + "e", undoubled):
                if guess in VERBS:
                    return guess
            if ending == "ed" and re.search(r"[aeiouy]", stem):
                if undoubled != stem and stem[-1] not in "lsfz":
                    return undoubled
                return stem + "e" if _E_FINAL.search(stem) else stem
            if ending == "ied":
                return stem
    return None


def past_form(base: str) -> str:
    """The simple past of a verb: "win" -> "won", "stop" -> "stopped"."""
    if base in PASTS:
        return PASTS[base]
    if base.endswith("e"):
        return base + "d"
    if re.search(r"[^aeiou]y$", base):
        return base[:-1] + "ied"
    doubled = re.fullmatch(
        r"[^aeiou]*[aeiou][bdgklmnprt]|admit|commit|permit|occur|refer|kidnap", base
    )
    return base + (base[-1] if doubled else "") + "ed"


def third_person(base: str) -> str:
    """The form after he, she or it: "work" -> "works"."""
    if base == "have":
        return "has"
    if re.search(r"[^aeiou]y$", base):
        return base[:-1] + "ies"
    return base + ("es" if re.search(r"(s|sh|ch|x|z|o)$", base) else "s")


def is_past(word: str) -> bool:
    """Whether a word can be a past tense or a participle."""
    return word in BASES or (word.endswith("ed") and base_form(word) is not None)


_SINGULAR = frozenset("news series species means politics gas bias chaos lens atlas canvas".split())


def is_plural(noun: str) -> bool:
    """Whether a noun names several."""
    noun = noun.lower()
    if noun in _SINGULAR:
        return False
    return (
        noun.endswith(("people", "men"))
        or noun in PLURALS
        or bool(re.search(r"[^sui’']s$|(?<=[ae])us$|ees$|ies$", noun))
    )


_PERSON = re.compile(
    r"\w(man|woman|lady|ician|keeper|maker|worker|teacher|mother|father|brother|sister)$"
    r"|\w{3}ist$|(seam|mi)stress$|(ship|team|class)mate$"
)


def is_animate(noun: str) -> bool:
    """Whether a common noun, singular or plural, names people, if only by its ending."""
    noun = noun.lower()
    if noun.endswith("ies"):
        noun = noun[:-3] + "y"
    one = noun if noun.endswith("ss") else noun.removesuffix("s")
    return noun.endswith(("people", "men")) or one in ANIMATE or _PERSON.search(one) is not None


def is_one_person(noun: str) -> bool:
    """Whether a common noun names one person: "fisherman"."""
    return is_animate(noun) and not is_plural(noun)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a question, where it stands and what it is there."""

    text: str
    start: int
    tag: Tag

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def lower(self) -> str:
        return self.text.lower().replace("’", "'")


_WORD = re.compile(r"\w+(?:[-'’.]\w+)*|[^\w\s]")
_ENDING = re.compile(r"(?<=\w)['’](?:s|re|ve|ll|d|m)$", re.I)


def tokens(text: str) -> list[Token]:
    """The words and signs of ``text`` with their tags; "'s" is a word of its own."""
    found: list[Token] = []
    for match in _WORD.finditer(text):
        cut = _ENDING.search(match[0])
        word = match[0][: cut.start()] if cut else match[0]
        found.append(Token(word, match.start(), _tag(word, found)))
        if cut:
            tag: Tag = "aux" if found[-1].tag in ("pron", "wh") else "poss"
            found.append(Token(cut[0], match.start() + cut.start(), tag))
    return found


_CLASSES: tuple[tuple[frozenset[str], Tag], ...] = (
    (WH_WORDS, "wh"),
    (AUXILIARIES, "aux"),
    (PRONOUNS, "pron"),
    (PREPOSITIONS, "prep"),
    (CONJUNCTIONS, "conj"),
    (ADVERBS, "adv"),
)


def _tag(word: str, before: list[Token]) -> Tag:
    """What ``word`` is after the tokens ``before`` it."""
    lower = word.lower().replace("’", "'")
    last = before[-1] if before else None
    if not word[0].isalnum():
        return "punct"
    if word[0].isdigit() or lower in NUMBERS:
        return "num"
    if word[0].isupper() and last is not None and lower in TIME_NOUNS:
        return "name"
    if lower == "that" and last is not None and last.tag in ("noun", "name", "verb", "pron"):
        return "conj"
    if lower == "her" or lower in DETERMINERS:
        return "det"
    for words, tag in _CLASSES:
        if lower in words:
            return tag
    if word[0].isupper() and (last is not None or base_form(lower) is None):
        return "name"
    if lower in ADJECTIVES or (last is not None and last.lower in ("very", "too", "so")):
        return "adj"
    if lower.endswith("ly") and lower not in ("family", "ally", "reply", "supply", "assembly"):
        return "adv"
    return "verb" if _is_verb_after(lower, last, before) else "noun"


_EVENTS = frozenset(
    "meeting shooting wedding training building hearing opening bombing killing warning crossing "
    "landing funding painting recording ruling drawing beginning ending fighting finding".split()
)


def _after_be(before: list[Token]) -> bool:
    """Whether a noun phrase follows a form of "be": "What was the man wearing?"."""
    for token in reversed(before):
        if token.tag not in ("noun", "name", "det", "adj", "num", "poss"):
            return token.lower in BE
    return False


def _is_verb_after(lower: str, last: Token | None, before: list[Token]) -> bool:
    base = base_form(lower)
    if last is not None and last.tag == "aux" and re.search(r"\w{2}ing$", lower):
        return True
    if base is None:
        return False
    if last is None:
        return lower == base
    past = is_past(lower)
    if last.tag in ("noun", "name") and lower.endswith("ing"):
        return lower not in _EVENTS and _after_be(before)
    if last.tag == "adv" and len(before) > 1:
        return _is_verb_after(lower, before[-2], before[:-1])
    if last.tag in ("noun", "name"):
        return past or (lower == base if is_plural(last.text) else lower == third_person(base))
    if last.tag == "prep":
        return last.lower == "to" and lower == base
    if last.tag == "wh":
        return (last.lower != "which" and lower != base) or (
            last.lower == "who" and lower != "else"
        )
    if last.tag == "aux":
        return past or lower.endswith("ing") or (last.lower in MODAL)
    return last.tag in ("pron", "conj")
