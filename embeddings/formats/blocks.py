"""Marked-up text to paragraphs: a blank line between blocks, a line for each item and row."""

from __future__ import annotations

import re
from typing import Any

# HTML's elements and those of trafilatura's simplified trees.
_PARAGRAPHS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section summary table ul "
    "ab code head list quote".split()
)
_LINES = frozenset("li tr item row".split())
_CELLS = frozenset("td th cell".split())
_BREAKS = frozenset("br lb".split())
_UNSEEN = frozenset(
    "audio button canvas iframe input link math meta noscript object option script select style "
    "svg template textarea title video".split()
)
_PARAGRAPH, _LINE = "\f", "\v"
_GAP = re.compile(r"[ \f\v]*[\f\v][ \f\v]*")


def block_text(root: Any, leave_out: frozenset[str] = frozenset()) -> str:
    """The text of an lxml element, without elements that a page does not show as text."""
    parts: list[str] = []
    hidden: Any = None
    for event, element in _walk(root):
        tag = element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else None
        if event == "start":
            if hidden is None:
                if tag is None or tag in _UNSEEN or tag in leave_out:
                    hidden = element
                else:
                    parts.append(_border(tag))
                    parts.append(_flat(element.text))
            continue
        if hidden is None:
            parts.append(" | " if tag in _CELLS else _border(tag))
        elif hidden is element:
            hidden = None
        if hidden is None and element is not root:
            parts.append(_flat(element.tail))
    return _tidy("".join(parts))


def _walk(root: Any) -> Any:
    from lxml import etree

    return etree.iterwalk(root, events=("start", "end", "comment", "pi"))


def _flat(text: str | None) -> str:
    """The text with its own line breaks as spaces, as a browser shows it."""
    return re.sub(r"\s+", " ", text) if text else ""


def _border(tag: str | None) -> str:
    if tag in _PARAGRAPHS:
        return _PARAGRAPH
    return _LINE if tag in _LINES or tag in _BREAKS else ""


def _tidy(text: str) -> str:
    """Single spaces, at most one blank line, rows without the border after their last cell."""
    text = re.sub(r"(?: \| *)+(?=[\f\v]|\Z)", "", re.sub(" +", " ", text))
    return _GAP.sub(lambda gap: "\n\n" if _PARAGRAPH in gap[0] else "\n", text).strip()
