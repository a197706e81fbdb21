"""The files derived from a library: their hashes, and which of them a dead process left."""

from __future__ import annotations

import hashlib
import time
from contextlib import suppress
from pathlib import Path

ABANDONED = 3600  # seconds after which what is unfinished is taken for that of a dead process


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
