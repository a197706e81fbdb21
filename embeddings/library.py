"""The durable store: documents, passages and their vectors in one SQLite file.

That file is the truth. The dense index is derived from it and can be rebuilt; the keyword index
(FTS5) lives inside it and changes in the same transactions.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import numpy as np

from embeddings.passages import Document, Passage

FILE_NAME = "library.sqlite3"
SCHEMA_VERSION = "1"

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE documents (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    sentences TEXT NOT NULL,
    boilerplate TEXT NOT NULL
);
CREATE TABLE passages (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES documents (number) ON DELETE CASCADE,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    vector BLOB NOT NULL
);
CREATE INDEX passages_by_document ON passages (document);
CREATE VIEW passage_texts AS
    SELECT passages.number AS number,
           substr(documents.text, start_char + 1, end_char - start_char) AS text
    FROM passages JOIN documents ON documents.number = passages.document;
CREATE VIRTUAL TABLE passage_words USING fts5 (
    text, content = 'passage_texts', content_rowid = 'number',
    tokenize = 'porter unicode61 remove_diacritics 2'
);
"""


class Library:
    """Documents and passages of one folder of sources, as one SQLite file in ``folder``."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self._connection = connection
        self._lock = threading.RLock()
        self._document = lru_cache(maxsize=1024)(self._load_document)

    @classmethod
    def create(cls, folder: Path, encoder: str, dimension: int) -> Library:
        """A new, empty library whose vectors come from ``encoder``.

        Raises FileExistsError where the folder already holds one.
        """
        path = folder / FILE_NAME
        if path.exists():
            raise FileExistsError(f"{folder} already holds a library; open it instead")
        folder.mkdir(parents=True, exist_ok=True)
        library = cls(folder, _connect(path))
        meta = {
            "schema": SCHEMA_VERSION,
            "encoder": encoder,
            "dimension": str(dimension),
            "generation": uuid.uuid4().hex,
        }
        rows = ", ".join(f"('{key}', {_quote(value)})" for key, value in meta.items())
        # One script, one transaction: a killed process leaves an empty file or a whole schema.
        library._connection.executescript(
            f"BEGIN; {SCHEMA} INSERT INTO meta VALUES {rows}; COMMIT;"
        )
        return library

    @classmethod
    def open(cls, folder: Path) -> Library:
        """The library in ``folder``.

        Raises FileNotFoundError where there is none, ValueError where it is damaged or was
        written by another version.
        """
        path = folder / FILE_NAME
        if not path.is_file():
            raise FileNotFoundError(f"no library in {folder}; run: sourcesay index SOURCES")
        library = cls(folder, _connect(path))
        try:
            schema = library._meta("schema")
            check = library._connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        except sqlite3.DatabaseError as error:
            library.close()
            raise ValueError(_damaged(path, str(error))) from error
        if schema != SCHEMA_VERSION or check != "ok":
            library.close()
            reason = check if check != "ok" else f"its format is {schema}, not {SCHEMA_VERSION}"
            raise ValueError(_damaged(path, reason))
        return library

    def close(self) -> None:
        """Close the file; the library cannot be used afterwards."""
        self._connection.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @property
    def encoder(self) -> tuple[str, int]:
        """Name and dimension of the encoder that made the vectors."""
        return self._meta("encoder"), int(self._meta("dimension"))

    @property
    def generation(self) -> str:
        """A value that changes with every change of the contents."""
        return self._meta("generation")

    @property
    def passage_count(self) -> int:
        return int(self._rows("SELECT count(*) FROM passages")[0][0])

    def sources(self) -> dict[str, str]:
        """Document id by source, of all documents."""
        return dict(self._rows("SELECT source, id FROM documents ORDER BY source"))

    def documents(self) -> Iterator[Document]:
        """All documents, ordered by source."""
        for (number,) in self._rows("SELECT number FROM documents ORDER BY source"):
            yield self._document(number)

    def put(self, document: Document, passages: Sequence[Passage], vectors: np.ndarray) -> None:
        """Store a document with its passages, in place of an earlier one of the same source.

        ``vectors`` has the shape (passages, dimension). All or nothing.
        """
        if len(vectors) != len(passages):
            raise ValueError(f"{len(vectors)} vectors for {len(passages)} passages")
        with self._changing() as connection:
            self._delete(connection, document.source)
            number = connection.execute(
                "INSERT INTO documents (id, source, title, text, sentences, boilerplate) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (
                    document.id,
                    document.source,
                    document.title,
                    document.text,
                    json.dumps(document.sentences),
                    json.dumps(document.boilerplate),
                ),
            ).lastrowid
            for passage, vector in zip(passages, vectors, strict=True):
                row = connection.execute(
                    "INSERT INTO passages (document, start_char, end_char, vector) "
                    "VALUES (?, ?, ?, ?)",
                    (number, passage.start, passage.end, vector.astype("<f4").tobytes()),
                )
                connection.execute(
                    "INSERT INTO passage_words (rowid, text) VALUES (?, ?)",
                    (row.lastrowid, passage.text),
                )

    def remove(self, sources: Iterable[str]) -> None:
        """Forget the documents of these sources; all or nothing."""
        with self._changing() as connection:
            for source in sources:
                self._delete(connection, source)

    def passages(self, numbers: Sequence[int]) -> list[Passage]:
        """The passages of these numbers, in the order given."""
        marks = ",".join("?" * len(numbers))
        rows = self._rows(
            "SELECT number, document, start_char, end_char FROM passages "
            f"WHERE number IN ({marks})",
            tuple(numbers),
        )
        found = {n: Passage(self._document(document), s, e) for n, document, s, e in rows}
        missing = [number for number in numbers if number not in found]
        if missing:
            raise KeyError(f"the library {self.folder} has no passages {missing}")
        return [found[number] for number in numbers]

    def passages_of(self, source: str) -> list[Passage]:
        """The passages of one document, from its beginning to its end."""
        rows = self._rows(
            "SELECT passages.number FROM passages "
            "JOIN documents ON documents.number = passages.document "
            "WHERE source = ? ORDER BY start_char, end_char",
            (source,),
        )
        return self.passages([number for (number,) in rows])

    def vectors(self) -> tuple[np.ndarray, np.ndarray]:
        """All passage numbers (passages,) and their vectors (passages, dimension), float32."""
        rows = self._rows("SELECT number, vector FROM passages ORDER BY number")
        dimension = self.encoder[1]
        numbers = np.array([number for number, _ in rows], dtype=np.int64)
        data = b"".join(vector for _, vector in rows)
        return numbers, np.frombuffer(data, dtype="<f4").reshape(len(rows), dimension)

    def match(self, expression: str, top_k: int) -> list[tuple[int, float]]:
        """Passage numbers with BM25 scores (higher is better) for an FTS5 expression."""
        return self._rows(
            "SELECT rowid, -bm25(passage_words) FROM passage_words WHERE passage_words MATCH ? "
            "ORDER BY bm25(passage_words), rowid LIMIT ?",
            (expression, top_k),
        )

    def holds(self, expression: str) -> bool:
        """Whether any passage matches an FTS5 expression."""
        statement = "SELECT 1 FROM passage_words WHERE passage_words MATCH ? LIMIT 1"
        return bool(self._rows(statement, (expression,)))

    def _load_document(self, number: int) -> Document:
        row = self._rows(
            "SELECT id, title, source, text, sentences, boilerplate FROM documents "
            "WHERE number = ?",
            (number,),
        )[0]
        sentences, boilerplate = (tuple(map(tuple, json.loads(marks))) for marks in row[4:])
        return Document(row[0], row[1], row[2], row[3], sentences, boilerplate)

    def _meta(self, key: str) -> str:
        rows = self._rows("SELECT value FROM meta WHERE key = ?", (key,))
        if not rows:
            raise sqlite3.DatabaseError(f"it does not say its {key}")
        return str(rows[0][0])

    def _rows(self, statement: str, values: tuple = ()) -> list[tuple]:
        with self._lock:
            return self._connection.execute(statement, values).fetchall()

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that also marks the contents as changed."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute(
                    "UPDATE meta SET value = ? WHERE key = 'generation'", (uuid.uuid4().hex,)
                )
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
            self._document.cache_clear()

    def _delete(self, connection: sqlite3.Connection, source: str) -> None:
        words = connection.execute(
            "SELECT passage_texts.number, passage_texts.text FROM passage_texts "
            "JOIN passages USING (number) JOIN documents ON documents.number = passages.document "
            "WHERE documents.source = ?",
            (source,),
        ).fetchall()
        connection.executemany(
            "INSERT INTO passage_words (passage_words, rowid, text) VALUES ('delete', ?, ?)", words
        )
        connection.execute("DELETE FROM documents WHERE source = ?", (source,))


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _quote(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _damaged(path: Path, reason: str) -> str:
    return (
        f"the library file {path} cannot be used ({reason}); "
        "move it away and run: sourcesay index SOURCES"
    )
