"""What each source says to one question: its own answer, or that it does not say."""

from __future__ import annotations

from dataclasses import dataclass

from embeddings.passages import Document, Passage
from qa.answers import Answer, Position
from qa.pipeline import READ, Pipeline

DEPTH = 60  # passages looked at for the documents they belong to
MOST_DOCUMENTS = 12
PASSAGES = 3  # read of each document, and all that an answer from all of them was read in


@dataclass(frozen=True, slots=True)
class Voice:
    """One document's answer; without a position the document does not say."""

    document: Document
    position: Position | None


def voices(pipeline: Pipeline, answer: Answer) -> tuple[Voice, ...]:
    """The answers of the documents nearest to an answered question, those that answer first.

    Each document is read alone, by its own best passages, and held to the same threshold as an
    answer from all of them. () where the question itself was refused.
    """
    if not answer.sought:
        return ()
    question = answer.standalone_question
    chosen: dict[str, list[Passage]] = {}
    for rank, hit in enumerate(pipeline.retriever.retrieve(question, DEPTH)):
        for passage in (hit.passage, *hit.copies):
            passages = chosen.setdefault(passage.document.id, [])
            if rank < READ or len(passages) < PASSAGES:
                passages.append(passage)
    told = [
        Voice(passages[0].document, pipeline.best_position(question, passages))
        for passages in list(chosen.values())[:MOST_DOCUMENTS]
    ]
    return tuple(sorted(told, key=lambda voice: voice.position is None))
