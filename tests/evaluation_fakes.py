"""Two small sources, answers cut from them, and a pipeline that gives scripted answers."""

from __future__ import annotations

from dataclasses import dataclass, field

from embeddings.passages import Document, Hit, Passage
from qa.answers import Answer, Citation, Position, Span

GRAVES = Document(
    id="g",
    title="Graves",
    source="sources/graves.txt",
    text="They found 440 graves. The police chief spoke. Rain fell.",
    sentences=((0, 22), (23, 46), (47, 57)),
)
TOWN = Document(
    id="t",
    title="Town",
    source="sources/town.txt",
    text="About 450 graves were counted. The town is Izium.",
    sentences=((0, 30), (31, 49)),
)


def hit(document: Document, text: str) -> Hit:
    """A hit whose passage is ``text``."""
    start = document.text.index(text)
    return Hit(Passage(document, start, start + len(text)), 1.0)


def position(document: Document, text: str, confidence: float = 0.9, number: int = 1) -> Position:
    """A position that cites ``text`` once."""
    start = document.text.index(text)
    passage = Passage(document, 0, len(document.text))
    span = Span(passage, start, start + len(text), 1.0)
    return Position((Citation(number, span),), confidence)


def answer(question: str, *positions: Position, confidence: float = 0.9, **more) -> Answer:
    """An answer with these positions; an abstention without."""
    return Answer(question, question, positions=positions, confidence=confidence, **more)


@dataclass
class ScriptedPipeline:
    """Gives the answer scripted for a question, and the same hits for every question."""

    answers: dict[str, Answer]
    hits: list[Hit] = field(default_factory=list)
    asked: list[tuple[str, list[str]]] = field(default_factory=list)
    documents: tuple[Document, ...] = (GRAVES, TOWN)

    @property
    def retriever(self) -> ScriptedPipeline:
        return self

    def retrieve(self, question: str, top_k: int) -> list[Hit]:
        return self.hits[:top_k]

    def ask(self, question: str, history: list[str]) -> Answer:
        self.asked.append((question, history))
        return self.answers[question]

    def describe(self) -> dict[str, str]:
        return {"reader": "scripted"}
