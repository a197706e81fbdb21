"""The sources of one session: the library's, the reader's own files, less those left out."""

from __future__ import annotations

import secrets
import shutil
import tempfile
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path

from embeddings.encoding import encode_passages
from embeddings.library import Library
from embeddings.loaders import LoadError, load_file
from embeddings.passages import Document
from embeddings.split import split
from qa.page.conversation import Answering, Turn
from qa.page.keeping import Kept
from qa.page.limits import Limits, file_name
from qa.pipeline import Pipeline, load_pipeline
from qa.selection import select

OVER = "this session has ended; reload the page"

MOST_TURNS = 200
"""Turns kept for export and feedback."""

Progress = Callable[[int, int], None]
"""Called with the number of texts encoded and their total."""


class Shelf:
    """What one session can ask; ``key`` is known to that session alone.

    Own files lie in a temporary folder, as a library of their own beside the shared one. Several
    tabs of a browser may share one.
    """

    def __init__(self, base: Answering, limits: Limits | None) -> None:
        self.key = secrets.token_urlsafe(18)
        self.limits = limits
        self.used = time.monotonic()
        self._base = base
        self._own: Pipeline | None = None
        self._left_out: frozenset[str] = frozenset()
        self._chosen: Answering = base
        self._folder: Path | None = None
        self._closed = False
        self._adding = threading.Lock()  # one file at a time
        self._lock = threading.Lock()
        self._kept: Kept | None = None
        self._turns: OrderedDict[str, Turn] = OrderedDict()

    @property
    def own(self) -> tuple[Document, ...]:
        """The reader's own documents."""
        return self._own.documents if self._own else ()

    @property
    def documents(self) -> tuple[Document, ...]:
        """All documents that can be read here, chosen for the questions or not."""
        return (*self.own, *self._base.documents)

    @property
    def left_out(self) -> frozenset[str]:
        """Ids of documents that questions are not asked of."""
        return self._left_out

    @property
    def asked(self) -> Answering:
        """What answers the questions of this session.

        Raises ValueError where every source is left out.
        """
        if self._left_out and not self._chosen.documents:
            raise ValueError("No source is chosen. Choose at least one in the list of sources.")
        return self._chosen

    def document(self, key: object) -> Document | None:
        """The document of this id, if this session may read it."""
        return next((each for each in self.documents if each.id == key), None)

    def choose(self, ids: Collection[str] | None, asked: bool) -> None:
        """Ask these sources from now on, or do not; None for all, unknown ids are passed over."""
        if not isinstance(self._base, Pipeline):
            raise ValueError("The sources of this page cannot be chosen.")
        with self._lock:
            known = {each.id for each in self.documents}
            meant = known if ids is None else known & frozenset(ids)
            self._left_out = (self._left_out & known) - meant if asked else self._left_out | meant
            self._choose()

    def add(
        self,
        name: str,
        path: Path,
        progress: Progress,
        broken_off: threading.Event | None = None,
    ) -> Document:
        """Read and index one file; ValueError with the reason where that cannot be.

        A file of the same name is replaced. Nothing is added once ``broken_off`` is set; meanwhile
        the sources can be chosen, removed and asked.
        """
        if self.limits is None or not isinstance(self._base, Pipeline):
            raise ValueError("this page takes no files")
        name = file_name(name)
        self.limits.check_name(name)
        if name in {each.source for each in self._base.documents}:
            name = f"own/{name}"

        def go_on(done: int, total: int) -> None:
            self._check_wanted(broken_off)
            progress(done, total)

        with self._adding:
            document = self._load(path, name, self.limits)
            encoder = self._base.retriever.encoder
            passages = split(document)
            vectors = encode_passages(encoder, passages, go_on)
            with self._lock:
                self._check_wanted(broken_off)
                library = self._library(self._base)
                library.put(document, passages, vectors)
                self._own = load_pipeline(library, encoder, self._base.reader, self._base.tagger)
                self._choose()
                return document

    def remove(self, key: object) -> None:
        """Forget one of the reader's own files; ValueError where it is none."""
        with self._lock:
            found = next((each for each in self.own if each.id == key), None)
            if found is None or not (self._own and isinstance(self._base, Pipeline)):
                raise ValueError("This is none of your own files.")
            library = self._own.library
            library.remove([found.source])
            if library.sources():
                encoder = self._base.retriever.encoder
                self._own = load_pipeline(library, encoder, self._base.reader, self._base.tagger)
            else:
                self._own = None
            self._left_out -= {found.id}
            self._choose()

    def remember(self, turn: Turn) -> Turn:
        """The turn with a name, under which it is kept; the oldest is dropped.

        One that comes back out of the browser has its name, and the verdict given before.
        """
        known = self._turns.pop(turn.name, None)
        named = replace(
            turn,
            name=turn.name or secrets.token_hex(6),
            verdict=known.verdict if known else turn.verdict,
        )
        self._turns[named.name] = named
        while len(self._turns) > MOST_TURNS:
            self._turns.popitem(last=False)
        return named

    def turn(self, name: object) -> Turn | None:
        """The turn kept under this name."""
        return self._turns.get(name) if isinstance(name, str) else None

    def judge(self, name: str, verdict: str) -> None:
        """Remember a verdict on the answer of the turn kept under this name."""
        turn = self._turns.get(name)
        if turn is not None:
            self._turns[name] = replace(turn, verdict=verdict)

    def keep(self, kept: Kept) -> Kept:
        """What the browser is to keep: that of one tab, and what its other tabs kept meanwhile."""
        with self._lock:
            self._kept = kept.beside((self._kept or kept).conversations)
            return self._kept

    def keep_only(self, kept: Kept) -> Kept:
        """Forget what the browser's other tabs kept."""
        with self._lock:
            self._kept = kept
            return kept

    def close(self) -> None:
        """Delete the reader's own files; the shelf cannot be used afterwards."""
        with self._lock:
            self._closed = True
            if self._own:
                self._own.library.close()
                self._own = None
            if self._folder:
                shutil.rmtree(self._folder, ignore_errors=True)

    def _check_wanted(self, broken_off: threading.Event | None) -> None:
        if broken_off is not None and broken_off.is_set():
            raise ValueError("the upload was broken off")
        if self._closed:
            raise ValueError(OVER)

    def _load(self, path: Path, name: str, limits: Limits) -> Document:
        try:
            document = load_file(path, name, max_bytes=limits.bytes)
        except LoadError as error:
            raise ValueError(error.reason) from error
        kept = [each for each in self.own if each.source != name]
        size = sum(len(each.text) for each in (*kept, document))
        limits.check_room(len(kept) + 1, size)
        if document.text in {each.text for each in self._base.documents}:
            raise ValueError("its text is among the sources already")
        return document

    def _library(self, base: Pipeline) -> Library:
        if self._own:
            return self._own.library
        if self._folder:
            return Library.open(self._folder)
        self._folder = Path(tempfile.mkdtemp(prefix="sourcesay-"))
        return Library.create(self._folder, *base.library.encoder)

    def _choose(self) -> None:
        if not self._own and not self._left_out:
            self._chosen = self._base
        elif isinstance(self._base, Pipeline):
            pipelines = [self._base, self._own] if self._own else [self._base]
            self._chosen = select(pipelines, self._left_out)
