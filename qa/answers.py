"""The records of an answer: every text in them is a slice of a source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from embeddings.duplicates import independent
from embeddings.passages import Document, Hit, Interval, Passage

Stance = Literal["single", "agree", "differ"]
Reason = Literal["no question", "unclear", "untouched", "unsaid"]


@dataclass(frozen=True, slots=True)
class Span:
    """An answer candidate: characters ``start`` to ``end`` of its document.

    ``score`` is the reader's span score minus its no-answer score, in logits: comparable
    over passages, above zero where the reader prefers the span to no answer.
    """

    passage: Passage
    start: int
    end: int
    score: float

    def __post_init__(self) -> None:
        if not self.passage.start <= self.start < self.end <= self.passage.end:
            raise ValueError(
                f"span {self.start}-{self.end} is not a slice of passage "
                f"{self.passage.start}-{self.passage.end} of {self.passage.document.source}"
            )

    @property
    def document(self) -> Document:
        return self.passage.document

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]

    @property
    def sentences(self) -> tuple[str, int, int]:
        """The id of its document, and the first and last character of the sentences around it."""
        return self.document.id, *self.document.sentences_around(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Citation:
    """Where an answer stands; ``number`` counts the citations of one answer from 1."""

    number: int
    span: Span

    @property
    def document(self) -> Document:
        return self.span.document

    @property
    def page(self) -> int | None:
        """The page that the answer begins on, from 1; None where the source has no pages."""
        return self.document.page(self.span.start)

    @property
    def excerpt_start(self) -> int:
        return self._excerpt()[0]

    @property
    def excerpt(self) -> str:
        """The whole sentences that hold the answer."""
        start, end = self._excerpt()
        return self.document.text[start:end]

    def _excerpt(self) -> Interval:
        return self.document.sentences_around(self.span.start, self.span.end)


@dataclass(frozen=True, slots=True)
class Position:
    """One answer as one or several sources give it; never without a citation.

    ``attribution`` is who states it, verbatim from the first citation's document. ``fitted`` tells
    whether ``confidence`` was fitted on the reader in use; else it is a rank and no probability.
    """

    citations: tuple[Citation, ...]
    confidence: float
    attribution: str | None = None
    fitted: bool = True

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError("a position needs a citation")
        if self.attribution and self.attribution not in self.citations[0].document.text:
            raise ValueError(f"{self.attribution!r} does not stand in the source of its position")

    @property
    def text(self) -> str:
        return self.citations[0].span.text

    @property
    def documents(self) -> tuple[Document, ...]:
        """The distinct documents cited, in order of citation."""
        return tuple({c.document.id: c.document for c in self.citations}.values())

    @property
    def voices(self) -> int:
        """How many independent sources state it: a text that runs in several counts once."""
        statements = [(c.document, c.span.start, c.span.end) for c in self.citations]
        return len(independent(statements))


@dataclass(frozen=True, slots=True)
class Silence:
    """Why there is no answer.

    "no question": an opinion, an order, an insult. "unclear": the question can mean several
    things; ``choices`` are its readings, or none where it has a pronoun and nothing before it.
    "untouched": no passage is about it. "unsaid": passages are about it, none states it.
    ``words`` are those of the question that make it unclear, or that no source has.
    """

    reason: Reason
    words: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the sources say to a question; without positions and parts they do not say.

    ``confidence`` is the probability, 0 to 1, that the best answer is right; when abstaining it
    is that of the answer that was held back. ``parts`` are the items of a list question.
    ``nearest`` are the closest passages and ``silence`` the reason, given when abstaining.
    """

    question: str
    standalone_question: str
    positions: tuple[Position, ...] = ()
    parts: tuple[Position, ...] = ()
    nearest: tuple[Hit, ...] = ()
    silence: Silence | None = None
    confidence: float = 0.0
    elapsed_ms: float = 0.0

    def __post_init__(self) -> None:
        if self.silence and not self.abstained:
            raise ValueError("an answer with positions has no reason for silence")

    @property
    def sought(self) -> bool:
        """Whether it was sought in the sources; else the question itself was refused."""
        return self.silence is None or self.silence.reason in ("untouched", "unsaid")

    @property
    def resolved(self) -> bool:
        """Whether the question was understood as another one: a follow-up, a slip, a spelling."""
        return self.standalone_question != self.question

    @property
    def abstained(self) -> bool:
        return not (self.positions or self.parts)

    @property
    def text(self) -> str | None:
        best = self.positions or self.parts
        return best[0].text if best else None

    @property
    def stance(self) -> Stance:
        if len(self.positions) > 1:
            return "differ"
        if self.positions and self.positions[0].voices > 1:
            return "agree"
        return "single"
