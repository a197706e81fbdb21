"""The records of the library: only a Document stores text, a passage is a slice of one."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from operator import itemgetter

Interval = tuple[int, int]
"""Start and end (exclusive) in characters of a document's text."""

_START = itemgetter(0)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file states about itself, None where it states nothing.

    ``date`` is a day in ISO 8601, or as the file has it where that is ambiguous; ``address`` is
    where it was published on the web.
    """

    author: str | None = None
    date: str | None = None
    publisher: str | None = None
    address: str | None = None


NOTHING = Metadata()


@dataclass(frozen=True, slots=True)
class Origin:
    """What a text was made from: SHA-256 of the file's bytes, name and version of its reader.

    Empty for a text that came from no file. ``place`` is the path of the file; it tells files of
    the same name apart, and a text stays the same when it changes.
    """

    content: str = ""
    extractor: str = ""
    place: str = field(default="", compare=False)


NOWHERE = Origin()


@dataclass(frozen=True, slots=True)
class Document:
    """One source, its text kept exactly as decoded or extracted.

    ``sentences`` and ``boilerplate`` only draw boundaries in ``text``: sorted, non-overlapping
    intervals. No sentence overlaps boilerplate. ``pages`` are the characters at which the pages
    of a paged source begin, the first at 0.
    """

    id: str
    title: str
    source: str
    text: str
    sentences: tuple[Interval, ...] = ()
    boilerplate: tuple[Interval, ...] = ()
    pages: tuple[int, ...] = ()
    metadata: Metadata = NOTHING
    origin: Origin = NOWHERE

    def __post_init__(self) -> None:
        for name in ("sentences", "boilerplate"):
            previous = 0
            for start, end in getattr(self, name):
                if not previous <= start < end <= len(self.text):
                    raise ValueError(
                        f"{name} of {self.source} are not sorted slices: {start}-{end}"
                    )
                previous = end
        borders = [*self.pages, len(self.text)]
        if self.pages and (self.pages[0] != 0 or borders != sorted(borders)):
            raise ValueError(f"pages of {self.source} do not divide its text")

    def page(self, at: int) -> int | None:
        """The number, from 1, of the page that holds the character ``at``; None without pages."""
        return bisect_right(self.pages, at) if self.pages else None

    def sentences_around(self, start: int, end: int) -> Interval:
        """The smallest run of whole sentences that holds ``start`` to ``end``."""
        if not self.sentences:
            return 0, len(self.text)
        first = max(bisect_right(self.sentences, start, key=_START) - 1, 0)
        last = max(bisect_right(self.sentences, max(start, end - 1), key=_START) - 1, 0)
        return min(self.sentences[first][0], start), max(self.sentences[last][1], end)


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of a document that is indexed, retrieved and read as one."""

    document: Document
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= len(self.document.text):
            raise ValueError(
                f"passage {self.start}-{self.end} is not a slice of {self.document.source} "
                f"({len(self.document.text)} characters)"
            )

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]

    @property
    def place(self) -> tuple[str, int, int]:
        """What tells passages apart; to compare or hash their documents takes as long as those."""
        return self.document.id, self.start, self.end

    @property
    def sentences(self) -> tuple[Interval, ...]:
        """The document's sentences as far as they lie in the passage; all of it without any."""
        first = bisect_right(self.document.sentences, self.start, key=lambda sentence: sentence[1])
        found = []
        for start, end in self.document.sentences[first:]:
            if start >= self.end:
                break
            found.append((max(start, self.start), min(end, self.end)))
        return tuple(found) or ((self.start, self.end),)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question.

    ``score`` is its keyword score, weighted cosines and mentions of the question's names, added.
    ``copies`` are passages of other documents that run the same text.
    """

    passage: Passage
    score: float
    copies: tuple[Passage, ...] = ()
