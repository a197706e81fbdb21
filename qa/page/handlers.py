"""What the page's events and the interface for programs do.

Every handler checks what it is given: hidden or not, each can be called by anyone who reaches
the server.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from embeddings.passages import Document, Interval
from qa.page.conversation import MAX_TURNS, Answering, Turn, asked, clean_history, clean_question
from qa.page.markup import conversation_markup, notice_markup, one_line
from qa.page.offline import gr
from qa.page.sources import article, source_list
from qa.render import answer_json

log = logging.getLogger(__name__)

FAILED = "No answer: the program failed on this question. Its log says why."
FULL = f"This conversation has reached {MAX_TURNS} questions. Please start a new one."

Turns = tuple[Turn, ...]
Updates = tuple[Any, ...]
"""New values for: conversation, turns, box, notice, welcome, actions, as-typed button."""


class Handlers:
    """The page's handlers over one pipeline; they keep nothing between calls."""

    def __init__(self, pipeline: Answering) -> None:
        self.pipeline = pipeline

    def ask(self, question: str, history: list[str] | None = None) -> dict[str, Any]:
        """Answer one question with excerpts of the sources; history are earlier questions."""
        try:
            cleaned, earlier = clean_question(question), clean_history(history)
        except ValueError as error:
            raise gr.Error(str(error), print_exception=False) from error
        return answer_json(self.pipeline.ask(cleaned, earlier))

    def source(
        self, document: str, start: int | None = None, end: int | None = None
    ) -> dict[str, str]:
        """One source as markup for the page, the characters from start to end marked."""
        found = {known.id: known for known in self.pipeline.documents}.get(document)
        if found is None:
            raise gr.Error("This source is not in the library.", print_exception=False)
        return {"title": found.title, "markup": article(found, _cited(found, start, end))}

    def source_list(self) -> str:
        """All sources, to choose one to read."""
        return one_line(source_list(self.pipeline.documents))

    def respond(self, question: object, turns: object) -> Iterator[Updates]:
        """The question shown at once, then its answer."""
        earlier = _turns(turns)
        yield from self._respond(question, earlier, asked(earlier))

    def respond_as_typed(self, turns: object) -> Iterator[Updates]:
        """The last question again, understood without the ones before it."""
        earlier = _turns(turns)
        if earlier:
            yield from self._respond(earlier[-1].question, earlier, [])

    def start_over(self) -> Updates:
        """An empty conversation."""
        return self._updates((), box="")

    def _respond(self, question: object, turns: Turns, history: list[str]) -> Iterator[Updates]:
        try:
            cleaned = clean_question(question)
            if len(turns) >= MAX_TURNS:
                raise ValueError(FULL)
        except ValueError as error:
            yield self._updates(turns, notice=str(error))
            return
        yield self._updates((*turns, Turn(cleaned)), box="")
        try:
            turn = Turn(cleaned, answer=self.pipeline.ask(cleaned, history))
        except ValueError as error:
            turn = Turn(cleaned, failure=str(error))
        except Exception:  # the page outlives whatever a model does; the log has the traceback
            log.exception("no answer to %r", cleaned)
            turn = Turn(cleaned, failure=FAILED)
        yield self._updates((*turns, turn))

    def _updates(self, turns: Turns, *, box: str | None = None, notice: str = "") -> Updates:
        return (
            conversation_markup(turns, len(self.pipeline.documents)) if turns else "",
            turns,
            gr.skip() if box is None else box,
            notice_markup(notice) if notice else "",
            gr.update(visible=not turns),
            gr.update(visible=bool(turns)),
            gr.update(visible=bool(turns) and turns[-1].resolved),
        )


def _turns(value: object) -> Turns:
    """The session's turns; a waiting one was left behind by a page that was closed."""
    if not isinstance(value, tuple):
        return ()
    return tuple(turn for turn in value if isinstance(turn, Turn) and not turn.waiting)


def _cited(document: Document, start: object, end: object) -> Interval | None:
    """The place to mark; ValueError in words for the page when it is not in the document."""
    if start is None and end is None:
        return None
    if (
        not isinstance(start, int)
        or not isinstance(end, int)
        or not 0 <= start < end <= len(document.text)
    ):
        raise gr.Error("This place is not in the source.", print_exception=False)
    return start, end
