"""The files derived from a library: their hashes, and which of them a dead process left."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

ABANDONED = 3600  # seconds after which what is unfinished is taken for that of a dead process


def sha256(path: Path) -> str:
    """Of the file's bytes, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def modified(path: Path) -> float:
    """When a file was last changed, or a folder or anything in it; long ago where it is gone."""
    try:
        inside = [path, *path.rglob("*")] if path.is_dir() else [path]
        return max(each.stat().st_mtime for each in inside)
    except FileNotFoundError:
        return 0.0


def is_abandoned(path: Path) -> bool:
    """Whether nobody goes on writing at this unfinished file or folder."""
    return time.time() - modified(path) > ABANDONED
