"""Conversations as the browser keeps them: places in sources, no text of theirs.

What comes back from a browser is checked like any input. Answers are built anew from places in
the documents at hand, so that nothing can be shown as a quotation that does not stand there; a
conversation loses the turns whose sources are gone.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from embeddings import passages
from embeddings.passages import Document
from qa import answers
from qa.answers import Answer
from qa.page.conversation import MAX_TURNS, Turn, clean_history, clean_question
from qa.page.markup import conversation_markup

MOST_CONVERSATIONS = 6
"""The one on the page and those before it."""

TITLE = 60
"""Characters of the first question that a conversation is known by."""

RECORDS: Mapping[str, Callable[..., Any]] = {
    name: record
    for module in (passages, answers)
    for name, record in vars(module).items()
    if isinstance(record, type) and dataclasses.is_dataclass(record) and record is not Document
}

Find = Callable[[object], Document | None]
"""The document of an id."""


def kept_turns(turns: Sequence[Turn]) -> list[dict[str, Any]]:
    """The answered turns as JSON."""
    return [
        {
            "name": turn.name,
            "question": turn.question,
            "history": list(turn.history),
            "sources": turn.sources,
            "answer": _pack(turn.answer),
        }
        for turn in turns
        if turn.answer is not None
    ]


def restored_turns(kept: object, find: Find) -> list[Turn]:
    """The turns that can be shown again; anything else is left out."""
    turns = []
    for record in kept[-MAX_TURNS:] if isinstance(kept, list) else []:
        try:
            answer = _unpack(record["answer"], find)
            if not isinstance(answer, Answer):
                raise TypeError(f"{type(answer).__name__} is no answer")
            clean_question(answer.standalone_question)
            turn = Turn(
                clean_question(record["question"]),
                answer,
                history=tuple(clean_history(record["history"])),
                sources=int(record["sources"]),
                name=_name(record.get("name")),
            )
            conversation_markup([turn])  # what cannot be shown is not kept
            turns.append(turn)
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
            continue  # kept by another version, or of sources that are gone
    return turns


@dataclasses.dataclass(frozen=True, slots=True)
class Kept:
    """What one browser keeps: the key of its shelf and its conversations, the latest last.

    The last conversation is the one on the page; it may be empty.
    """

    shelf: str = ""
    conversations: tuple[list[dict[str, Any]], ...] = ([],)

    @classmethod
    def of(cls, sent: object) -> Kept:
        """What a browser sent; what is no such thing counts as nothing."""
        try:
            value = json.loads(sent) if isinstance(sent, str) else None
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict):
            return cls()
        shelf, conversations = value.get("shelf"), value.get("conversations")
        if not isinstance(conversations, list):
            conversations = []
        whole = [each for each in conversations if isinstance(each, list)]
        return cls(
            shelf if isinstance(shelf, str) else "",
            tuple(whole[-MOST_CONVERSATIONS:]) or ([],),
        )

    @property
    def text(self) -> str:
        """As the browser keeps it: JSON text, in which Gradio does not look for files."""
        return json.dumps({"shelf": self.shelf, "conversations": list(self.conversations)})

    @property
    def current(self) -> list[dict[str, Any]]:
        return self.conversations[-1]

    @property
    def titles(self) -> list[str]:
        """The first question of each earlier conversation, the latest first."""
        return [_title(turns) for turns in reversed(self.conversations[:-1])]

    def with_current(self, turns: Sequence[Turn]) -> Kept:
        """The same with these turns as the conversation on the page."""
        return dataclasses.replace(
            self, conversations=(*self.conversations[:-1], kept_turns(turns))
        )

    def beside(self, conversations: Sequence[list[dict[str, Any]]]) -> Kept:
        """The conversation on the page after these, without those that it goes on from."""
        others = [each for each in conversations if each and each != self.current[: len(each)]]
        return dataclasses.replace(
            self, conversations=(*others[-MOST_CONVERSATIONS + 1 :], self.current)
        )

    def started_over(self) -> Kept:
        """The same with an empty conversation on the page; the one before it is kept."""
        earlier = [turns for turns in self.conversations if turns]
        return dataclasses.replace(self, conversations=(*earlier[-MOST_CONVERSATIONS + 1 :], []))

    def reopened(self, number: int) -> Kept:
        """The same with the earlier conversation ``number``, counted as in ``titles``, in front."""
        earlier = [turns for turns in self.conversations[:-1] if turns]
        if not 0 <= number < len(earlier):
            return self
        chosen = earlier.pop(len(earlier) - 1 - number)
        present = [self.current] if self.current else []
        return dataclasses.replace(self, conversations=(*earlier, *present, chosen))


def _name(sent: object) -> str:
    """The name of a turn out of the browser, "" where it is none that was given here."""
    return sent if isinstance(sent, str) and re.fullmatch(r"[0-9a-f]{12}", sent) else ""


def _title(turns: list[dict[str, Any]]) -> str:
    first = turns[0].get("question") if turns and isinstance(turns[0], dict) else None
    title = " ".join(first.split()) if isinstance(first, str) else "A conversation"
    return title if len(title) <= TITLE else title[: TITLE - 1].rstrip() + "…"


def _pack(value: Any) -> Any:
    """A record as JSON: its name and fields, a document as its id."""
    if isinstance(value, Document):
        return {"is": "Document", "id": value.id}
    if dataclasses.is_dataclass(value):
        fields = {f.name: _pack(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {"is": type(value).__name__, **fields}
    return [_pack(each) for each in value] if isinstance(value, (list, tuple)) else value


def _unpack(value: Any, find: Find) -> Any:
    """The record that was packed; KeyError, TypeError or ValueError where it is none."""
    if isinstance(value, list):
        return tuple(_unpack(each, find) for each in value)
    if not isinstance(value, dict):
        return value
    name = value["is"]
    if name == "Document":
        document = find(value["id"])
        if document is None:
            raise KeyError(f"no document {value['id']!r}")
        return document
    fields = {key: _unpack(each, find) for key, each in value.items() if key != "is"}
    return RECORDS[name](**fields)
