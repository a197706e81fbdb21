"""Documents and passages as rows of the library, and the checksums their rows are held against."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Sequence

import numpy as np

from embeddings.passages import Document, Metadata, Origin
from embeddings.vocabulary import word_counts

STEP = 1 / 127  # of a number of a sentence's vector, stored in a byte

DOCUMENT_COLUMNS = (
    "id, title, source, text, sentences, boilerplate, pages, author, date, publisher, address, "
    "content, extractor, place"
)


def document_row(document: Document) -> tuple:
    """The values of ``DOCUMENT_COLUMNS``."""
    stated, origin = document.metadata, document.origin
    return (
        document.id,
        document.title,
        document.source,
        document.text,
        json.dumps(document.sentences),
        json.dumps(document.boilerplate),
        json.dumps(document.pages),
        *(stated.author, stated.date, stated.publisher, stated.address),
        *(origin.content, origin.extractor, origin.place),
    )


def digest(row: Sequence) -> bytes:
    """SHA-256 of a document's row but for its place, which may change."""
    whole = hashlib.sha256()
    for value in row[:-1]:
        data = b"" if value is None else str(value).encode("utf-8", "surrogatepass")
        whole.update(len(data).to_bytes(8, "big") + data)
    return whole.digest()


def checksum(document: int | None, start: int, end: int, *vectors: bytes) -> int:
    """CRC-32 of a passage's row."""
    found = zlib.crc32(f"{document} {start} {end}".encode())
    for vector in vectors:
        found = zlib.crc32(vector, found)
    return found


def vector_bytes(vectors: np.ndarray) -> tuple[bytes, bytes]:
    """The first vector as float32, the others with a byte a number.

    The search goes by the first; of the others, which only rank what it found, an error of
    0.002 in a cosine does not matter.
    """
    return vectors[0].astype("<f4").tobytes(), np.rint(vectors[1:] / STEP).astype("i1").tobytes()


def vectors_of(whole: bytes, sentences: bytes) -> np.ndarray:
    """The vectors of ``vector_bytes``: (1 + sentences, dimension), float32."""
    first = np.frombuffer(whole, dtype="<f4")
    others = np.frombuffer(sentences, dtype="i1").reshape(-1, len(first)) * np.float32(STEP)
    return np.vstack([first, others]).astype(np.float32, copy=False)


def document_of(row: Sequence) -> Document:
    """The document that ``document_row`` made this row of."""
    id, title, source, text = row[:4]
    sentences, boilerplate, pages = (json.loads(marks) for marks in row[4:7])
    return Document(
        id,
        title,
        source,
        text,
        tuple(map(tuple, sentences)),
        tuple(map(tuple, boilerplate)),
        tuple(pages),
        Metadata(*row[7:11]),
        Origin(*row[11:14]),
    )


def count_words(connection: sqlite3.Connection, text: str, sign: int) -> None:
    """Add the words of a text to the counts, or take them away with ``sign`` -1."""
    counts = word_counts(text)
    connection.executemany(
        "INSERT INTO words VALUES (?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count",
        [(word, sign * count) for word, count in counts.items()],
    )
    if sign < 0:
        connection.executemany(
            "DELETE FROM words WHERE word = ? AND count <= 0", [(word,) for word in counts]
        )
