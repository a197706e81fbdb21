"""Small files of foreign formats, written by libraries for the tests that read them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

import docx
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas


def pdf(
    pages: Sequence[Sequence[tuple[float, float, str]]],
    title: str = "",
    author: str = "",
    password: str | None = None,
) -> bytes:
    """A PDF whose pages are lines of text at x and y, in points from the lower left."""
    file = io.BytesIO()
    lock = StandardEncryption(password) if password else None
    canvas = Canvas(file, encrypt=lock, invariant=True)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    for page in pages:
        canvas.setFont("Times-Roman", 11)
        for x, y, text in page:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def printed(lines: Sequence[str], top: float = 700, left: float = 72) -> list[tuple]:
    """Lines under one another; "" leaves one out."""
    return [(left, top - 13 * n, text) for n, text in enumerate(lines) if text]


def zipped(files: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def word(paragraphs: Sequence[str | Sequence[Sequence[str]]], title: str = "") -> bytes:
    """A Word document of paragraphs, and of tables as lists of rows."""
    document = docx.Document()
    document.core_properties.title = title
    for paragraph in paragraphs:
        if isinstance(paragraph, str):
            document.add_paragraph(paragraph)
            continue
        table = document.add_table(len(paragraph), len(paragraph[0]))
        for row, texts in zip(table.rows, paragraph, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def book(chapters: Mapping[str, str], metadata: str = "", **more: str) -> bytes:
    """An EPUB of XHTML bodies by file name, in reading order."""
    items = "".join(
        f'<item id="c{n}" href="{name}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:'
        'container"><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>',
        "OPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc='
        f'"http://purl.org/dc/elements/1.1/"><metadata>{metadata}</metadata>'
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>",
    }
    for name, body in chapters.items():
        files[f"OPS/{name}"] = f"<html><head><title>x</title></head><body>{body}</body></html>"
    return zipped({**files, **more})
