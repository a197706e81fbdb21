"""Words of which a statement has one or the other: "until" and "since", "killed" and "injured"."""

from __future__ import annotations

import re
from functools import lru_cache

_OPPOSITES = tuple(
    tuple(re.compile(rf"\b(?:{words})\b", re.I) for words in classes)
    for classes in (
        ("until|till|before", "since|from|after"),
        ("earlier|before", "later|after"),
        ("mornings?", "afternoons?", "evenings?|nights?"),
        (r"last(?= \w+$)", r"this(?= \w+$)", r"next(?= \w+$)"),
        (r"(?:north|south)?-?west\w*(?= of)", r"(?:north|south)?-?east\w*(?= of)"),
        (r"north\w*(?:-\w+)?(?= of)", r"south\w*(?:-\w+)?(?= of)"),
        (r"north\w*(?= of)", r"east\w*(?= of)", r"south\w*(?= of)", r"west\w*(?= of)"),
        ("more(?! than)", "(?:less|fewer)(?! than)"),
        ("above", "below"),
        (
            "ris(?:e|es|en|ing)|rose|increas\\w+|growth|gain(?:s|ed)?",
            "f[ae]ll(?:s|en|ing)?|decreas\\w+|decline[sd]?|drop(?:s|ped)?|loss",
        ),
        ("killed|dead|died|deaths", "injured|wounded|hurt", "missing", "arrested|detained"),
        ("in favour|for", "against"),
        ("profits?", "loss(?:es)?"),
        ("early|beginning|start", "late|end"),
        ("before", "after|ago"),
        ("ago", "later"),
        ("(?:per|an?) day", "(?:per|an?) week", "(?:per|an?) month", "(?:per|an?) year"),
    )
)
"""Classes of words of which an answer has one or the other."""


def opposed(a: str, b: str) -> bool:
    """Whether the texts hold words that exclude each other: "until March", "since March"."""
    return any(
        one and other and not one & other for one, other in zip(_sides(a), _sides(b), strict=True)
    )


@lru_cache(4096)
def _sides(text: str) -> tuple[frozenset[int], ...]:
    """Which words of each class the text has, by their number."""
    return tuple(
        frozenset(n for n, each in enumerate(words) if each.search(text)) for words in _OPPOSITES
    )
