"""Files written whole or not at all, their hashes, and which of them a dead process left."""

from __future__ import annotations

import glob
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ABANDONED = 3600  # seconds after which what is unfinished is taken for that of a dead process


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A path to write a file at, put in the place of ``path`` whole; or what was there stays.

    Other processes may do the same; what killed ones left is removed.
    """
    partial = path.with_name(f"{path.name}.{os.getpid()}.part")
    for left in path.parent.glob(f"{glob.escape(path.name)}.*.part"):
        if is_abandoned(left):
            left.unlink(missing_ok=True)
    try:
        yield partial
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def sha256(path: Path) -> str:
    """Of the file's bytes, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def modified(path: Path) -> float:
    """When a file was last changed, or a folder or anything in it; long ago where it is gone."""
    times = [0.0]
    with suppress(FileNotFoundError):
        times.append(path.stat().st_mtime)
        for each in path.rglob("*"):
            with suppress(FileNotFoundError):
                times.append(each.stat().st_mtime)
    return max(times)


def is_abandoned(path: Path) -> bool:
    """Whether nobody goes on writing at this unfinished file or folder."""
    return time.time() - modified(path) > ABANDONED
