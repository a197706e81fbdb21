"""What the events of the conversation do, and the interface for programs.

Every handler checks what it is given: hidden or not, each can be called by anyone who reaches
the server.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from qa.page.conversation import (
    ENDED,
    MAX_TURNS,
    Turn,
    asked,
    clean_history,
    clean_question,
)
from qa.page.keeping import MOST_CONVERSATIONS, Kept, restored_turns
from qa.page.listing import source_list
from qa.page.markup import conversation_markup, notice_markup, one_line
from qa.page.offline import gr
from qa.page.shelf import Shelf
from qa.page.shelves import Shelves
from qa.page.sources import words
from qa.render import answer_json

log = logging.getLogger(__name__)

FAILED = "No answer: the program failed on this question. Its log says why."
FULL = f"This conversation has reached {MAX_TURNS} questions. Please start a new one."

Updates = tuple[Any, ...]
"""New values for: conversation, session, kept, box, notice, welcome, actions, as-typed button,
heading of the earlier conversations, and a button for each of these."""


class Session(NamedTuple):
    """What the server remembers of one open page between two events."""

    shelf: str = ""
    turns: tuple[Turn, ...] = ()
    kept: Kept = Kept()


class Handlers:
    """The conversation's handlers over the shelves; they keep nothing else between calls."""

    def __init__(self, shelves: Shelves) -> None:
        self.shelves = shelves

    def ask(self, question: str, history: list[str] | None = None) -> dict[str, Any]:
        """Answer one question with excerpts of the sources, or say that they do not say.

        Args:
            question: at most 1,000 characters.
            history: the earlier questions of the conversation, oldest first, which a follow-up
                may refer to.

        Returns:
            The answer as `sourcesay ask --json` prints it: positions with verbatim citations,
            their file and their place in characters; "abstained" is true without an answer.
        """
        try:
            cleaned, earlier = clean_question(question), clean_history(history)
        except ValueError as error:
            raise gr.Error(str(error), print_exception=False) from error
        return answer_json(self.shelves.base.ask(cleaned, earlier))

    def sources(self) -> list[dict[str, Any]]:
        """The sources that questions are asked of: file, title and length in words of each."""
        return [
            {"file": document.source, "title": document.title, "words": words(document)}
            for document in self.shelves.base.documents
        ]

    def arrive(self, sent: object) -> Updates:
        """What the browser kept, on the page again; last comes the list of sources."""
        kept = Kept.of(sent)
        shelf = self.shelves.open(kept.shelf)
        session = self._restored(shelf, shelf.keep(Kept(shelf.key, kept.conversations)))
        return *self._updates(session), one_line(source_list(shelf))

    def respond(self, question: object, sent: object, kept: object) -> Iterator[Updates]:
        """The question shown at once, then its answer."""
        session, shelf = self._session(sent, kept)
        yield from self._respond(question, session, shelf, asked(session.turns))

    def respond_as_typed(self, sent: object, kept: object) -> Iterator[Updates]:
        """The last question again, letter for letter and without the ones before it."""
        session, shelf = self._session(sent, kept)
        if session.turns:
            last = session.turns[-1].question
            yield from self._respond(last, session, shelf, [], as_typed=True)

    def start_over(self, sent: object, kept: object) -> Updates:
        """An empty conversation; the one before it stays in the browser."""
        session, shelf = self._session(sent, kept)
        if shelf is None:
            return self._ended(session)
        kept_now = shelf.keep(session.kept.started_over())
        return self._updates(Session(shelf.key, (), kept_now), box="")

    def reopen(self, number: int, sent: object, kept: object) -> Updates:
        """The earlier conversation ``number`` on the page again."""
        session, shelf = self._session(sent, kept)
        if shelf is None:
            return self._ended(session)
        return self._updates(self._restored(shelf, shelf.keep(session.kept.reopened(number))))

    def forget(self, sent: object, kept: object) -> Updates:
        """Nothing kept in the browser any more but the conversation on the page."""
        session, shelf = self._session(sent, kept)
        if shelf is None:
            return self._ended(session)
        only = shelf.keep_only(Kept(shelf.key).with_current(session.turns))
        return self._updates(Session(shelf.key, session.turns, only))

    def _session(self, sent: object, kept: object) -> tuple[Session, Shelf | None]:
        """The session of an event and its shelf, None where that is gone.

        A waiting turn was left behind by a page that was closed. Where the server has forgotten
        the session, as after a sleep of the computer, it is made again of what the browser keeps.
        """
        if isinstance(sent, Session) and sent.shelf:
            turns = tuple(turn for turn in sent.turns if not turn.waiting)
            return sent._replace(turns=turns), self.shelves.find(sent.shelf)
        known = Kept.of(kept)
        if not known.shelf:  # asked before the page had arrived
            shelf = self.shelves.open()
            return Session(shelf.key), shelf
        found = self.shelves.find(known.shelf)
        return (self._restored(found, known) if found else Session(known.shelf)), found

    def _restored(self, shelf: Shelf, kept: Kept) -> Session:
        turns = tuple(map(shelf.remember, restored_turns(kept.current, shelf.document)))
        return Session(shelf.key, turns, kept)

    def _respond(
        self,
        question: object,
        session: Session,
        shelf: Shelf | None,
        history: list[str],
        *,
        as_typed: bool = False,
    ) -> Iterator[Updates]:
        if shelf is None:  # own files and the choice of sources are gone with it
            yield self._ended(session)
            return
        turns = session.turns
        try:
            cleaned = clean_question(question)
            if len(turns) >= MAX_TURNS:
                raise ValueError(FULL)
            pipeline = shelf.asked
        except ValueError as error:
            yield self._updates(session, notice=str(error))
            return
        waiting = Turn(cleaned, history=tuple(history))
        yield self._updates(session._replace(turns=(*turns, waiting)), box="", keep=False)
        try:
            answer = pipeline.ask(cleaned, history, as_typed=as_typed)
            turn = replace(waiting, answer=answer, sources=len(pipeline.documents))
        except Exception:  # the page outlives whatever fails; the log has the traceback
            log.exception("no answer to %r", cleaned)
            turn = Turn(cleaned, failure=FAILED)
        whole = (*turns, shelf.remember(turn))
        kept = shelf.keep(session.kept.with_current(whole))
        yield self._updates(Session(shelf.key, whole, kept))

    def _ended(self, session: Session) -> Updates:
        """Word that the session is over; what the browser keeps stays for when it comes back."""
        return self._updates(session, notice=ENDED, keep=False)

    @staticmethod
    def _updates(
        session: Session,
        *,
        box: str | None = None,
        notice: str = "",
        keep: bool = True,
    ) -> Updates:
        turns, titles = session.turns, session.kept.titles
        return (
            conversation_markup(turns) if turns else "",
            session,
            replace(session.kept, shelf=session.shelf).text if keep else gr.skip(),
            gr.skip() if box is None else box,
            notice_markup(notice) if notice else "",
            gr.update(visible=not turns),
            gr.update(visible=bool(turns)),
            gr.update(visible=bool(turns) and turns[-1].resolved),
            gr.update(visible=bool(titles)),
            *(
                gr.update(visible=n < len(titles), value=titles[n] if n < len(titles) else "")
                for n in range(MOST_CONVERSATIONS - 1)
            ),
        )
