"""PDF files: their text in paragraphs, and where its pages begin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from embeddings.formats.dates import stated_date
from embeddings.formats.extract import Extract, Member
from embeddings.formats.lines import HYPHEN, Line, join_lines
from embeddings.passages import Metadata

MOST_PAGES = 20_000

_PASSWORD, _SECURITY = 4, 5  # PDFium's errors
_NO_TITLE = re.compile(r"untitled|microsoft (?:word|powerpoint).*|.*\.\w{2,4}", re.I)
_UNSTATED = frozenset(("", "anonymous", "unspecified", "unknown", "none"))


def read_pdf(data: bytes) -> Extract:
    """The text layer of a PDF file, by PDFium; metadata from its information dictionary.

    Damaged pages among others are told as attachments that are not read.
    """
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code in (_PASSWORD, _SECURITY):
            raise ValueError("encrypted: it needs a password; save it without one") from error
        raise ValueError("damaged: no PDF reader can open it") from error
    with closing(document):
        if len(document) > MOST_PAGES:
            raise ValueError(f"too long: {len(document):,} pages, the limit is {MOST_PAGES:,}")
        pages: list[list[Line]] = []
        failed: list[Member] = []
        for number in range(len(document)):
            try:
                pages.append(list(_lines(document[number])))
            except pdfium.PdfiumError:
                pages.append([])
                failed.append(Member(f"page {number + 1}", reason="damaged: it cannot be read"))
        information = document.get_metadata_dict()
    text, begins = join_lines(pages)
    if len(failed) == len(pages):
        raise ValueError("damaged: none of its pages can be read")
    if not text.strip():
        raise ValueError("no text layer: its pages are pictures; recognise the text (OCR) first")
    title = " ".join(information.get("Title", "").split())
    author = " ".join(information.get("Author", "").split())
    created = re.sub(r"^D:", "", information.get("CreationDate", ""))[:8]
    return Extract(
        text,
        None if not title or _NO_TITLE.fullmatch(title) else title,
        Metadata(
            author=None if author.lower().strip("()") in _UNSTATED else author,
            date=stated_date(created) if re.fullmatch(r"\d{8}", created) else None,
        ),
        begins,
        tuple(failed),
    )


def _lines(page: Any) -> Iterator[Line]:
    """The printed lines of a page in reading order."""
    from pypdfium2.raw import FPDFText_GetUnicode

    with closing(page), closing(page.get_textpage()) as content:
        codes = [FPDFText_GetUnicode(content, at) for at in range(content.count_chars())]
        text = "".join(map(_character, codes))
        for match in re.finditer(r"[^\r\n]+", text):
            piece = match[0]
            start = match.start() + len(piece) - len(piece.lstrip())
            end = match.start() + len(piece.rstrip())
            if start >= end:
                continue
            word_end = start + len(text[start:end].split()[0])
            left, bottom, _, top = content.get_charbox(start, loose=True)
            _, low, right, high = content.get_charbox(end - 1, loose=True)
            yield Line(
                " ".join(text[start:end].replace("\xad", "").split()),
                left,
                right,
                top=top,
                last_top=high,
                size=max(top - bottom, high - low, 0.1),
                first_word=content.get_charbox(word_end - 1, loose=True)[2] - left,
            )


def _character(code: int) -> str:
    """The character, one for one; what is no text, and stray halves of pairs, as a space."""
    if code in (0x02, 0xFFFE):
        return HYPHEN
    if code in (0x0A, 0x0D):
        return chr(code)
    return " " if code < 0x20 or 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)
