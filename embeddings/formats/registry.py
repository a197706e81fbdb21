"""Which reader takes which file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

from embeddings.formats.docx import read_docx
from embeddings.formats.epub import read_epub
from embeddings.formats.extract import Extract
from embeddings.formats.mail import read_mail
from embeddings.formats.pdf import read_pdf
from embeddings.formats.text import read_markdown, read_text
from embeddings.formats.webpage import read_webpage

_TEXT, _PACKED = 20_000_000, 200_000_000


@dataclass(frozen=True, slots=True)
class Format:
    """The reader of a kind of file: bytes to an Extract, ValueError with the reason if it fails.

    ``revision`` is raised with every change of the reader that changes a text; ``library`` is the
    distribution behind it, whose releases may do so too.
    """

    name: str
    read: Callable[[bytes], Extract]
    max_bytes: int
    revision: int = 1
    library: str | None = None
    holds_files: bool = False

    @property
    def extractor(self) -> str:
        """Name and version; documents read by another one are read again."""
        return _extractor(self.name, self.revision, self.library)


@cache
def _extractor(name: str, revision: int, library: str | None) -> str:
    return f"{name}-{revision}" + (f" {library} {version(library)}" if library else "")


_PLAIN = Format("text", read_text, _TEXT)
_MARKDOWN = Format("markdown", read_markdown, _TEXT)
_WEBPAGE = Format("html", read_webpage, _TEXT, revision=2, library="trafilatura")

FORMATS: dict[str, Format] = {
    ".txt": _PLAIN,
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".html": _WEBPAGE,
    ".htm": _WEBPAGE,
    ".xhtml": _WEBPAGE,
    ".pdf": Format("pdf", read_pdf, _PACKED, library="pypdfium2"),
    ".docx": Format("docx", read_docx, _PACKED, revision=2, library="python-docx"),
    ".epub": Format("epub", read_epub, _PACKED),
    ".eml": Format("mail", read_mail, _PACKED, revision=2, holds_files=True),
}
"""The format of each ending, lower-cased."""

ARCHIVE = ".zip"
MAX_BYTES = max(format.max_bytes for format in FORMATS.values())


def extractors() -> str:
    """Names and versions of all readers, on one line."""
    return ", ".join(sorted({format.extractor for format in FORMATS.values()}))
