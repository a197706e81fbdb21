"""Where the evidence of a case went: into which passages, or where it was lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from embeddings.library import Library
from embeddings.passages import Document, Interval, Passage
from qa.evaluation.testset import Case, Evidence


@dataclass(frozen=True, slots=True)
class Gold:
    """The documents that hold evidence, the passages that hold an answer whole, what was lost.

    ``lost`` is the stage to blame where there is no passage: the latest that any evidence reached.
    """

    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    lost: str | None


def find_gold(case: Case, library: Library, documents: Iterable[Document]) -> Gold:
    """The documents and passages that answer an answerable case, out of ``documents``."""
    holding: dict[str, Document] = {}
    passages: dict[tuple[str, int, int], Passage] = {}
    lost = {"not loaded"}
    for document in documents:
        found = [(e, at) for e in case.sources if (at := e.interval(document)) is not None]
        if not found:
            continue
        holding[document.id] = document
        indexed = library.passages_of(document.source)
        for evidence, at in found:
            places = _places(case, evidence, at)
            for passage in indexed:
                if any(passage.start <= start and end <= passage.end for start, end in places):
                    passages[passage.place] = passage
            marked = all(_overlaps(place, document.boilerplate) for place in places)
            lost.add("boilerplate" if marked else "not split well")
    stage = next(s for s in ("not split well", "boilerplate", "not loaded") if s in lost)
    return Gold(tuple(holding.values()), tuple(passages.values()), None if passages else stage)


def _places(case: Case, evidence: Evidence, at: Interval) -> list[Interval]:
    """Where an accepted answer, or an item of a list, stands in the evidence; else all of it."""
    found = []
    for text in (*case.answers, *case.answers_all):
        start = evidence.text.find(text)
        while start >= 0:
            found.append((at[0] + start, at[0] + start + len(text)))
            start = evidence.text.find(text, start + 1)
    return found or [at]


def _overlaps(place: Interval, intervals: Sequence[Interval]) -> bool:
    return any(start < place[1] and place[0] < end for start, end in intervals)
