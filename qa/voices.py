"""What each source says to one question: its own answer, or that it does not say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.passages import Document, Passage
from qa.answers import Position
from qa.pipeline import READ, Pipeline

DEPTH = 60  # passages looked at for the documents they belong to
MOST_DOCUMENTS = 12
PASSAGES = 3  # read of each document, and all that an answer from all of them was read in


@dataclass(frozen=True, slots=True)
class Voice:
    """One document's answer; without a position the document does not say."""

    document: Document
    position: Position | None


def voices(pipeline: Pipeline, question: str, history: Sequence[str] = ()) -> tuple[Voice, ...]:
    """The answers of the documents nearest to the question, those that answer first.

    Each document is read alone, by its own best passages, and held to the same threshold as an
    answer from all of them. () where the question cannot be asked of sources.
    Raises ValueError where the question is empty or too long.
    """
    reading = pipeline.interpret(question, history)
    if not reading.answerable:
        return ()
    chosen: dict[str, list[Passage]] = {}
    for rank, hit in enumerate(pipeline.retriever.retrieve(reading.question, DEPTH)):
        for passage in (hit.passage, *hit.copies):
            passages = chosen.setdefault(passage.document.id, [])
            if rank < READ or len(passages) < PASSAGES:
                passages.append(passage)
    told = [
        Voice(passages[0].document, pipeline.best_position(reading.question, passages))
        for passages in list(chosen.values())[:MOST_DOCUMENTS]
    ]
    return tuple(sorted(told, key=lambda voice: voice.position is None))
