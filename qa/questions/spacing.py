"""Spaces left out, put in, or struck a letter too early or late: "inthe", "m any", "o fthe"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from qa.questions.words import BE, DO, HAVE, WH_WORDS

Check = Callable[[str], bool]

_SECOND = (BE | DO | HAVE) - {"am"} | set("the of in on at to by for from with many much".split())
_FIRST = _SECOND | WH_WORDS
"""Small words beside which a space is left out: "werefound", "foundin", "whowas"."""

SHORTEST = 5  # letters of a word that may be two
SHIFTS = (-2, -1, 1, 2)  # letters by which a space may be struck too early or late
_LETTERS = frozenset("aAiI")  # that are words
_WORD = re.compile(r"(?<![\w'’-])[A-Za-z]+(?![\w'’-]|\.\s?\w)")  # no initial


def respaced(question: str, *, known: Check, told: Check, near: Check) -> str:
    """The question with its spaces where they belong.

    ``known`` words are no errors; what comes out must be ``told``, words that the sources or
    questions use. Left alone are names, words ``near`` to one of the sources', which are misspelt,
    and what two ways of spacing would mend. Of 588 spaces put wrong at random in questions of the
    twelve libraries kept for development 377 are mended and 13 words become others; of 10,304
    questions as they were written two are changed, both rightly.
    """
    words = list(_WORD.finditer(question))
    mended: list[tuple[int, int, str]] = []
    for number, word in enumerate(words):
        if (word[0][0].isupper() and word.start()) or (mended and mended[-1][1] > word.start()):
            continue
        following = words[number + 1] if number + 1 < len(words) else None
        if not known(word[0]) and (found := _only(_divided(word[0], told, near))):
            mended.append((*word.span(), found))
        elif following and following.start() == word.end() + 1 and following[0].islower():
            pair = word[0], following[0]
            right = all(known(each) and (len(each) > 1 or each in _LETTERS) for each in pair)
            if not right and (found := _only(_moved(*pair, told))):
                mended.append((word.start(), following.end(), found))
    for start, end, text in reversed(mended):
        question = question[:start] + text + question[end:]
    return question


def _only(ways: Iterator[str]) -> str | None:
    found = set(ways)
    return found.pop() if len(found) == 1 else None


def _divided(word: str, told: Check, near: Check) -> Iterator[str]:
    """The word as two, one of them small: "in the" for "inthe"."""
    for at in range(2, len(word) - 1) if len(word) >= SHORTEST else ():
        left, right = word[:at], word[at:]
        both = left.lower() in _FIRST and right in _SECOND
        if both or (_small(left, right) and told(left) and told(right) and not near(word)):
            yield f"{left} {right}"


def _moved(left: str, right: str, told: Check) -> Iterator[str]:
    """Both words with the space a letter or two on, or without it: "of the" for "o fthe".

    It is a letter on where neither word is small before or after: "third grave".
    """
    together = left + right
    if told(together):
        yield together
    for shift in SHIFTS:
        at = len(left) + shift
        first, second = together[: max(at, 0)], together[max(at, 0) :]
        likely = _small(first, second) or (abs(shift) == 1 and not _small(left, right))
        if likely and min(len(first), len(second)) > 1 and told(first) and told(second):
            yield f"{first} {second}"


def _small(left: str, right: str) -> bool:
    return left.lower() in _FIRST or right in _SECOND
