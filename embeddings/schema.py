"""The tables of the library's SQLite file, and what its errors mean."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FILE_NAME = "library.sqlite3"
SCHEMA_VERSION = "4"

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE documents (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    sentences TEXT NOT NULL,
    boilerplate TEXT NOT NULL,
    pages TEXT NOT NULL,
    author TEXT,
    date TEXT,
    publisher TEXT,
    address TEXT,
    content TEXT NOT NULL,
    extractor TEXT NOT NULL,
    place TEXT NOT NULL,
    digest BLOB NOT NULL
);
CREATE TABLE passages (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES documents (number) ON DELETE CASCADE,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    vector BLOB NOT NULL,
    sentence_vectors BLOB NOT NULL,
    checksum INTEGER NOT NULL
);
CREATE INDEX passages_by_document ON passages (document);
CREATE TABLE words (word TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
"""


def damaged(path: Path, reason: str) -> ValueError:
    """The error for a library file that cannot be trusted."""
    return ValueError(
        f"the library file {path} cannot be used ({reason}); "
        "move it away and run: sourcesay index SOURCES"
    )


@contextmanager
def told(path: Path) -> Iterator[None]:
    """SQLite's errors in words: ValueError for a damaged file, OSError for a disk that fails."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT):
            raise damaged(path, str(error)) from error
        if code == 0 and "decode" in str(error):  # raised by the Python module, about a text
            raise damaged(path, "a text in it is damaged") from error
        if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
            raise OSError(
                f"{path}: {error}; the library is as before: free space on the disk, "
                "check permissions, and run it again"
            ) from error
        if code == sqlite3.SQLITE_BUSY:
            raise TimeoutError(
                f"{path} is being changed by another process; try again when it has ended"
            ) from error
        if code == sqlite3.SQLITE_READONLY:
            raise PermissionError(f"{path} may not be written; check its permissions") from error
        raise
