"""Files and folders to Documents; what cannot be read is skipped with a reason."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from embeddings.documents import read_document
from embeddings.formats.archive import read_members
from embeddings.formats.extract import Member
from embeddings.formats.registry import ARCHIVE, FORMATS, MAX_BYTES
from embeddings.passages import Document, Origin
from embeddings.sandbox import Sandbox

SMALL_TEXT = 1_000_000
"""Bytes up to which plain text is read in this process: no limit of time is needed for it."""

_PLAIN = (".txt", ".md", ".markdown")
_DEEPEST = 2  # files in archives in messages


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file and the name its document goes by: its path inside the folder that was given."""

    path: Path
    source: str


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A file that is as it was when its document was stored."""

    source: str


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
                yield from _loaded(file.source, data, stored or {}, used)
            if progress:
                progress(done, len(files))


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
            for member in read_members(data, MAX_BYTES):
                yield from _member(source, member, stored, sandbox, depth + 1)
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
    for member in members:
        yield from _member(source, member, stored, sandbox, depth + 1)


def _extract(source: str, data: bytes, sandbox: Sandbox) -> tuple[Document, tuple[Member, ...]]:
    plain = PurePath(source).suffix.lower() in _PLAIN
    read = read_document if plain and len(data) <= SMALL_TEXT else sandbox.read
    return read(source, data)


def _member(
    container: str, member: Member, stored: Mapping[str, Origin], sandbox: Sandbox, depth: int
) -> Iterator[Loaded]:
    source = f"{container}/{_printable(member.name)}"
    reason = member.reason or _refusal(source, len(member.data), MAX_BYTES)
    if reason is not None:
        yield Skipped(source, reason)
    else:
        yield from _loaded(source, member.data, stored, sandbox, depth)


def find_sources(paths: Sequence[Path]) -> list[SourceFile]:
    """Every file in these folders, in order of name, without hidden ones; each file once.

    Symbolic links are followed, a folder already visited is not entered again. When two given
    folders hold files of the same name, the later one gets as much of its path as tells them apart.
    """
    found: dict[str, SourceFile] = {}
    seen: set[str] = set()
    for root in paths:
        if not root.exists():
            raise FileNotFoundError(f"no file or folder {root}; check the path")
        inside = sorted(_walk(root, seen), key=lambda file: file.source)
        for file in inside if root.is_dir() else [SourceFile(root, root.name)]:
            place = os.path.realpath(file.path)
            if place in seen:
                continue
            seen.add(place)
            name = _printable(file.source)
            parts, length = Path(place).parts, name.count("/") + 1
            while name in found and length < len(parts):
                length += 1
                name = _printable("/".join(parts[-length:]))
            found[name] = SourceFile(file.path, name)
    return list(found.values())


def _walk(root: Path, seen: set[str]) -> Iterator[SourceFile]:
    folders = [root] if root.is_dir() else []
    while folders:
        folder = folders.pop()
        place = os.path.realpath(folder)
        if place in seen:
            continue
        seen.add(place)
        try:
            entries = sorted(folder.iterdir(), reverse=True)
        except OSError:
            seen.discard(place)
            yield SourceFile(folder, folder.relative_to(root.parent).as_posix())
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if os.path.isdir(entry):
                folders.append(entry)
            else:
                yield SourceFile(entry, entry.relative_to(root).as_posix())


def _printable(name: str) -> str:
    """The name on one line, bytes that are no text replaced."""
    readable = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", "\ufffd", readable)


def _read(file: SourceFile, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of a file; ValueError with the reason if they are not to be read."""
    path = file.path
    if path.is_dir():
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
