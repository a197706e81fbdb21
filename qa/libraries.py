"""Which library a command works on: a given one, or one made and kept for a folder of sources."""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, suppress
from itertools import chain
from pathlib import Path

from embeddings.documents import build_document
from embeddings.encoder import Encoder
from embeddings.exported import RECIPE, cache_folder
from embeddings.files import is_abandoned, sha256
from embeddings.formats.registry import MAX_BYTES, extractors
from embeddings.index import open_index
from embeddings.indexing import Summary, update
from embeddings.library import Library
from embeddings.loaders import Loaded, Skipped, load
from embeddings.passages import Document
from embeddings.postings import open_postings
from embeddings.schema import FILE_NAME, SCHEMA_VERSION
from embeddings.sources import SourceFile, find_sources
from embeddings.writing import writing
from qa.progress import counted, progress_bar

DEFAULT_LIBRARY = Path("library")
DEFAULT_SOURCES = Path("seeds")
NEW = "new-"  # begins the names of folders in which libraries are made

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
        places = {source: origin.place for source, origin in origins.items()}
        files = _but_of(folder, find_sources(paths, places), paths)
        loaded = stack.enter_context(closing(load(files, origins, progress=progress)))
        first = _up_to_readable(loaded, paths)
        library = opened or stack.enter_context(writing(folder, encoder.name, encoder.dimension))
        summary = update(library, chain(first, loaded), encoder, prune=prune)
        open_index(library, encoder)
        open_postings(library)
    return summary


def _but_of(
    library: Path, files: Sequence[SourceFile], paths: Sequence[Path]
) -> Sequence[SourceFile]:
    """The files without the library's own, where its folder lies among the sources."""
    own = library.resolve()
    if any(path.resolve().is_relative_to(own) for path in paths):
        return files
    return [file for file in files if not file.path.absolute().is_relative_to(own)]


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
    """The library of a folder of sources, made on first use, and up to date with its files.

    It lies in the cache folder, one for each folder of sources, and beside it what its files were
    when it was last brought up to date: a killed run is gone on with, a damaged library made anew.
    """
    digest = _digest(encoder, [os.path.realpath(sources)])
    folder = _cache() / digest
    files = find_sources([sources])
    state = _digest(encoder, [f"{file.source}\0{_content_hash(file.path)}" for file in files])
    marker = folder / "sources.sha256"
    if _opens(folder) and marker.is_file() and marker.read_text() == state:
        return Library.open(folder)
    if (folder / FILE_NAME).is_file():  # else another process may be about to make it
        _move_away_damaged(folder)
    for source in index_sources(folder, [sources], encoder, prune=True).skipped:
        log.warning("skipped %s: %s", source.source, source.reason)
    marker.write_text(state)
    return Library.open(folder)


def library_of(documents: Sequence[Document], encoder: Encoder) -> Library:
    """The library of documents that lie in no folder; kept in the cache folder likewise."""
    folder = _cache() / _digest(encoder, [f"{d.source}\0{d.text}" for d in documents])
    if _opens(folder):
        return Library.open(folder)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=NEW) as building:
        made = Path(building) / "library"
        whole = [build_document(d.source, d.text, d.title) for d in documents]
        created = Library.create(made, encoder.name, encoder.dimension)
        with created as library, progress_bar("indexing") as progress:
            update(library, counted(whole, progress), encoder)
            open_index(library, encoder)
            open_postings(library)
        _move_away_damaged(folder)
        try:
            os.replace(made, folder)
        except OSError:
            if not _opens(folder):  # else another process was faster
                raise
    return Library.open(folder)


def _cache() -> Path:
    """Where libraries are kept that no command names; without what dead processes left there."""
    folder = cache_folder() / "libraries"
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"{NEW}*"):
        if is_abandoned(left):
            shutil.rmtree(left, ignore_errors=True)
    return folder


def _digest(encoder: Encoder, contents: Sequence[str]) -> str:
    """A name for what a library would be of these contents, by this version of the program."""
    made_by = f"{SCHEMA_VERSION} {RECIPE} {encoder.name} {extractors()}"
    digest = hashlib.sha256(made_by.encode())
    for content in contents:
        digest.update(f"\0{content}\0".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()[:16]


def _move_away_damaged(folder: Path) -> None:
    """Remove what is no library, or cannot be opened as one."""
    if folder.is_dir() and not _opens(folder):
        log.warning("%s: made again from the sources", folder)
        aside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=NEW))
        with suppress(OSError):  # another process was faster
            os.replace(folder, aside / "damaged")
        shutil.rmtree(aside, ignore_errors=True)


def _opens(folder: Path) -> bool:
    """Whether there is a library in the folder that is not seen to be damaged."""
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
