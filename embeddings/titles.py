"""The title of a text: the heading it has or its first words, never an invented one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from embeddings.boilerplate import leading_stamp
from embeddings.passages import Interval
from embeddings.split import outside, paragraphs

_LONGEST_HEADING = 100
_FIRST_WORDS = 60
_MARKED_UP = 500  # characters of a heading whose marks are taken off
_HEAD = 20_000  # characters in which a title is looked for

_STATED = re.compile(r"^[ \t]*(?:title|headline|subject)[ \t]*[:=][ \t]*(\S.*)$", re.I | re.M)
_FENCE = re.compile(r"^[ \t]*(```|~~~)[\s\S]*?(?:^[ \t]*\1|\Z)", re.M)
_HEADING = re.compile(r"^ {0,3}#[ \t]+(\S.*)$|^(\S.*)\r?\n {0,3}=+[ \t]*\r?$", re.M)
_AFTER_HEADING = re.compile(r"[ \t]*\r?\n(?:[ \t]*\r?\n| {0,3}[=-]{3,}[ \t]*(?:\r?\n|\Z))")
_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\([^()\n]*\)")
_EMPHASIS = re.compile(r"(?<!\w)(\*{1,3}|_{1,3}|`+)(?=\S)([^\n]+?)(?<=\S)\1(?!\w)")
_MARKS = re.compile(r"(?:(?:#{1,6}|[>*+•-])[ \t]+)+")


def title_of(text: str, boilerplate: Sequence[Interval] = ()) -> str:
    """The stated title, the heading on the first line or the first words; "" without any text.

    A heading is a short line without a full stop, followed by a blank line.
    """
    stated = _stated_title(text)
    if stated:
        return stated
    head = text[:_HEAD]
    for paragraph in paragraphs(head):
        for start, end in outside(paragraph, boilerplate):
            piece = _MARKS.sub("", head[start:end].strip(), count=1)
            if not any(map(str.isalnum, piece)):
                continue
            heading = (
                len(piece) <= _LONGEST_HEADING
                and piece[-1] not in ".,;:…"
                and _AFTER_HEADING.match(text, end)
            )
            return _shortened(piece, _LONGEST_HEADING if heading else _FIRST_WORDS)
    return _shortened(head, _FIRST_WORDS)


def markdown_title(text: str) -> str | None:
    """The title stated in the front matter or the first heading of the highest level."""
    stated = _stated_title(text)
    if stated:
        return stated
    stamp = leading_stamp(text)
    match = _HEADING.search(_FENCE.sub("", text[stamp[1] if stamp else 0 :][:_HEAD]))
    if match is None:
        return None
    heading = (match[1] or match[2]).strip()
    without_marks = heading.rstrip("#")
    if without_marks[-1:].isspace():
        heading = without_marks
    heading = _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", heading[:_MARKED_UP]))
    return _shortened(heading, _LONGEST_HEADING) or None


def _stated_title(text: str) -> str | None:
    stamp = leading_stamp(text)
    match = _STATED.search(text, *stamp) if stamp else None
    return _shortened(match[1].strip(" \t\r\"'"), _LONGEST_HEADING) if match else None


def _shortened(text: str, longest: int) -> str:
    """The text on one line, cut at a word border with "…" when it is longer."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    cut = line[:longest]
    return (cut[: cut.rfind(" ")] if " " in cut else cut[:-1]).rstrip(" ,;:–—-") + "…"
