"""Word documents (DOCX): paragraphs and tables in order, metadata from the core properties."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from embeddings.formats.archive import opened
from embeddings.formats.extract import Extract
from embeddings.passages import Metadata

_DEEPEST = 20  # tables in tables
_TEMPLATE_DAY = datetime(2013, 12, 23, 23, 15, tzinfo=UTC)  # of python-docx, in what it wrote
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WRAPPERS = frozenset(_W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_BLANKS = {_W + "tab": " ", _W + "br": " ", _W + "cr": " ", _W + "noBreakHyphen": "-"}
_NOT_SHOWN = frozenset(
    [_W + name for name in ("pPr", "rPr", "del", "moveFrom", "txbxContent", "sdtPr")]
    + ["{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"]
)
_UNSTATED = frozenset(("", "python-docx", "unknown", "author"))


def read_docx(data: bytes) -> Extract:
    """The text of a Word document; ValueError if it is none."""
    from docx import Document
    from lxml.etree import XMLSyntaxError

    with opened(data):  # within the limits
        try:
            document = Document(io.BytesIO(data))
            text = "\n\n".join(_blocks(document.element.body, document))
            properties = document.core_properties
            day = properties.created
        except RecursionError as error:
            raise ValueError("not read: it is nested too deeply") from error
        except (KeyError, ValueError, AttributeError, XMLSyntaxError) as error:
            raise ValueError("damaged: no Word document can be read from it") from error
    author = " ".join((properties.author or "").split())
    return Extract(
        text,
        " ".join((properties.title or "").split()) or None,
        Metadata(
            author=None if author.lower() in _UNSTATED else author,
            date=None if day is None or day == _TEMPLATE_DAY else day.date().isoformat(),
        ),
    )


def _blocks(element: Any, parent: Any, depth: int = 0) -> Iterator[str]:
    """Paragraphs, and tables as one line a row, with text in them, those in forms included."""
    from docx.table import Table

    for child in element:
        if child.tag == _W + "p":
            text = " ".join("".join(_pieces(child)).split())
            if text:
                yield text
        elif child.tag == _W + "tbl":
            rows = "\n".join(filter(None, _rows(Table(child, parent), depth + 1)))
            if rows:
                yield rows
        elif child.tag in _WRAPPERS:
            yield from _blocks(child, parent, depth)


def _pieces(element: Any) -> Iterator[str]:
    """The text of a paragraph as it is read: with what was inserted, without what was deleted."""
    for child in element:
        if child.tag == _W + "t":
            yield child.text or ""
        elif child.tag in _BLANKS:
            yield _BLANKS[child.tag]
        elif child.tag not in _NOT_SHOWN:
            yield from _pieces(child)


def _rows(table: Any, depth: int) -> Iterator[str]:
    """The rows of a table; a merged cell counts once in a row, nested tables are in their cell."""
    if depth > _DEEPEST:
        raise RecursionError
    for row in table.rows:
        cells: dict[int, str] = {}
        for cell in row.cells:
            if id(cell._tc) not in cells:
                cells[id(cell._tc)] = " ".join(" ".join(_blocks(cell._tc, cell, depth)).split())
        yield " | ".join(filter(None, cells.values()))
