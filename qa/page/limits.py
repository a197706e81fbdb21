"""How much a reader may bring along; what is beyond is refused in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from embeddings.formats.registry import FORMATS


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one session's own files; ``characters`` of all their texts together."""

    files: int = 20
    bytes: int = 10_000_000
    characters: int = 1_000_000

    @property
    def said(self) -> str:
        """The limits in a sentence."""
        return (
            f"{_listed(list(FORMATS))}; up to {self.files} files of {_megabytes(self.bytes)}, "
            f"{self.characters:,} characters of text in all."
        )

    def check_name(self, name: str) -> None:
        """ValueError where the name's ending is not that of a readable kind of file."""
        ending = PurePath(name).suffix.lower()
        if ending not in FORMATS:
            kind = f"{ending} files" if ending else "files without an ending"
            raise ValueError(f"{kind} cannot be read here; readable are {', '.join(FORMATS)}")

    def check_size(self, size: int) -> None:
        """ValueError where a file of ``size`` bytes is too large."""
        if size > self.bytes:
            raise ValueError(f"larger than {_megabytes(self.bytes)}, the limit for one file")

    def check_room(self, files: int, characters: int) -> None:
        """ValueError where so many files or characters would be too many together."""
        if files > self.files:
            raise ValueError(f"there are {self.files} files already; remove one first")
        if characters > self.characters:
            raise ValueError(
                f"with this file there would be {characters:,} characters of text, the limit is "
                f"{self.characters:,}; remove another file or split this one"
            )


def file_name(given: str) -> str:
    """The last part of a path, on one line; ValueError where nothing is left."""
    name = PurePath(given.replace("\\", "/")).name
    name = "".join(c if c.isprintable() else " " for c in name).strip()[:200].strip()
    if name in ("", ".", ".."):
        raise ValueError("the file has no name")
    return name


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:g} MB"


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
