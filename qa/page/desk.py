"""What the page's script asks the server for: sources, searches, exports, feedback.

Nothing here belongs to a session of Gradio's; the key of a shelf says whose sources are meant,
and every value is checked.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from typing import Any

from embeddings.passages import Document, Interval
from qa.answers import Answer
from qa.export import export
from qa.feedback import FeedbackStore
from qa.page.answer import voices_markup
from qa.page.conversation import ENDED, Answering
from qa.page.listing import matches, source_list
from qa.page.markup import JUDGED
from qa.page.offline import gr
from qa.page.shelf import Shelf
from qa.page.shelves import Shelves
from qa.page.sources import article
from qa.voices import Voice

log = logging.getLogger(__name__)

MOST_MARKS = 500
MAX_SEARCH = 100
PATIENCE = 10  # seconds that a request for every source's answer waits for others

Explain = Callable[[Answering, Answer], str]
"""How an answer came about, as text."""

Each = Callable[[Answering, Answer], Sequence[Voice]]
"""What each source says alone."""


class Desk:
    """Handlers over the shelves; ``feedback`` is None where none is kept."""

    def __init__(
        self, shelves: Shelves, feedback: FeedbackStore | None, explain: Explain, each: Each
    ) -> None:
        self.shelves = shelves
        self.feedback = feedback
        self.explain = explain
        self.each = each
        self._explaining = threading.Lock()  # one at a time, beside the questions

    def source(
        self,
        shelf: str,
        document: str,
        start: int | None = None,
        end: int | None = None,
        others: list[list[int]] | None = None,
    ) -> dict[str, str]:
        """One source as markup for the page, the characters from start to end marked.

        ``others`` are further places in it to mark, as pairs of start and end.
        """
        found = self._readable(shelf).document(document)
        if found is None:
            raise _refusal("This source is not in the library.")
        cited = None if start is None and end is None else _place(found, start, end)
        also = [_place(found, *_pair(each)) for each in (others or [])[:MOST_MARKS]]
        return {"title": found.title, "markup": article(found, cited, also)}

    def list_sources(self, shelf: str) -> str:
        """All sources of a session, as markup for the page."""
        return source_list(self._shelf(shelf))

    def choose(self, shelf: str, document: str | None, asked: bool) -> str:
        """Ask this source or leave it out, all sources for None; returns the list as markup."""
        if not isinstance(document, str | None) or not isinstance(asked, bool):
            raise _refusal("A source is chosen by its id, and asked or not.")
        found = self._shelf(shelf)
        try:
            found.choose(None if document is None else [document], asked)
        except ValueError as error:
            raise _refusal(str(error)) from error
        return source_list(found)

    def remove(self, shelf: str, document: str) -> str:
        """Forget one of the reader's own files; returns the list as markup."""
        found = self._shelf(shelf)
        try:
            found.remove(document)
        except ValueError as error:
            raise _refusal(str(error)) from error
        return source_list(found)

    def search(self, shelf: str, text: str) -> str:
        """Where these words stand in the sources of a session, as markup for the page."""
        if not isinstance(text, str) or not text.strip() or len(text) > MAX_SEARCH:
            raise _refusal(f"A search has 1 to {MAX_SEARCH} characters.")
        return matches(self._readable(shelf).documents, text.strip())

    def each_source(self, shelf: str, turn: str) -> str:
        """What each source says alone to a question of the session, as markup for the page."""
        answer, _ = self._answer(shelf, turn)
        try:
            asked = self._shelf(shelf).asked
        except ValueError as error:
            raise _refusal(str(error)) from error
        if not self._explaining.acquire(timeout=PATIENCE):
            raise _refusal("Others are being answered. Please try again in a moment.")
        try:
            return str(voices_markup(self.each(asked, answer)))
        finally:
            self._explaining.release()

    def save(self, shelf: str, turns: list[str], form: str) -> dict[str, str]:
        """Answers of a session as a file: its ending, media type and text."""
        answers = [self._answer(shelf, turn)[0] for turn in (turns or [])]
        try:
            return export(answers, form)._asdict()
        except ValueError as error:
            raise _refusal(str(error)) from error

    def judge(self, shelf: str, turn: str, verdict: str, right_answer: str = "") -> str:
        """Keep a verdict on an answer, with how it came about; returns word of it to show."""
        if self.feedback is None:
            raise _refusal("This page keeps no feedback.")
        answer, history = self._answer(shelf, turn)
        try:
            self.feedback.add(
                str(turn),
                verdict,
                answer,
                history=history,
                right_answer=str(right_answer),
                trace=self._trace(shelf, answer),
            )
        except ValueError as error:
            raise _refusal(str(error)) from error
        self._shelf(shelf).judge(str(turn), verdict)
        return JUDGED

    def _trace(self, shelf: object, answer: Answer) -> str:
        """How the answer came about, "" where that cannot be told now: a verdict counts alone."""
        if not self._explaining.acquire(timeout=PATIENCE):
            return ""
        try:
            return self.explain(self._shelf(shelf).asked, answer)
        except Exception as error:
            log.warning("a verdict is kept without a trace: %s", error)
            return ""
        finally:
            self._explaining.release()

    def _shelf(self, key: object) -> Shelf:
        found = self.shelves.find(key)
        if found is None:
            raise _refusal(ENDED)
        return found

    def _readable(self, key: object) -> Shelf:
        """The shelf to read from; the library's sources stay readable when a session has ended."""
        return self.shelves.find(key) or Shelf(self.shelves.base, None)

    def _answer(self, shelf: object, turn: object) -> tuple[Answer, tuple[str, ...]]:
        found = self._shelf(shelf).turn(turn)
        if found is None or found.answer is None:
            raise _refusal("This answer is not on the page any more.")
        return found.answer, found.history


def _pair(value: object) -> tuple[object, object]:
    if not isinstance(value, list) or len(value) != 2:
        raise _refusal("A place is a pair of start and end.")
    return value[0], value[1]


def _place(document: Document, start: object, end: object) -> Interval:
    """The place to mark; an error in words for the page when it is not in the document."""
    if (
        not isinstance(start, int)
        or not isinstance(end, int)
        or not 0 <= start < end <= len(document.text)
    ):
        raise _refusal("This place is not in the source.")
    return start, end


def _refusal(message: str) -> Any:
    return gr.Error(message, print_exception=False)
