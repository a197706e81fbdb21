"""What a question means: errors undone, names as the sources spell them, follow-ups resolved."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from embeddings.names import name_key
from qa.answers import Silence
from qa.questions.followups import standalone
from qa.questions.pronouns import unresolved
from qa.questions.refusals import is_question_to_sources
from qa.questions.spelling import correct, english_words

_NAME = re.compile(r"\b[^\W\d_a-z][^\W\d_]{2,}(?:[’'-](?!s\b)[^\W\d_]+)*\b")


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it will be asked of the sources; ``silence`` is why it cannot be asked.

    ``others`` are the less likely readings of a question that can mean several things.
    """

    question: str
    silence: Silence | None = None
    others: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        return self.silence is None


class Interpreter:
    """Reads questions with the words of one library, counted as they are written."""

    def __init__(self, counts: Counter[str], tokenizer_file: Path) -> None:
        self._vocabulary = counts
        self._names: dict[str, str] = {}  # the commonest spelling of each name
        for word, _ in sorted(counts.items(), key=lambda item: item[1]):
            if word[0].isupper() and word.lower() not in counts:
                self._names[name_key(word)] = word
        self._english = english_words(tokenizer_file)

    def interpret(
        self, question: str, history: Sequence[str] = (), answers: Sequence[str] = ()
    ) -> Reading:
        """The question that stands alone; ``history`` are the earlier ones with their answers."""
        corrected = self._corrected(question)
        earlier = [self._corrected(asked) for asked in history]
        resolved = standalone(corrected, earlier, answers)
        before = earlier[-1] if resolved.changed else ""
        return _reading(resolved.question, before, resolved.ambiguous[1:])

    def as_typed(self, question: str) -> Reading:
        """The question as it stands, nothing mended or put in."""
        return _reading(question)

    def _corrected(self, question: str) -> str:
        spelled = correct(question, self._vocabulary, self._english)
        return _NAME.sub(lambda name: self._as_spelled(name[0]), spelled)

    def _as_spelled(self, name: str) -> str:
        """The name as the sources spell it, where they never spell it like this."""
        if name in self._vocabulary or name.lower() in self._vocabulary:
            return name
        return self._names.get(name_key(name), name)


def _reading(question: str, before: str = "", others: tuple[str, ...] = ()) -> Reading:
    """Whether a question can be asked; ``before`` is one that its pronouns may refer to."""
    if not is_question_to_sources(question):
        return Reading(question, Silence("no question"))
    unclear = unresolved(question, before)
    if unclear:
        return Reading(question, Silence("unclear", unclear))
    return Reading(question, others=others)
