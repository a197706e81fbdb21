"""Which library a command works on: a given one, or one made and kept for a folder of sources."""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from itertools import chain
from pathlib import Path

from embeddings.documents import build_document
from embeddings.encoder import Encoder
from embeddings.exported import cache_folder
from embeddings.files import sha256
from embeddings.formats.registry import MAX_BYTES, extractors
from embeddings.index import open_index
from embeddings.indexing import Summary, update
from embeddings.library import Library
from embeddings.loaders import Loaded, Skipped, load
from embeddings.passages import Document
from embeddings.postings import open_postings
from embeddings.schema import FILE_NAME, SCHEMA_VERSION
from embeddings.sources import find_sources
from embeddings.writing import writing
from qa.progress import counted, progress_bar

DEFAULT_LIBRARY = Path("library")
DEFAULT_SOURCES = Path("seeds")

log = logging.getLogger(__name__)


def open_library(folder: Path | None, encoder: Encoder) -> Library:
    """The library in ``folder``; without one that in ./library, else one made of ./seeds.

    Raises FileNotFoundError or ValueError, with the remedy, where that cannot be.
    """
    if folder is not None:
        return Library.open(folder)
    if (DEFAULT_LIBRARY / FILE_NAME).is_file():
        return Library.open(DEFAULT_LIBRARY)
    if DEFAULT_SOURCES.is_dir():
        return cached_library(DEFAULT_SOURCES, encoder)
    raise FileNotFoundError(
        "no folder library and no folder seeds here; give --library DIR or --sources DIR"
    )


def index_sources(
    folder: Path, paths: Sequence[Path], encoder: Encoder, *, prune: bool = False
) -> Summary:
    """Bring the library in ``folder`` up to date with the files and folders in ``paths``.

    The library is made if there is none; another process that changes it is waited for.
    Raises FileNotFoundError for a missing path, ValueError where the library is damaged or
    nothing can be read, with the first reason.
    """
    with ExitStack() as stack:
        progress = stack.enter_context(progress_bar("indexing"))
        opened: Library | None = None
        if (folder / FILE_NAME).is_file():
            opened = stack.enter_context(writing(folder, encoder.name, encoder.dimension))
        origins = opened.origins() if opened else {}
        files = find_sources(paths, {source: origin.place for source, origin in origins.items()})
        loaded = stack.enter_context(closing(load(files, origins, progress=progress)))
        first = _up_to_readable(loaded, paths)
        library = opened or stack.enter_context(writing(folder, encoder.name, encoder.dimension))
        summary = update(library, chain(first, loaded), encoder, prune=prune)
        open_index(library, encoder)
        open_postings(library)
    return summary


def _up_to_readable(loaded: Iterator[Loaded], paths: Sequence[Path]) -> list[Loaded]:
    """The files up to the first that is not skipped; ValueError where there is none."""
    skipped: list[Skipped] = []
    for file in loaded:
        if not isinstance(file, Skipped):
            return [*skipped, file]
        skipped.append(file)
    names = ", ".join(str(path) for path in paths)
    reason = f"; {skipped[0].source}: {skipped[0].reason}" if skipped else ""
    raise ValueError(f"no sources in {names}: {len(skipped)} files skipped{reason}")


def cached_library(sources: Path, encoder: Encoder) -> Library:
    """The library of a folder of sources, made on first use and again when a file changes.

    It lies in the cache folder under a key of the files' contents, so it is never stale.
    """
    contents = [f"{file.source}\0{_content_hash(file.path)}" for file in find_sources([sources])]

    def make(folder: Path) -> None:
        for source in index_sources(folder, [sources], encoder).skipped:
            log.warning("skipped %s: %s", source.source, source.reason)

    return _cached(contents, encoder, make)


def library_of(documents: Sequence[Document], encoder: Encoder) -> Library:
    """The library of documents that lie in no folder; kept in the cache folder likewise."""
    contents = [f"{document.source}\0{document.text}" for document in documents]

    def make(folder: Path) -> None:
        whole = [build_document(d.source, d.text, d.title) for d in documents]
        created = Library.create(folder, encoder.name, encoder.dimension)
        with created as library, progress_bar("indexing") as progress:
            update(library, counted(whole, progress), encoder)
            open_index(library, encoder)
            open_postings(library)

    return _cached(contents, encoder, make)


def _cached(contents: Sequence[str], encoder: Encoder, make: Callable[[Path], None]) -> Library:
    digest = hashlib.sha256(f"{SCHEMA_VERSION} {encoder.name} {extractors()}".encode())
    for content in contents:
        digest.update(f"\0{content}\0".encode())
    folder = cache_folder() / "libraries" / digest.hexdigest()[:16]
    if (folder / FILE_NAME).is_file():
        try:
            return Library.open(folder)
        except ValueError as error:
            log.warning("%s: made again from the sources", error)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="new-") as building:
        make(Path(building) / "library")
        if folder.is_dir() and not _opens(folder):  # damaged, or left of one that was
            os.replace(folder, Path(building) / "damaged")
        try:
            os.replace(Path(building) / "library", folder)
        except OSError:
            if not (folder / FILE_NAME).is_file():  # else another process was faster
                raise
    return Library.open(folder)


def _opens(folder: Path) -> bool:
    try:
        Library.open(folder).close()
    except (ValueError, OSError):
        return False
    return True


def _content_hash(path: Path) -> str:
    """SHA-256 of a file that could be loaded; of others what tells whether they changed."""
    try:
        size = path.stat().st_size
        if not path.is_file() or size > MAX_BYTES:
            return f"not read, {size} bytes"
        return sha256(path)
    except OSError as error:
        return f"not read, {error.strerror}"
