"""What was asked in one session and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from embeddings.passages import Document
from qa.answers import Answer
from qa.pipeline import clean

MAX_HISTORY = 10
"""Earlier questions given along with a question, the latest ones."""

MAX_TURNS = 100
"""Questions in one conversation, which bounds what a session keeps in memory."""


ENDED = "This session has ended. Reload the page."


class Answering(Protocol):
    """What the page needs of a pipeline."""

    @property
    def documents(self) -> tuple[Document, ...]:
        """The sources that can be cited."""

    def ask(self, question: str, history: Sequence[str] = (), *, as_typed: bool = False) -> Answer:
        """What the sources say to a question that `clean_question` lets pass."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its answer, or with ``failure`` when none came; with neither it waits.

    ``history`` are the earlier questions it was asked after, ``sources`` how many sources it was
    asked of. ``name`` is how the page speaks of this turn to the server, ``verdict`` what the
    reader said of the answer.
    """

    question: str
    answer: Answer | None = None
    failure: str | None = None
    history: tuple[str, ...] = ()
    sources: int = 0
    name: str = ""
    verdict: str = ""

    @property
    def waiting(self) -> bool:
        """Whether the answer is still to come."""
        return self.answer is None and self.failure is None

    @property
    def resolved(self) -> bool:
        """Whether the question was understood as another one: a follow-up, a slip, a spelling."""
        return self.answer is not None and self.answer.resolved


def clean_question(text: object) -> str:
    """The question on one line without control characters.

    Raises ValueError with a sentence to show. Everything that enters from outside passes here:
    the page's handlers are open to anyone who can reach the server.
    """
    if not isinstance(text, str):
        raise ValueError("A question is text.")
    try:
        return clean(text)
    except ValueError as error:
        message = str(error)
        raise ValueError(f"{message[:1].upper()}{message[1:]}.") from error


def clean_history(questions: object) -> list[str]:
    """The latest earlier questions, each checked like a question."""
    if questions is None:
        return []
    if not isinstance(questions, (list, tuple)):
        raise ValueError("The history is a list of earlier questions.")
    return [clean_question(question) for question in questions[-MAX_HISTORY:]]


def asked(turns: Sequence[Turn]) -> list[str]:
    """The questions that follow-ups may refer to."""
    return [turn.question for turn in turns if turn.answer is not None][-MAX_HISTORY:]
