"""Bringing a library up to date with documents: what changed is encoded, the rest is left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from embeddings.encoder import Encoder
from embeddings.encoding import encode_passages
from embeddings.index import check_encoder
from embeddings.library import Library
from embeddings.loaders import Loaded, Skipped, Unchanged
from embeddings.split import split


@dataclass(frozen=True, slots=True)
class Summary:
    """Sources by what happened to them."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    skipped: tuple[Skipped, ...] = ()


def update(
    library: Library, sources: Iterable[Loaded], encoder: Encoder, *, prune: bool = False
) -> Summary:
    """Store new and changed documents; with ``prune`` forget those whose source is not given.

    Every document is one transaction: a stopped run keeps what it had finished, and the next
    run goes on from there. What cannot be read now stays as it was stored.
    Raises ValueError where the library was built with another encoder.
    """
    check_encoder(library, encoder)
    ids, origins = library.sources(), library.origins()
    holding = {place for source in ids for place in _places(source)}
    added: list[str] = []
    changed: list[str] = []
    unchanged: list[str] = []
    skipped: list[Skipped] = []
    moved: dict[str, str] = {}
    for loaded in sources:
        source = loaded.source
        if isinstance(loaded, Skipped):
            skipped.append(_kept(loaded) if source in holding else loaded)
        elif isinstance(loaded, Unchanged) or (
            (ids.get(source), origins.get(source)) == (loaded.id, loaded.origin)
        ):
            unchanged.append(source)
            place = loaded.place if isinstance(loaded, Unchanged) else loaded.origin.place
            if place and place != origins[source].place:
                moved[source] = place
        else:
            (changed if source in ids else added).append(source)
            passages = split(loaded)
            library.put(loaded, passages, encode_passages(encoder, passages))
    removed: tuple[str, ...] = ()
    if prune:
        given = {*added, *changed, *unchanged}
        unread = {file.source for file in skipped}
        removed = tuple(s for s in ids if s not in given and unread.isdisjoint(_places(s)))
    if moved:
        library.move(moved)
    if removed:
        library.remove(removed)
    return Summary(tuple(added), tuple(changed), tuple(unchanged), removed, tuple(skipped))


def _places(source: str) -> Iterator[str]:
    """The source itself and the folders, archives and messages that it lies in."""
    parts = source.split("/")
    return ("/".join(parts[:end]) for end in range(1, len(parts) + 1))


def _kept(file: Skipped) -> Skipped:
    return Skipped(file.source, f"{file.reason}; what was read of it before stays in the library")
