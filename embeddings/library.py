"""The durable store: documents, passages and their vectors in one SQLite file.

That file is the truth; the dense and the keyword index are derived from it and can be rebuilt.
Several processes may read while one writes (write-ahead log). Numbers of documents and passages
are never used twice and their rows never change, so that what was read of them stays true.

Opening does not read the whole file, which takes seconds where it is large: every row that an
answer rests on is held against a checksum when it is read. ``check`` reads everything.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path

import numpy as np

from embeddings.connection import Connection, connect
from embeddings.passages import Document, Origin, Passage
from embeddings.rows import (
    DOCUMENT_COLUMNS,
    checksum,
    count_words,
    digest,
    document_of,
    document_row,
    vector_bytes,
    vectors_of,
)
from embeddings.schema import FILE_NAME, SCHEMA, SCHEMA_VERSION, damaged, told

BATCH = 10_000  # passages read at a time
PASSAGE_COLUMNS = (
    "number, document, start_char, end_char, vector, sentence_vectors, checksum FROM passages"
)


class Library:
    """Documents and passages of one folder of sources, as one SQLite file in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = folder / FILE_NAME
        self._connection = Connection(self._path)
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
        meta = {
            "schema": SCHEMA_VERSION,
            "encoder": encoder,
            "dimension": str(dimension),
            "generation": uuid.uuid4().hex,
        }
        # Made aside and put in its place whole: a killed process leaves no half of a library.
        with tempfile.TemporaryDirectory(dir=folder, prefix="new-") as aside, told(path):
            made = Path(aside) / FILE_NAME
            with closing(connect(made)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.executescript(f"BEGIN; {SCHEMA} COMMIT;")
                connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
            for left in ("-wal", "-shm"):  # by a library that was moved away without them
                path.with_name(path.name + left).unlink(missing_ok=True)
            os.replace(made, path)
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path) -> Library:
        """The library in ``folder``.

        Raises FileNotFoundError where there is none, ValueError where it is damaged or was
        written by another version.
        """
        path = folder / FILE_NAME
        if not path.is_file():
            raise FileNotFoundError(f"no library in {folder}; run: sourcesay index SOURCES")
        library = cls(folder)
        try:
            schema = library._meta("schema")
        except sqlite3.OperationalError as error:  # none of our tables
            library.close()
            raise damaged(path, str(error)) from error
        except (OSError, ValueError):
            library.close()
            raise
        if schema != SCHEMA_VERSION:
            library.close()
            raise damaged(path, f"its format is {schema}, not {SCHEMA_VERSION}")
        return library

    def check(self) -> None:
        """Read the whole file; ValueError where it is damaged."""
        if (result := self._connection.rows("PRAGMA quick_check(1)")[0][0]) != "ok":
            raise damaged(self._path, result.splitlines()[-1])

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
        return int(self._connection.rows("SELECT count(*) FROM passages")[0][0])

    def sources(self) -> dict[str, str]:
        """Document id by source, of all documents."""
        return dict(self._connection.rows("SELECT source, id FROM documents ORDER BY source"))

    def origins(self) -> dict[str, Origin]:
        """What each document was made from, by source."""
        rows = self._connection.rows("SELECT source, content, extractor, place FROM documents")
        return {source: Origin(*origin) for source, *origin in rows}

    def words(self) -> Counter[str]:
        """How often each word stands in all texts, as written there."""
        return Counter(dict(self._connection.rows("SELECT word, count FROM words")))

    def document(self, id: str) -> Document | None:
        """The document of this id, None if there is none."""
        rows = self._connection.rows("SELECT number FROM documents WHERE id = ?", (id,))
        try:
            return self._document(rows[0][0]) if rows else None
        except KeyError:  # removed meanwhile
            return None

    def documents(self) -> Iterator[Document]:
        """All documents, ordered by source."""
        for (number,) in self._connection.rows("SELECT number FROM documents ORDER BY source"):
            try:
                yield self._document(number)
            except KeyError:  # removed meanwhile
                continue

    def put(
        self, document: Document, passages: Sequence[Passage], vectors: Sequence[np.ndarray]
    ) -> None:
        """Store a document with its passages, in place of an earlier one of the same source.

        ``vectors`` has for each passage those of the whole and of its sentences, shape
        (1 + sentences, dimension). All or nothing.
        """
        if len(vectors) != len(passages):
            raise ValueError(f"{len(vectors)} vectors for {len(passages)} passages")
        with self._changing() as connection:
            self._delete(connection, document.source)
            row = document_row(document)
            number = connection.execute(
                f"INSERT INTO documents ({DOCUMENT_COLUMNS}, digest) VALUES ({'?, ' * len(row)}?)",
                (*row, digest(row)),
            ).lastrowid
            count_words(connection, document.text, 1)
            for passage, of_one in zip(passages, vectors, strict=True):
                values = (number, passage.start, passage.end, *vector_bytes(of_one))
                connection.execute(
                    "INSERT INTO passages (document, start_char, end_char, vector, "
                    "sentence_vectors, checksum) VALUES (?, ?, ?, ?, ?, ?)",
                    (*values, checksum(*values)),
                )

    def move(self, places: Mapping[str, str]) -> None:
        """Set the places of the files that the documents of these sources came from."""
        with self._changing() as connection:
            connection.executemany(
                "UPDATE documents SET place = ? WHERE source = ?",
                [(place, source) for source, place in places.items()],
            )

    def remove(self, sources: Iterable[str]) -> None:
        """Forget the documents of these sources; all or nothing."""
        with self._changing() as connection:
            for source in sources:
                self._delete(connection, source)

    def passages(self, numbers: Sequence[int]) -> list[Passage]:
        """The passages of these numbers, in the order given."""
        rows = self._numbered(numbers)
        found = {n: Passage(self._document(document), s, e) for n, document, s, e, *_ in rows}
        if missing := [number for number in numbers if number not in found]:
            raise KeyError(f"the library {self.folder} has no passages {missing}")
        return [found[number] for number in numbers]

    def passages_of(self, source: str) -> list[Passage]:
        """The passages of one document, from its beginning to its end."""
        rows = self._verified(
            f"SELECT {PASSAGE_COLUMNS} WHERE document = "
            "(SELECT number FROM documents WHERE source = ?) ORDER BY start_char, end_char",
            (source,),
        )
        return [Passage(self._document(row[1]), row[2], row[3]) for row in rows]

    def passage_numbers(self, left_out: Collection[str] = ()) -> np.ndarray:
        """The numbers of passages (passages,), ascending, but of the documents of these ids."""
        rows = self._connection.rows("SELECT number, document FROM passages ORDER BY number")
        documents = self._connection.rows("SELECT number, id FROM documents") if left_out else []
        out = {number for number, id in documents if id in left_out}
        return np.array(
            [number for number, document in rows if document not in out], dtype=np.int64
        )

    def vectors(self, after: int = 0) -> tuple[np.ndarray, np.ndarray]:
        """Numbers (passages,) and vectors (passages, dimension), float32, of the whole passages.

        Only of those with numbers above ``after``: a later passage has a higher number.
        """
        numbers: list[int] = []
        blocks = [np.empty((0, self.encoder[1]), dtype="<f4")]
        statement = f"SELECT {PASSAGE_COLUMNS} WHERE number > ? ORDER BY number LIMIT {BATCH}"
        while rows := self._verified(statement, (numbers[-1] if numbers else after,)):
            numbers += [row[0] for row in rows]
            block = np.frombuffer(b"".join(row[4] for row in rows), dtype="<f4")
            blocks.append(block.reshape(len(rows), -1))
        return np.array(numbers, dtype=np.int64), np.concatenate(blocks)

    def vectors_of(self, numbers: Sequence[int]) -> list[np.ndarray]:
        """What ``put`` was given of these passages, in the order given; sentences to 0.004."""
        found = {row[0]: vectors_of(row[4], row[5]) for row in self._numbered(numbers)}
        return [found[number] for number in numbers]

    def _load_document(self, number: int) -> Document:
        rows = self._connection.rows(
            f"SELECT {DOCUMENT_COLUMNS}, digest FROM documents WHERE number = ?", (number,)
        )
        if not rows:
            raise KeyError(f"the library {self.folder} has no document {number}")
        *row, stored = rows[0]
        if digest(row) != stored:
            raise damaged(self._path, f"the stored text of {row[2]} is not what was stored")
        return document_of(row)

    def _numbered(self, numbers: Sequence[int]) -> list[tuple]:
        marks = ",".join("?" * len(numbers))
        return self._verified(f"SELECT {PASSAGE_COLUMNS} WHERE number IN ({marks})", tuple(numbers))

    def _verified(self, statement: str, values: tuple) -> list[tuple]:
        """Rows of passages; ValueError where one is not as it was stored."""
        rows = self._connection.rows(statement, values)
        for number, *stored, sum_stored in rows:
            if checksum(*stored) != sum_stored:
                raise damaged(self._path, f"passage {number} is not what was stored")
        return rows

    def _meta(self, key: str) -> str:
        rows = self._connection.rows("SELECT value FROM meta WHERE key = ?", (key,))
        if not rows:
            raise damaged(self._path, f"it does not say its {key}")
        return str(rows[0][0])

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that also marks the contents as changed."""
        with self._connection.changing() as connection:
            yield connection
            generation = uuid.uuid4().hex
            connection.execute("UPDATE meta SET value = ? WHERE key = 'generation'", (generation,))

    def _delete(self, connection: sqlite3.Connection, source: str) -> None:
        for (text,) in connection.execute("SELECT text FROM documents WHERE source = ?", (source,)):
            count_words(connection, text, -1)
        connection.execute("DELETE FROM documents WHERE source = ?", (source,))
