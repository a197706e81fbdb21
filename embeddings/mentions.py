"""The names of a question in a passage, and in the rest of the document that the passage is of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from embeddings.names import Name
from embeddings.passages import Passage

HERE = 0.25  # weight of a name in the passage, of which its words and vectors tell already
ELSEWHERE = 0.5  # weight of one that stands only elsewhere in its document

NAME_INSIDE = re.compile(r"(?<!^)(?<![.?!] )\b[A-Z][^\W_]{2,}")
"""A capitalised word that does not open a sentence."""

_STEM = 6  # letters that must agree: Ukraine, Ukrainian


def names_asked(question: str, names: Sequence[Name]) -> list[tuple[str, ...]]:
    """The names of a question, those capitalised inside it and ``names``, each as the beginnings
    of its spellings."""
    forms: dict[int, tuple[str, ...]] = {
        word.start(): (word[0],) for word in NAME_INSIDE.finditer(question)
    }
    forms |= {name.start: name.spellings for name in names}
    return [tuple({form[:_STEM]: None for form in spelled}) for spelled in forms.values()]


def mentions(passage: Passage, names: Sequence[tuple[str, ...]]) -> float:
    """The weighted share of the names that the passage's document has, 0 to ``ELSEWHERE``.

    A passage goes on about what its document has named before: of 3,334 questions of the twelve
    libraries kept for development the evidence is so among the first five for 95.9 %, else for
    94.7 %. The weights lie on plateaus from 0.4 to 0.75 and half of it.
    """
    here, everywhere = passage.text, passage.document.text

    def told(name: tuple[str, ...]) -> float:
        if any(stem in here for stem in name):
            return HERE
        return ELSEWHERE if any(stem in everywhere for stem in name) else 0.0

    return sum(map(told, names)) / max(1, len(names))
