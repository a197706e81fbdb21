"""The library's SQLite file, opened for reading and for changing.

That file is only ever opened by SQLite: closing it once in another way would end the locks that
this process holds on it, and another process could then pull its log away.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from embeddings.schema import told

_WAIT = 60.0  # seconds for another process to end a transaction


class Connection:
    """The open file at ``path``, for threads in turn; what SQLite says is told as by ``told``.

    Another file in its place, as of a library that was removed and made anew, is opened instead;
    FileNotFoundError where there is none any more.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        with told(path):
            self._connection = connect(path)
        self._found = _as_found(path)

    def close(self) -> None:
        """Close the file; the connection cannot be used afterwards."""
        self._connection.close()

    def rows(self, statement: str, values: tuple = ()) -> list[tuple]:
        """All rows that a statement gives."""
        with self._lock, told(self.path):
            self._reopen_if_changed()
            try:
                return self._connection.execute(statement, values).fetchall()
            except sqlite3.DatabaseError:
                if not self._reopen_if_changed():  # while it was read
                    raise
                return self._connection.execute(statement, values).fetchall()

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of it, or nothing where it fails."""
        with self._lock, told(self.path):
            self._reopen_if_changed()
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _reopen_if_changed(self) -> bool:
        found = _as_found(self.path)
        if found == self._found:
            return False
        if not found:
            raise FileNotFoundError(
                f"{self.path} was removed or moved while it was open; put it back, or make the "
                "library anew with: sourcesay index SOURCES"
            )
        connection = connect(self.path)
        self._connection.close()
        self._connection, self._found = connection, found
        return True


def connect(path: Path) -> sqlite3.Connection:
    """A connection whose transactions are begun and ended by hand.

    In a folder that may not be written, such as that of a read-only disk, it can only read.
    """
    connection = sqlite3.connect(
        _address(path), uri=True, isolation_level=None, check_same_thread=False, timeout=_WAIT
    )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")  # what is committed outlives a power cut
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _address(path: Path) -> str:
    address = path.absolute().as_uri()
    if os.access(path.parent, os.W_OK):
        return address
    return f"{address}?mode=ro" if _log(path).exists() else f"{address}?immutable=1"


def _log(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _as_found(path: Path) -> tuple[object, ...]:
    """What an open connection rests on, and must be opened again when it differs; () for no file.

    That is which file it is. Whoever may not write the folder cannot see what others do to the file
    either, and rests on its size and time as well.
    """
    with suppress(FileNotFoundError):
        file = path.stat()
        place = file.st_dev, file.st_ino
        if os.access(path.parent, os.W_OK):
            return place
        return *place, file.st_size, file.st_mtime_ns, _log(path).exists()
    return ()
