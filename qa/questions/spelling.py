"""Typing errors in a question, undone by the words the library itself uses.

A word is left alone when the library or a dictionary of English has it, and whenever two
corrections fit equally. Names are spelt in many ways (Bucha, Bukha), so one is corrected only where
the slip is a typist's, not a transliterator's: two letters swapped or one doubled, or a letter
missing or too many inside a long name that the library uses often.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA
from spellchecker import SpellChecker

from qa.questions.kinds import repaired
from qa.questions.spacing import respaced
from qa.questions.words import LISTED, TIME_NOUNS

SHORTEST = 4  # letters of a word that may be corrected
SURE_LENGTH = 10  # letters from which two slips are still the same word
FREQUENT = 5  # occurrences that make a long name safe to complete

_SLIPS = dict(
    pair.split(":")
    for pair in (
        "teh:the hte:the adn:and taht:that thta:that thsi:this thier:their mnay:many meny:many "
        "whith:with wiht:with becuase:because becasue:because befor:before untill:until "
        "peple:people poeple:people peopel:people hapened:happened happend:happened woudl:would "
        "coud:could cuold:could shoud:should hav:have abot:about abuot:about aslo:also agian:again "
        "freind:friend beleive:believe doese:does"
    ).split()
)
_COMMON = (
    "answer article author body bodies building capital car case cause city colour color country "
    "date death deaths dead detail difference document end evidence example fact family figure "
    "food form government group history home hospital house information item kind language law "
    "leader letter level list location main meaning means member message method mother name names "
    "nationality news number object office opinion origin page part party period photo picture "
    "place plan population position power president price problem product profession purpose "
    "quantity question reaction reason region relation report result role school side situation "
    "size source sources speaker state statement story street subject system text thing things "
    "time title total town type value view village war water way weather website word words world "
    "died said told found killed captured happened located called whose someone tell mention "
    "please according regarding concerning involved include included known made"
)
BUILT_IN = LISTED.union(_COMMON.split())
_PREFIX = re.compile(r"^(?:anti|counter|down|inter|multi|non|out|over|super|under|up)(?=\w{4})")
_NAME_NEXT = re.compile(r"\b(?:who|where)(?:'s| is| was) (?!\w+(?:ing|ed)\b)(\w+)", re.I)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@lru_cache(maxsize=4)
def english_words(tokenizer_file: Path) -> frozenset[str]:
    """The words of a dictionary of 160,000, and those that a WordPiece tokenizer has whole.

    Among the tokenizer's 20,000 are the commonest in British spelling, which the dictionary lacks.
    """
    vocabulary = json.loads(tokenizer_file.read_text(encoding="utf-8"))["model"]["vocab"]
    return frozenset(SpellChecker("en").word_frequency.words()).union(
        filter(str.isalpha, vocabulary)
    )


def correct(
    question: str, vocabulary: Mapping[str, int], english: Collection[str] = frozenset()
) -> str:
    """``question`` with its typing errors undone.

    ``vocabulary`` counts the words of the library as they stand there: one that never stands
    there in small letters is a name. ``english`` are more words that are no errors.
    """
    question = respaced(
        question,
        known=lambda word: _is_known(word, vocabulary, english),
        told=lambda word: _is_known(word, vocabulary),
        near=lambda word: _is_near(word.lower(), vocabulary),
    )
    names = [match.start(1) for match in _NAME_NEXT.finditer(question)]  # "who is kinga"
    mended = iter(_WORD.findall(repaired(question)))

    def put(word: re.Match[str]) -> str:
        if (better := next(mended)) != word[0]:
            return _cased_like(word[0], better)
        named = word.start() in names or (word.start() > 0 and word[0][0].isupper())
        return _corrected(word[0], named, vocabulary, english)

    return _WORD.sub(put, question)


def _cased_like(typed: str, word: str) -> str:
    return word[:1].upper() + word[1:] if typed[0].isupper() else word


def _corrected(
    typed: str, named: bool, vocabulary: Mapping[str, int], english: Collection[str]
) -> str:
    """The word meant by ``typed``, itself where that is not certain; ``named`` if it is a name."""
    word = typed.lower()
    known = (vocabulary, english, BUILT_IN)
    if _is_known(typed, *known):
        return typed
    if word in _SLIPS:
        return _cased_like(typed, _SLIPS[word])
    letters = len(word)
    if letters < SHORTEST or not word.isascii() or typed.isupper() or "'" in word:
        return typed
    if any(
        form in words
        for form in (word + "s", word + "d", word.removesuffix("s"), _PREFIX.sub("", word))
        for words in known
    ):
        return typed
    limit = 2 if letters >= SURE_LENGTH else 1
    found: list[tuple[int, float, int, str]] = []
    for candidate in {*vocabulary, *BUILT_IN}:
        target = candidate.lower()
        starts = target[0] == word[0] or target[:2] == word[1::-1]
        if len(target) < SHORTEST or abs(len(target) - letters) > limit or not starts:
            continue
        distance = OSA.distance(word, target, score_cutoff=limit)
        if distance > limit:
            continue
        count = vocabulary.get(candidate, 0)
        singular = target.removesuffix("s")
        if candidate != target and (target in BUILT_IN or {target, singular} & vocabulary.keys()):
            candidate = target  # "Locals" opens a sentence, it is no name
        is_name = candidate != target
        if named and not is_name and len(target) < 8 and target not in TIME_NOUNS:
            continue
        slip = _slip(word, target) if distance == 1 else 2.0
        if (named or is_name) and not _typed_wrong(word, target, slip, count):
            continue
        if letters < 6 and slip > (1.0 if english else 0.8):
            continue
        if distance == 2 and word[-2:] != target[-2:]:
            continue
        found.append((distance, slip, -count, candidate))
    found = sorted({entry[3]: entry for entry in sorted(found)[::-1]}.values())
    if not found or (len(found) > 1 and found[0][:3] == found[1][:3]):
        return typed
    return _cased_like(typed, found[0][3])


def _is_known(word: str, *known: Collection[str]) -> bool:
    """Whether the word, small or as a name, is among the words of questions or the known ones."""
    forms = (word, word.lower(), word.title())
    return any(form in words for form in forms for words in (*known, BUILT_IN))


def _is_near(word: str, vocabulary: Collection[str]) -> bool:
    """Whether one slip lies between the word and one of the library's or of questions."""
    choices = (*vocabulary, *BUILT_IN)
    return bool(
        process.extractOne(word, choices, scorer=OSA.distance, processor=str.lower, score_cutoff=1)
    )


def _slip(word: str, target: str) -> float:
    """How unlikely the one slip between the words is: swapped, doubled, left out, another key."""
    if len(word) == len(target):
        return 0.8 if sorted(word) == sorted(target) else 1.2
    longer, shorter = sorted((word, target), key=len, reverse=True)
    doubled = any(
        longer[i] == longer[i + 1] and longer[:i] + longer[i + 1 :] == shorter
        for i in range(len(longer) - 1)
    )
    return 0.8 if doubled else 1.0


def _typed_wrong(word: str, target: str, slip: float, count: int) -> bool:
    """Whether a name differs from the library's by a slip of the fingers."""
    if slip < 1.0:
        return True
    inside = word[:2] == target[:2] and word[-2:] == target[-2:]
    return slip == 1.0 and inside and len(target) >= 8 and count >= FREQUENT
