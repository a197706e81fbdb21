"""Files to Documents; what cannot be read is skipped with a reason."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from embeddings.documents import read_document
from embeddings.formats.archive import read_members
from embeddings.formats.extract import Member
from embeddings.formats.registry import ARCHIVE, FORMATS, MAX_BYTES
from embeddings.passages import Document, Origin
from embeddings.sandbox import Sandbox
from embeddings.sources import SourceFile, numbered, printable

SMALL_TEXT = 1_000_000
"""Bytes up to which plain text is read in this process: no limit of time is needed for it."""

_PLAIN = (".txt", ".md", ".markdown")
_DEEPEST = 2  # files in archives in messages


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A file that is as it was when its document was stored."""

    source: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not loaded, and why."""

    source: str
    reason: str


class LoadError(ValueError):
    """A source that cannot become a Document; ``reason`` is one line without its name."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.reason = reason


Loaded = Document | Unchanged | Skipped


def load(
    files: Sequence[SourceFile],
    stored: Mapping[str, Origin] | None = None,
    *,
    sandbox: Sandbox | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Generator[Loaded]:
    """The documents of these files and of the files inside them, one after another.

    ``stored`` are the origins of documents by source: what has not changed is not read again.
    ``progress`` is called with the number of files done and their total.
    """
    with sandbox or Sandbox() as used:
        for done, file in enumerate(files, start=1):
            try:
                data = _read(file)
            except ValueError as error:
                yield Skipped(file.source, str(error))
            else:
                for loaded in _loaded(file.source, data, stored or {}, used):
                    yield _placed(loaded, file)
            if progress:
                progress(done, len(files))


def _placed(loaded: Loaded, file: SourceFile) -> Loaded:
    """The document of a file with the path of that file; files inside it have none."""
    place = os.path.realpath(file.path)
    if loaded.source != file.source or isinstance(loaded, Skipped):
        return loaded
    if isinstance(loaded, Unchanged):
        return replace(loaded, place=place)
    return replace(loaded, origin=replace(loaded.origin, place=place))


def load_file(path: Path, source: str, *, max_bytes: int = MAX_BYTES) -> Document:
    """The document of one file, without files inside it; LoadError if it cannot be read."""
    try:
        data = _read(SourceFile(path, source), max_bytes)
        with Sandbox() as sandbox:
            return _extract(source, data, sandbox)[0]
    except ValueError as error:
        raise LoadError(source, str(error)) from error


def _loaded(
    source: str, data: bytes, stored: Mapping[str, Origin], sandbox: Sandbox, depth: int = 0
) -> Iterator[Loaded]:
    """What a file and the files inside it give."""
    suffix = PurePath(source).suffix.lower()
    if suffix == ARCHIVE:
        if depth == _DEEPEST:
            yield Skipped(source, "an archive this deep inside others is not opened")
            return
        try:
            yield from _members(source, read_members(data, MAX_BYTES), stored, sandbox, depth + 1)
        except ValueError as error:
            yield Skipped(source, str(error))
        return
    format = FORMATS[suffix]
    origin = Origin(hashlib.sha256(data).hexdigest(), format.extractor)
    if stored.get(source) == origin and not format.holds_files:
        yield Unchanged(source)
        return
    try:
        document, members = _extract(source, data, sandbox)
    except ValueError as error:
        yield Skipped(source, str(error))
        return
    yield Unchanged(source) if stored.get(source) == origin else document
    yield from _members(source, members, stored, sandbox, depth + 1)


def _extract(source: str, data: bytes, sandbox: Sandbox) -> tuple[Document, tuple[Member, ...]]:
    plain = PurePath(source).suffix.lower() in _PLAIN
    read = read_document if plain and len(data) <= SMALL_TEXT else sandbox.read
    return read(source, data)


def _members(
    container: str,
    members: Iterable[Member],
    stored: Mapping[str, Origin],
    sandbox: Sandbox,
    depth: int,
) -> Iterator[Loaded]:
    seen: set[str] = set()
    for member in members:
        source = numbered(f"{container}/{printable(member.name)}", seen)
        seen.add(source)
        reason = member.reason or _refusal(source, len(member.data), MAX_BYTES)
        if reason is not None:
            yield Skipped(source, reason)
        else:
            yield from _loaded(source, member.data, stored, sandbox, depth)


def _read(file: SourceFile, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of a file; ValueError with the reason if they are not to be read."""
    path = file.path
    if os.path.isdir(path):
        raise ValueError("the folder cannot be listed; check its permissions")
    try:
        if path.exists() and not path.is_file():
            raise ValueError("not a regular file")
        with path.open("rb") as opened:
            size = os.fstat(opened.fileno()).st_size
            reason = _refusal(file.source, size, max_bytes)
            data = b"" if reason else opened.read(max_bytes + 1)
    except OSError as error:
        raise ValueError(f"cannot be opened: {error.strerror or error}") from error
    reason = reason or _refusal(file.source, len(data), max_bytes)
    if reason:
        raise ValueError(reason)
    return data


def _refusal(source: str, size: int, max_bytes: int) -> str | None:
    """Why a file of this name and size in bytes is not read."""
    suffix = PurePath(source).suffix.lower()
    if suffix != ARCHIVE and suffix not in FORMATS:
        kind = f"{PurePath(source).suffix} files" if suffix else "files without an ending"
        return f"no reader for {kind}; readable are {', '.join((*FORMATS, ARCHIVE))}"
    limit = max_bytes if suffix == ARCHIVE else min(max_bytes, FORMATS[suffix].max_bytes)
    return f"too large: {size:,} bytes, the limit is {limit:,}" if size > limit else None
