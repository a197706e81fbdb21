"""ZIP containers: their members within limits, and why a member is not read."""

from __future__ import annotations

import io
import lzma
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from embeddings.formats.extract import Member

MOST_MEMBERS = 20_000
MOST_BYTES = 1_000_000_000  # unpacked, all members together
MOST_RATIO = 200  # unpacked to packed: text is seldom packed to less than a tenth
SMALL = 10_000_000  # unpacked bytes up to which any ratio is harmless

_ENCRYPTED = 0x1
_BROKEN = (  # what the three ways of packing say of damaged data
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(EOFError, NotImplementedError, OSError),
)


@contextmanager
def opened(data: bytes) -> Iterator[zipfile.ZipFile]:
    """A container that is safe to unpack in memory; ValueError with the reason if it is not."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(archive)
            yield archive
    except _BROKEN as error:
        raise ValueError("damaged: it cannot be unpacked") from error


def _check(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise ValueError(f"it holds {len(members):,} files, the limit is {MOST_MEMBERS:,}")
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_BYTES:
        raise ValueError(f"unpacked it is {unpacked:,} bytes, the limit is {MOST_BYTES:,}")
    packed = max(1, sum(member.compress_size for member in members))
    if unpacked > SMALL and unpacked / packed > MOST_RATIO:
        raise ValueError(
            f"unpacked it is {unpacked // packed:,} times as large, the limit is {MOST_RATIO}"
        )


def read_members(data: bytes, max_bytes: int) -> Iterator[Member]:
    """The files in a ZIP archive in order of name, hidden ones left out.

    Nothing is written to disk. ValueError, before any member, if the archive is not read at all.
    """
    with opened(data) as archive:
        for info in sorted(archive.infolist(), key=lambda info: info.filename):
            parts = info.filename.replace("\\", "/").split("/")
            folder = parts[-1] == ""  # is_dir fails on an empty name
            hidden = any(part.startswith(".") and part not in (".", "..") for part in parts)
            if folder or hidden or parts[0] == "__MACOSX":
                continue
            reason = _refusal(info, parts, max_bytes)
            if reason is not None:
                yield Member(info.filename, reason=reason)
                continue
            try:
                yield Member("/".join(parts), archive.read(info))
            except (*_BROKEN, RuntimeError):
                yield Member(info.filename, reason="damaged: it cannot be unpacked")


def _refusal(info: zipfile.ZipInfo, parts: list[str], max_bytes: int) -> str | None:
    if ".." in parts or parts[0] == "" or re.match(r"[A-Za-z]:", parts[0]):
        return "its name points outside the archive"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a symbolic link, not a file"
    if info.flag_bits & _ENCRYPTED:
        return "encrypted: it needs a password; save it without one"
    if info.file_size > max_bytes:
        return f"too large: {info.file_size:,} bytes, the limit is {max_bytes:,}"
    return None
