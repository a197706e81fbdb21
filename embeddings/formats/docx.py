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
_UNSTATED = frozenset(("", "python-docx", "unknown", "author"))


def read_docx(data: bytes) -> Extract:
    """The text of a Word document; ValueError if it is none."""
    from docx import Document
    from lxml.etree import XMLSyntaxError

    with opened(data):  # within the limits
        try:
            document = Document(io.BytesIO(data))
            text = "\n\n".join(_blocks(document))
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


def _blocks(container: Any, depth: int = 0) -> Iterator[str]:
    """Paragraphs, and tables as one line a row, with text in them."""
    for block in container.iter_inner_content():
        if hasattr(block, "rows"):
            rows = "\n".join(filter(None, _rows(block, depth + 1)))
            if rows:
                yield rows
        elif block.text.strip():
            yield " ".join(block.text.split())


def _rows(table: Any, depth: int) -> Iterator[str]:
    """The rows of a table; a merged cell counts once in a row, nested tables are in their cell."""
    if depth > _DEEPEST:
        raise RecursionError
    for row in table.rows:
        cells: dict[int, str] = {}
        for cell in row.cells:
            if id(cell._tc) not in cells:
                cells[id(cell._tc)] = " ".join(" ".join(_blocks(cell, depth)).split())
        yield " | ".join(filter(None, cells.values()))
