"""One process at a time changes a library."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from embeddings.library import Library
from embeddings.schema import FILE_NAME

WAIT = 600.0  # seconds for another process to finish

log = logging.getLogger(__name__)


@contextmanager
def writing(folder: Path, encoder: str, dimension: int, *, wait: float = WAIT) -> Iterator[Library]:
    """The library in ``folder``, checked whole, or a new one, for this process alone to change.

    The lock ends with the process, however it ends. Raises TimeoutError where another process
    holds it longer than ``wait`` seconds, ValueError where the library is damaged.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / "writing.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        log.warning("another process is changing %s; waiting for it to finish", folder)
        try:
            lock.acquire(timeout=wait)
        except Timeout as error:
            raise TimeoutError(
                f"another process has been changing {folder} for {wait:g} seconds; "
                "try again when it has finished"
            ) from error
    try:
        if (folder / FILE_NAME).is_file():
            library = Library.open(folder)
        else:
            library = Library.create(folder, encoder, dimension)
        with library:
            library.check()
            yield library
    finally:
        lock.release()
