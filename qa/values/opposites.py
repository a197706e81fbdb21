"""Words of which a statement has one or the other: "until" and "since", "left" and "right"."""

from __future__ import annotations

import re
from functools import lru_cache

_ANYWHERE = (
    ("until|till|before", "since|from|after"),
    ("earlier|before", "later|after"),
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
    ("before", "ago"),
    ("ago", "later"),
    ("(?:per|an?) day", "(?:per|an?) week", "(?:per|an?) month", "(?:per|an?) year"),
)
"""Classes of words that exclude each other wherever two answers have them."""

_BOTH = (
    ("mornings?", "afternoons?", "evenings?|nights?"),
    ("early|beginning|start", "late|end"),
    ("profits?", "loss(?:es)?"),
    (r"(?<=\d )BC(?:E)?", r"(?<=\d )(?:AD|CE)|AD(?= \d)"),
)
"""Those of which the same holds either way."""

_ALONE = (
    ("before", "after"),
    ("since|from", "until|till"),
    ("spring", "summer", "autumn|fall", "winter"),
    ("dawn|sunrise|daybreak", "dusk|sunset|nightfall"),
    ("north(?:ern)?", "south(?:ern)?", "east(?:ern)?", "west(?:ern)?"),
    ("left", "right"),
    ("upper|top", "middle", "lower|bottom"),
    ("front", "back|rear"),
    ("inside", "outside"),
    ("above", "below|beneath|under"),
    ("ris(?:e|es|ing)|rose|increased?", "falls?|fell|drop(?:s|ped)?|declined?|decreased?"),
    ("man|men|male", "woman|women|female", "boys?", "girls?"),
    ("Mr", "Mrs|Ms|Miss"),
    tuple(
        "wi(?:fe|ves) husbands? mothers? fathers? sisters? brothers? sons? daughters? uncles?"
        " aunts? cousins? nephews? nieces?".split()
    ),
)
"""Classes of words that exclude each other where the answers are the same but for them."""

_CLASSES = tuple(
    tuple(re.compile(rf"\b(?:{words})\b", re.I) for words in row)
    for row in _ANYWHERE + _BOTH + _ALONE
)
_FIRST_ALONE, _LAST_ANYWHERE = len(_ANYWHERE), len(_ANYWHERE + _BOTH)


def opposed(a: str, b: str) -> bool:
    """Whether the texts hold words that exclude each other: "until March", "since March".

    Those of a place, a sex or a kinship do so where nothing else tells the texts apart: "the left
    bank" and "the right bank".
    """
    sides = list(zip(_sides(a), _sides(b), strict=True))[:_LAST_ANYWHERE]
    return any(one and other and not one & other for one, other in sides) or opposed_alone(a, b)


def opposed_alone(a: str, b: str) -> bool:
    """Whether opposites alone tell the texts apart: "early 2022", "late 2022"."""
    found = list(zip(_CLASSES, _sides(a), _sides(b), strict=True))[_FIRST_ALONE:]
    return any(
        len(one) == len(other) == 1 and one != other and _rest(words, a) == _rest(words, b)
        for words, one, other in found
    )


@lru_cache(4096)
def _sides(text: str) -> tuple[frozenset[int], ...]:
    """Which words of each class the text has, by their number."""
    return tuple(
        frozenset(n for n, each in enumerate(words) if each.search(text)) for words in _CLASSES
    )


def _rest(words: tuple[re.Pattern[str], ...], text: str) -> list[str]:
    """The words of a text but for those of a class and for articles."""
    for each in words:
        text = each.sub(" ", text)
    return [word for word in re.findall(r"\w+", text.lower()) if word not in ("a", "an", "the")]
