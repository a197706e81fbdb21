"""The same text in several documents: a dispatch that runs in two papers is one voice.

Compared are word shingles (Broder 1997), exactly and only among the few passages found for a
question: nothing is stored, nothing can be stale, and a paper that took over three paragraphs of a
dispatch is noticed as well as one that took all of it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from math import inf

from embeddings.passages import Document, Interval, Passage

SHINGLE = 5  # words
SAME = 0.5  # share of the shingles of the shorter text that the other one has too
FEWEST = 8  # shingles of a text that is long enough to be compared
AROUND = 40  # words before and after a statement that are compared with it

_WORD = re.compile(r"[^\W_]+")


def collapse(passages: Sequence[Passage]) -> list[list[Passage]]:
    """The passages in groups that run the same text in different documents, in order of their
    first ones; each group begins with its first passage."""
    groups: list[list[Passage]] = []
    sizes: list[int] = []  # shingles of the first passage of each group
    holders: defaultdict[int, list[int]] = defaultdict(list)  # groups whose first has a shingle
    for passage in passages:
        shingles = _shingles(passage.text)
        shared = Counter(group for shingle in shingles for group in holders.get(shingle, ()))
        same = (
            group
            for group, count in sorted(shared.items())
            if count >= _enough(sizes[group], len(shingles))
            and all(member.document.id != passage.document.id for member in groups[group])
        )
        group = next(same, None)
        if group is not None:
            groups[group].append(passage)
            continue
        for shingle in shingles:
            holders[shingle].append(len(groups))
        sizes.append(len(shingles))
        groups.append([passage])
    return groups


def independent(statements: Sequence[tuple[Document, int, int]]) -> list[list[int]]:
    """Statements (document, start, end) by independent source, as groups of their positions.

    Two are one voice when they stand in one document, or when the text around them is the same.
    """
    groups: list[list[int]] = []
    around = [_shingles(_surroundings(*statement)) for statement in statements]
    for at, (document, _, _) in enumerate(statements):
        same = [
            group
            for group in groups
            if any(
                statements[other][0].id == document.id or _alike(around[other], around[at])
                for other in group
            )
        ]
        merged = sorted([at, *(member for group in same for member in group)])
        groups = sorted([*(group for group in groups if group not in same), merged])
    return groups


def counterpart(document: Document, start: int, end: int, copy: Passage) -> Interval | None:
    """Where ``copy`` says what ``document`` says from ``start`` to ``end``, in characters of its
    document; None where it does not say it in the same words.

    Of several places the one with the most equal words around it.
    """
    said = document.text[start:end]
    words = set(_WORD.findall(_surroundings(document, start, end).casefold()))
    places = [
        (copy.start + match.start(), copy.start + match.end())
        for match in re.finditer(rf"(?<!\w){re.escape(said)}(?!\w)", copy.text)
    ]

    def agreement(place: Interval) -> int:
        return len(words & set(_WORD.findall(_surroundings(copy.document, *place).casefold())))

    return max(places, key=agreement, default=None)


def _alike(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether one text runs in the other, up to small changes; short texts never do."""
    return len(one & other) >= _enough(len(one), len(other))


def _enough(one: int, other: int) -> float:
    """How many shingles two texts of so many must share to be the same."""
    fewer = min(one, other)
    return SAME * fewer if fewer >= FEWEST else inf


def _shingles(text: str) -> frozenset[int]:
    """The runs of ``SHINGLE`` words, hashed."""
    words = _WORD.findall(text.casefold())
    runs = zip(*(words[first:] for first in range(SHINGLE)), strict=False)
    return frozenset(hash(run) for run in runs)


def _surroundings(document: Document, start: int, end: int) -> str:
    """The words from ``start`` to ``end`` with those around them."""
    before = [match.start() for match in _WORD.finditer(document.text, max(0, start - 600), start)]
    after = [match.end() for match in _WORD.finditer(document.text, end, end + 600)]
    first = before[-AROUND:][0] if before else start
    last = after[:AROUND][-1] if after else end
    return document.text[first:last]
