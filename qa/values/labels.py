"""Phrases told apart by a number or name in one place: "tank 4" and "tank 6", "Mill Street"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from embeddings.names import name_key
from qa.values.figures import compatible
from qa.values.names import ORDINALS, SMALL, TITLES, number, same_word, singular
from qa.values.quantities import find_quantities

_TOKEN = re.compile(
    rf"""(?P<number>(?<![\w.,])\d+(?:[.,]\d+)*(?=(?:st|nd|rd|th)?(?!\w))
      |\b(?i:{SMALL}|{"|".join(ORDINALS)}|last)(?!\w))(?:st|nd|rd|th)?
    |(?P<roman>(?<=\w\s)[IVX]{{1,5}}(?![\w.’']))
    |(?P<code>(?<!\w)(?=[A-Z]*\d)[A-Z\d]+[a-z]?(?!\w)|(?<=\w\s)[A-Z](?![\w.’']))
    |(?P<word>[^\W_]+(?:[’'.][^\W_]+)*)""",
    re.VERBOSE,
)
_ROMAN = {"I": 1, "V": 5, "X": 10}
_EMPTY = frozenset("a an the in on at of by for from with to no number".split())
_RANKS = TITLES | frozenset(
    "miss doctor lord lady general major lieutenant sergeant corporal private admiral commander"
    " officer father brother sister mother bishop cardinal rabbi imam sheikh count baron".split()
)
_NICKNAMES = tuple(
    frozenset(group.split())
    for group in (
        "william bill billy will, robert bob bobby rob, richard dick rick, edward ted ned eddie,"
        " theodore ted, anthony tony, elizabeth betty bess beth lisa, margaret peggy meg,"
        " mary polly molly, henry hank harry, andrew drew, eugene gene, ivan vanya, anatoly tolya,"
        " katherine catherine kate cathy katya, alexander oleksandr aleksandr sasha alex,"
        " mykola nikolai kolya, yevhen yevgeny zhenya, olena elena lena"
    ).split(",")
)
"""Given names with their short forms, which begin otherwise."""


class _Place(NamedTuple):
    """A word of a phrase, told by its key and, of a number or code, its value."""

    key: str
    word: str
    value: float | str | None = None


def other_label(a: str, b: str) -> bool:
    """Whether one phrase stands whole in the other but with other numbers or names in it.

    "the 42nd brigade" and "the 44th Brigade of the army", "Olga Petrova" and "Anna Petrova". A
    spelling, a name with the same initial or a title makes no other name, and a figure that the
    other's bounds leave open no other number.
    """
    short, long = sorted((_places(a), _places(b)), key=len)
    if sum(p.value is not None for p in short) != sum(p.value is not None for p in long):
        return False
    figures = [[found.value for found in find_quantities(text)] for text in (a, b)]
    pairs = list(zip(*figures, strict=False))
    if pairs and all(compatible(one, other) is not False for one, other in pairs):
        return False
    starts = range(len(long) - len(short) + 1)
    return any(_told_apart(short, long[at : at + len(short)]) for at in starts)


def _told_apart(phrase: Sequence[_Place], other: Sequence[_Place]) -> bool:
    """Whether the phrases share a word and differ in numbers or names alone."""
    found = {_difference(*pair) for pair in zip(phrase, other, strict=True)}
    return {"word", "label"} <= found and "other word" not in found


def _difference(one: _Place, other: _Place) -> str:
    """What two places have: one "word", one "number", another "label" or an "other word"."""
    if one.value is not None and other.value is not None:
        return "number" if one.value == other.value else "label"
    if one.key == other.key and one.key:
        return "word"
    names = one.word[0].isupper() and other.word[0].isupper() and one.word[0] != other.word[0]
    words = one.word.lower(), other.word.lower()
    if one.value is other.value is None and names and not _RANKS & {*words}:
        same = same_word(*words) or any({*words} <= group for group in _NICKNAMES)
        return "word" if same else "label"
    return "other word"


@lru_cache(4096)
def _places(text: str) -> tuple[_Place, ...]:
    """The words of a text but for articles and prepositions, with the values of its numbers."""
    found = []
    for match in _TOKEN.finditer(text):
        word = match.group()
        if match["number"]:
            spoken = match["number"].lower()
            value = -1.0 if spoken == "last" else number(spoken)
            found.append(_Place("", word, value))
        elif match["roman"]:
            found.append(_Place("", word, _roman(word)))
        elif match["code"]:
            found.append(_Place("", word, word))
        elif word.lower() not in _EMPTY:
            found.append(_Place(name_key(singular(word)) or word.lower(), word))
    return tuple(found)


def _roman(word: str) -> float:
    values = [_ROMAN[letter] for letter in word]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))
