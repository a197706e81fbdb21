"""Bringing a library up to date with documents: what changed is encoded, the rest is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from embeddings.encoder import Encoder
from embeddings.library import Library
from embeddings.passages import Document
from embeddings.split import split

Progress = Callable[[int, int], None]
"""Called with the number of documents done and their total."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Sources by what happened to them."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]


def update(
    library: Library,
    documents: Sequence[Document],
    encoder: Encoder,
    *,
    prune: bool = False,
    progress: Progress | None = None,
) -> Summary:
    """Store new and changed documents; with ``prune`` forget those that are not given.

    Every document is one transaction: a stopped run keeps what it had finished, and the next
    run goes on from there. Raises ValueError where the library was built with another encoder.
    """
    if library.encoder != (encoder.name, encoder.dimension):
        raise ValueError(
            f"the library {library.folder} was built with encoder {library.encoder[0]}, not "
            f"{encoder.name}; use that encoder, or index into another library"
        )
    stored = library.sources()
    added: list[str] = []
    changed: list[str] = []
    unchanged: list[str] = []
    for done, document in enumerate(documents, start=1):
        if stored.get(document.source) == document.id:
            unchanged.append(document.source)
        else:
            (changed if document.source in stored else added).append(document.source)
            passages = split(document)
            library.put(document, passages, encoder.encode([p.text for p in passages]))
        if progress:
            progress(done, len(documents))
    given = {document.source for document in documents}
    removed = tuple(source for source in stored if prune and source not in given)
    if removed:
        library.remove(removed)
    return Summary(tuple(added), tuple(changed), tuple(unchanged), removed)
