"""The files of folders, and the names that their documents go by."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file and the name its document goes by: its path inside the folder that was given."""

    path: Path
    source: str


def find_sources(
    paths: Sequence[Path], places: Mapping[str, str] | None = None
) -> list[SourceFile]:
    """Every file in these folders, in order of name, without hidden ones; each file once.

    Symbolic links are followed, a folder already visited is not entered again. When two folders
    hold files of the same name, the later one gets as much of its path as tells them apart; so
    does a file whose name in ``places``, of file paths by source, is that of another file.
    """
    known = {place: source for source, place in (places or {}).items() if place}
    held = {name: place for place, name in known.items() if os.path.exists(place)}
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
            name = known.get(place) or printable(file.source)
            parts, length = Path(place).parts, name.count("/") + 1
            while name in found or held.get(name, place) != place:
                length += 1
                if length > len(parts):
                    name = numbered(name, found.keys() | held.keys())
                    break
                name = printable("/".join(parts[-length:]))
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
            name = root.name if folder == root else folder.relative_to(root).as_posix()
            yield SourceFile(folder, name)
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if os.path.isdir(entry):
                folders.append(entry)
            else:
                yield SourceFile(entry, entry.relative_to(root).as_posix())


def printable(name: str) -> str:
    """The name on one line, bytes that are no text replaced."""
    readable = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", "\ufffd", readable)


def numbered(source: str, taken: Container[str]) -> str:
    """The name, with a number before its ending where it is taken."""
    path, number, name = PurePath(source), 2, source
    while name in taken:
        name = str(path.with_name(f"{path.stem} ({number}){path.suffix}"))
        number += 1
    return name
