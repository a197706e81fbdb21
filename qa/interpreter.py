"""What a question means: typing errors undone, follow-ups made to stand alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from embeddings.passages import Document
from qa.questions.followups import standalone
from qa.questions.refusals import is_question_to_sources
from qa.questions.spelling import correct, english_words


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it will be asked of the sources; not at all where it is no question to them."""

    question: str
    answerable: bool


class Interpreter:
    """Reads questions with the words of one library."""

    def __init__(self, documents: Iterable[Document], tokenizer_file: Path) -> None:
        counts: Counter[str] = Counter()
        for document in documents:
            counts.update(re.findall(r"\w[\w’'-]*\w|\w", document.text))
        self._vocabulary = counts
        self._english = english_words(tokenizer_file)

    def interpret(
        self, question: str, history: Sequence[str] = (), answers: Sequence[str] = ()
    ) -> Reading:
        """The question that stands alone; ``history`` are the earlier ones with their answers."""
        corrected = self._corrected(question)
        earlier = [self._corrected(asked) for asked in history]
        resolved = standalone(corrected, earlier, answers).question
        return Reading(resolved, is_question_to_sources(resolved))

    def _corrected(self, question: str) -> str:
        return correct(question, self._vocabulary, self._english).question
