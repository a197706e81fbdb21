"""The bytes of a file to a Document."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, replace
from pathlib import PurePath

from embeddings.boilerplate import find_boilerplate
from embeddings.formats.extract import Member
from embeddings.formats.registry import FORMATS
from embeddings.passages import Document, Metadata, Origin
from embeddings.split import sentences
from embeddings.titles import title_of

MAX_CHARACTERS = 20_000_000


def read_document(source: str, data: bytes) -> tuple[Document, tuple[Member, ...]]:
    """The document of a file and what is attached to it; ValueError with the reason if none."""
    reader = FORMATS[PurePath(source).suffix.lower()]
    extract = reader.read(data)
    text = _encodable(extract.text)
    if not text.strip():
        raise ValueError("empty: it holds no text")
    if len(text) > MAX_CHARACTERS:
        raise ValueError(
            f"too long: {len(text):,} characters of text, the limit is {MAX_CHARACTERS:,}"
        )
    document = replace(
        build_document(source, text, _encodable(extract.title) if extract.title else None),
        pages=extract.pages,
        metadata=Metadata(*(v and _encodable(v) for v in astuple(extract.metadata))),
        origin=Origin(hashlib.sha256(data).hexdigest(), reader.extractor),
    )
    return document, extract.attachments


def _encodable(text: str) -> str:
    """The text with a question mark for each half of a surrogate pair: such cannot be stored."""
    return text.encode("utf-8", "replace").decode("utf-8")


def build_document(source: str, text: str, title: str | None = None) -> Document:
    """A document with its boundaries drawn; without a title, its heading or first words."""
    boilerplate = find_boilerplate(text)
    return Document(
        id=hashlib.sha256(f"{source}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()[:16],
        title=title or title_of(text, boilerplate) or source,
        source=source,
        text=text,
        sentences=sentences(text, boilerplate),
        boilerplate=boilerplate,
    )
