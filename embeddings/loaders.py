"""Files to Documents, one small function a format; what cannot be read is skipped with a reason."""

from __future__ import annotations

import codecs
import hashlib
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from embeddings.boilerplate import find_boilerplate
from embeddings.passages import Document
from embeddings.split import sentences
from embeddings.titles import markdown_title, title_of

MAX_BYTES = 20_000_000

_BOMS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UTF8_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x7f]")
_FOREIGN_SHARE = 0.4  # of the letters; Western European prose has less than half of that
_CONTROL_SHARE = 0.05


class LoadError(ValueError):
    """A source that cannot become a Document; ``reason`` is one line without its name."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file and the name its document goes by: its path inside the folder that was given."""

    path: Path
    source: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not loaded, and why."""

    source: str
    reason: str


def load(
    paths: Sequence[Path], *, max_bytes: int = MAX_BYTES
) -> tuple[list[Document], list[Skipped]]:
    """The documents of all files in these folders and of these files, and what was skipped."""
    documents: list[Document] = []
    skipped: list[Skipped] = []
    for file in find_sources(paths):
        try:
            documents.append(load_file(file.path, file.source, max_bytes=max_bytes))
        except LoadError as error:
            skipped.append(Skipped(file.source, error.reason))
    return documents, skipped


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


def load_file(path: Path, source: str, *, max_bytes: int = MAX_BYTES) -> Document:
    """The document of one file, its text exactly as decoded; LoadError if it cannot be read."""
    extract = FORMATS.get(path.suffix.lower())
    if path.is_dir():
        raise LoadError(source, "the folder cannot be listed; check its permissions")
    if extract is None:
        kind = f"{path.suffix} files" if path.suffix else "files without an ending"
        raise LoadError(source, f"no reader for {kind}; readable are {', '.join(FORMATS)}")
    try:
        data = _read(path, source, max_bytes)
    except OSError as error:
        raise LoadError(source, f"cannot be opened: {error.strerror or error}") from error
    try:
        text, title = extract(data)
    except ValueError as error:
        raise LoadError(source, str(error)) from error
    if not text.strip():
        raise LoadError(source, "empty: it holds no text")
    return build_document(source, text, title)


def build_document(source: str, text: str, title: str | None = None) -> Document:
    """A document with its boundaries drawn; without a title, its heading or first words."""
    key = f"{source}\0{text}".encode("utf-8", "surrogatepass")
    boilerplate = find_boilerplate(text)
    return Document(
        id=hashlib.sha256(key).hexdigest()[:16],
        title=title or title_of(text, boilerplate) or source,
        source=source,
        text=text,
        sentences=sentences(text, boilerplate),
        boilerplate=boilerplate,
    )


def _read(path: Path, source: str, max_bytes: int) -> bytes:
    if path.exists() and not path.is_file():
        raise LoadError(source, "not a regular file")
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        data = file.read(max_bytes + 1) if size <= max_bytes else b""
    size = max(size, len(data))
    if size > max_bytes:
        raise LoadError(source, f"too large: {size:,} bytes, the limit is {max_bytes:,}")
    return data


def decode(data: bytes) -> str:
    """The text of a file; ValueError with the reason if it is not text in a known encoding."""
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8-sig")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\0" in data and encoding == "utf-8-sig":
            raise ValueError("binary, not text") from error
        where = f"byte 0x{data[error.start]:02x} at {error.start}"
        if encoding != "utf-8-sig" or _mostly_utf8(data):
            name = "UTF-8" if encoding == "utf-8-sig" else encoding.upper()
            raise ValueError(f"damaged {name} ({where}); save it as UTF-8") from error
        text = _western(data, where)
    if "\0" in text or len(_CONTROL.findall(text)) > _CONTROL_SHARE * len(text):
        raise ValueError("binary, not text")
    return text


def _mostly_utf8(data: bytes) -> bool:
    valid = _UTF8_SEQUENCE.findall(data)
    high = sum(byte >= 0x80 for byte in data)
    return len(valid) > high - sum(map(len, valid))


def _western(data: bytes, where: str) -> str:
    """Windows-1252, the old encoding of Western European text, if that makes plausible text."""
    problem = f"unknown encoding ({where} is not UTF-8); save it as UTF-8"
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise ValueError(problem) from error
    letters = [character for character in text if character.isalpha()]
    if sum(not letter.isascii() for letter in letters) > _FOREIGN_SHARE * len(letters):
        raise ValueError(problem)
    return text


def _plain(data: bytes) -> tuple[str, str | None]:
    return decode(data), None


def _markdown(data: bytes) -> tuple[str, str | None]:
    text = decode(data)
    return text, markdown_title(text)


FORMATS: dict[str, Callable[[bytes], tuple[str, str | None]]] = {".txt": _plain, ".md": _markdown}
"""The reader of each kind of file: bytes to the text and the title it states, if any; ValueError
with the reason when that fails."""
