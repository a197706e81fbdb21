"""What the reader of a format gives."""

from __future__ import annotations

from dataclasses import dataclass

from embeddings.passages import NOTHING, Metadata


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside another one: its bytes, or the reason why they are not read."""

    name: str
    data: bytes = b""
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Extract:
    """The readable text of a file and what the file states about itself.

    ``pages`` are the characters at which the pages of the text begin, () without pages.
    """

    text: str
    title: str | None = None
    metadata: Metadata = NOTHING
    pages: tuple[int, ...] = ()
    attachments: tuple[Member, ...] = ()
