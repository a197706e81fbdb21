"""Where a text quotes: everything between quotation marks, outermost marks only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from embeddings.passages import Interval

_CLOSING = {"“": "”", "„": "“”", "«": "»", '"': '"', "‘": "’", "'": "'"}
_OPENING = re.compile(r"[“„«]|(?<![^\s(\[“«—–-])\"(?=\S)|(?<![^\s(\[“«\"—–])[‘'](?=[\w…£$€“\"])")
_LONGEST_UNCLOSED = 700  # characters; a mark that is not closed by then was a slip
_SCARE_WORDS = 2


@dataclass(frozen=True, slots=True)
class Quotation:
    """From the opening mark to behind the closing mark.

    ``continued`` says that the marks are not closed because the next paragraph goes on quoting.
    """

    start: int
    end: int
    continued: bool = False

    def inside(self, text: str) -> str:
        """What is quoted, without the marks."""
        return text[self.start + 1 : self.end - (not self.continued)]

    def spoken(self, text: str) -> bool:
        """Whether it can be speech: a word or two without a stop are a name or an odd word."""
        inside = self.inside(text).strip()
        return len(inside.split()) > _SCARE_WORDS or inside[-1:] in tuple(".,!?…—–-")


def find_quotations(text: str, paragraphs: Sequence[Interval]) -> list[Quotation]:
    """The quotations of the given paragraphs, in order."""
    found: list[Quotation] = []
    for number, (start, end) in enumerate(paragraphs):
        following = paragraphs[number + 1][0] if number + 1 < len(paragraphs) else len(text)
        found.extend(_in_paragraph(text, start, end, text[following : following + 1]))
    return found


def _in_paragraph(text: str, start: int, end: int, next_mark: str) -> Iterator[Quotation]:
    opening = _OPENING.search(text, start, end)
    while opening:
        at, mark = opening.start(), opening[0]
        close, rest = _close(text, at, end, mark), at + 1
        if close is not None:
            yield Quotation(at, close + 1)
            rest = close + 1
        elif mark == next_mark:
            yield Quotation(at, end, continued=True)
            rest = end
        elif mark not in "‘'":
            again = _OPENING.search(text, at + 1, end)
            rest = again.start() if again else end
            if len(text[at:rest]) <= _LONGEST_UNCLOSED:
                yield Quotation(at, at + len(text[at:rest].rstrip()), continued=True)
        opening = _OPENING.search(text, rest, end)


def _close(text: str, at: int, end: int, mark: str) -> int | None:
    """Where the quotation that opens at ``at`` closes; None if it does not before the next one."""
    again = next((m.start() for m in _OPENING.finditer(text, at + 1, end) if m[0] == mark), None)
    limit = end if again is None else again
    marks = re.compile(f"[{_CLOSING[mark]}]")
    places = [m.start() for m in marks.finditer(text, at + 2, limit)]
    if mark == '"':
        places = [place for place in places if not text[place - 1].isspace()]
    if mark in "‘'":  # the same sign is an apostrophe
        places = [
            p for p in places if not text[p + 1 : p + 2].isalnum() and not text[p - 1].isspace()
        ]
        stops = [place for place in places if text[place - 1] in ".,!?…—–"]
        certain = [place for place in places if text[place - 1] != "s"]
        places = stops or certain or places
    return places[0] if places else None


def mask(text: str, quotations: Sequence[Quotation]) -> str:
    """The text with everything that may be speech made unreadable, length and marks kept."""
    pieces, done = [], 0
    for quotation in quotations:
        if quotation.spoken(text):
            inside = quotation.inside(text)
            pieces += [text[done : quotation.start + 1], "~" * len(inside)]
            done = quotation.start + 1 + len(inside)
    return "".join([*pieces, text[done:]])
