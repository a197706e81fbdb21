"""The word index of a library's passages (tantivy), derived from the library and kept beside it.

Each state of the library has a folder of its own, keywords-<generation>, made in a temporary
folder and renamed when whole: processes that still read an older one are not disturbed. What has
not changed since the newest older state is taken over from it, unless many of its passages were
removed: tantivy still counts their words.
"""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import tantivy

from embeddings.files import is_abandoned, modified, sha256
from embeddings.library import Library
from embeddings.names import name_key
from embeddings.passages import Passage

RECIPE = 2  # raise it when fields or analysis change
BATCH = 1000  # passages read from the library at a time
RETRIES = 3  # while the library changes
HEAP = 30_000_000  # bytes that the writer fills before it writes a segment
STALE = 0.1  # share of removed passages up to which an older index is taken over

NAME = re.compile(r"[^\W\d_]{3,}(?:['’ʼ-][^\W\d_]{2,})*")
_BETWEEN_NAMES = re.compile(r"[ \u00a0]")

log = logging.getLogger(__name__)

english = (
    tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    .filter(tantivy.Filter.lowercase())
    .filter(tantivy.Filter.ascii_fold())
    .filter(tantivy.Filter.stemmer("english"))
    .build()
)
"""Words in lower case, without accents and endings (Snowball stemmer)."""


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("number", indexed=True, fast=True)
    builder.add_text_field("text", tokenizer_name="english", index_option="position")
    builder.add_text_field("names", tokenizer_name="listed", index_option="freq")
    builder.add_text_field("forms", tokenizer_name="listed", index_option="basic")
    return builder.build()


SCHEMA = _schema()
"""number: the passage's; text: title and passage; names: the keys of its names; forms: each name
as "key=Spelling", each pair of neighbouring names as "key>key of the next" and "key<key before".
"""


def open_postings(library: Library) -> tantivy.Index:
    """The library's word index, brought up to date where it is not."""
    for _ in range(RETRIES):
        try:
            return _up_to_date(library)
        except KeyError as error:  # a passage was removed meanwhile
            log.info("%s: the word index of %s is begun again", error, library.folder)
    return _up_to_date(library)


def _up_to_date(library: Library) -> tantivy.Index:
    folder = library.folder / f"keywords-{library.generation}"
    try:
        return _load(folder)
    except FileNotFoundError:
        log.info("building the word index of %s", library.folder)
    except OSError as reason:
        log.warning("the word index of %s cannot be read: %s", library.folder, reason)
        return _in_memory(library)
    except ValueError as reason:
        log.warning("rebuilding the word index of %s: %s", library.folder, reason)
        shutil.rmtree(folder, ignore_errors=True)
    try:
        return _make(library, folder)
    except (OSError, ValueError) as error:  # tantivy's error for a full disk is a ValueError
        log.warning("the word index of %s could not be saved: %s", library.folder, error)
        return _in_memory(library)


def _in_memory(library: Library) -> tantivy.Index:
    index = _tokenized(tantivy.Index(SCHEMA))
    _update(index, library, np.empty(0, dtype=np.int64), library.passage_numbers())
    return index


def _load(folder: Path) -> tantivy.Index:
    """The index in ``folder``, checked against its hashes.

    Raises FileNotFoundError where there is none, ValueError where it is damaged.
    """
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    if manifest != _manifest(folder):
        raise ValueError("its contents do not match their hashes")
    return _tokenized(tantivy.Index.open(str(folder)))


def _make(library: Library, folder: Path) -> tantivy.Index:
    """The index in a new folder, from the newest older one that is whole and has little to lose."""
    others = (path for path in library.folder.glob("keywords-*") if path != folder)
    older = sorted(others, key=modified, reverse=True)
    scratch = Path(tempfile.mkdtemp(dir=library.folder, prefix="new-keywords-"))
    building = scratch / "index"  # for all to read, as the library is; the folder around is not
    building.mkdir()
    try:
        numbers = library.passage_numbers()
        source, indexed = _taken_over(older, numbers)
        if source is None:
            index = _tokenized(tantivy.Index(SCHEMA, path=str(building)))
        else:
            shutil.copytree(source, building, copy_function=_linked, dirs_exist_ok=True)
            index = _tokenized(tantivy.Index.open(str(building)))
        _update(index, library, indexed, numbers)
        del index
        (building / "numbers.npy").unlink(missing_ok=True)
        np.save(building / "numbers.npy", np.union1d(indexed, numbers))
        (building / "manifest.json").unlink(missing_ok=True)
        text = json.dumps(_manifest(building), indent=1)
        (building / "manifest.json").write_text(text, encoding="utf-8")
        try:
            os.replace(building, folder)
        except OSError:
            if not (folder / "manifest.json").is_file():  # else another process was faster
                raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    for path in [*older, *library.folder.glob("new-keywords-*")]:
        if path in older or is_abandoned(path):
            shutil.rmtree(path, ignore_errors=True)
    return _load(folder)


def _taken_over(older: Sequence[Path], numbers: np.ndarray) -> tuple[Path | None, np.ndarray]:
    """The first of these folders that serves for the passages ``numbers``, and its own passages.

    Those removed from it are among them.
    """
    for folder in older:
        try:
            _load(folder)
            indexed = np.load(folder / "numbers.npy")
        except (OSError, ValueError):
            continue
        if len(np.setdiff1d(indexed, numbers)) <= STALE * len(indexed):
            return folder, indexed
    return None, np.empty(0, dtype=np.int64)


def _update(
    index: tantivy.Index, library: Library, indexed: np.ndarray, numbers: np.ndarray
) -> None:
    """Make ``index``, which holds the passages ``indexed``, hold the passages ``numbers``."""
    added = np.setdiff1d(numbers, indexed)
    writer = index.writer(heap_size=HEAP, num_threads=1)
    removed = np.setdiff1d(indexed, numbers).tolist()
    if removed:  # by query: deleting by term does not find unsigned numbers
        writer.delete_documents_by_query(tantivy.Query.term_set_query(SCHEMA, "number", removed))
    for first in range(0, len(added), BATCH):
        batch = added[first : first + BATCH].tolist()
        for number, passage in zip(batch, library.passages(batch), strict=True):
            writer.add_document(_entry(number, passage))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()


def _entry(number: int, passage: Passage) -> tantivy.Document:
    entry = tantivy.Document()
    entry.add_unsigned("number", number)
    text = composed(passage.text)
    entry.add_text("text", f"{composed(passage.document.title)}\n{text}")
    names = list(names_in(text))
    entry.add_text("names", " ".join(key for key, _, _ in names))
    entry.add_text("forms", " ".join(dict.fromkeys(_forms(text, names))))
    return entry


def composed(text: str) -> str:
    """The text as its words are sought: accents with their letters (NFC), no soft hyphens."""
    return unicodedata.normalize("NFC", text).replace("\xad", "")


def names_in(text: str) -> Iterator[tuple[str, int, int]]:
    """The capitalised words of a text as key, start and end; possessives without their ending."""
    for match in NAME.finditer(text):
        if match[0][0].isupper():
            key = name_key(match[0]).replace(" ", "")
            if key:
                yield key, *match.span()


def _forms(text: str, names: Sequence[tuple[str, int, int]]) -> Iterator[str]:
    for key, start, end in names:
        yield f"{key}={text[start:end]}"
    for (one, _, end), (two, start, _) in pairwise(names):
        if _BETWEEN_NAMES.fullmatch(text, end, start):
            yield f"{one}>{two}"
            yield f"{two}<{one}"


def _tokenized(index: tantivy.Index) -> tantivy.Index:
    index.register_tokenizer("english", english)
    listed = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("listed", listed)
    return index


def _manifest(folder: Path) -> dict[str, object]:
    """What the folder holds: any difference from what was written makes it unusable."""
    files = sorted(
        path for path in folder.iterdir() if path.suffix != ".lock" and path.name != "manifest.json"
    )
    return {"recipe": RECIPE, "sha256": {path.name: sha256(path) for path in files}}


def _linked(source: str, target: str) -> None:
    """A second name for the same file, a copy where the file system has none: files of an index
    are replaced, never written to."""
    if Path(source).suffix == ".lock":
        return
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
