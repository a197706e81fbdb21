"""Libraries written for training: articles and questions on them, as paragraphs with questions.

A library is a folder with ``sources`` and ``questions.jsonl``, a test set with two fields more:
``standalone``, what a follow-up means in full, and ``tempting``, the words near which an
unanswerable question seems to be answered.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embeddings.loaders import load
from embeddings.passages import Document, Passage
from embeddings.sources import find_sources
from embeddings.split import split
from qa.training.data import Paragraph, Question

Row = Mapping[str, Any]

MOST = 3  # passages of a question that an encoder learns from


def load_written(folder: Path) -> list[Paragraph]:
    """The passages of a library, each with the questions that it answers or seems to answer.

    Passages are those that a reader will be given. Raises ValueError where an answer does not
    stand in its source.
    """
    rows, passages = _read(folder)
    asked: dict[int, list[Question]] = {number: [] for number in range(len(passages))}
    for row in rows:
        text = row.get("standalone") or row["question"]
        found = list(_answered(row, passages) if row["answerable"] else _tempting(row, passages))
        if row["answerable"] and not found:
            raise ValueError(f"{folder.name}: no passage holds an answer of {row['id']}")
        for number, answers in found:
            asked[number].append(Question(f"{row['id']}/{number}", text, answers))
    return [Paragraph(folder.name, p.text, tuple(asked[n])) for n, p in enumerate(passages)]


@dataclass(frozen=True, slots=True)
class Pair:
    """A question with a passage that answers it, and the sentences there that do."""

    question: str
    passage: str
    sentence: str


def load_pairs(folder: Path) -> list[Pair]:
    """The answerable questions of a library, each with up to ``MOST`` passages that answer it."""
    rows, passages = _read(folder)
    pairs = []
    for row in (row for row in rows if row["answerable"]):
        for source in row["sources"][:MOST]:
            for passage in passages:
                document, evidence = passage.document, source["evidence"]
                if document.source == source["file"]:
                    place = document.text.find(evidence)
                    if passage.start <= place < passage.end:
                        text = row.get("standalone") or row["question"]
                        pairs.append(Pair(text, passage.text, evidence))
                        break
    return pairs


def read_library(folder: Path) -> tuple[list[Row], list[Document]]:
    """The rows of a library's questions, and its articles."""
    lines = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    loaded = load(find_sources([folder / "sources"]))
    documents = [each for each in loaded if isinstance(each, Document)]
    return [json.loads(line) for line in lines if line.strip()], documents


def _read(folder: Path) -> tuple[list[Row], list[Passage]]:
    """The rows of a library's questions, and the passages that a reader will be given."""
    rows, documents = read_library(folder)
    return rows, [passage for document in documents for passage in split(document)]


def _answered(
    row: Row, passages: Sequence[Passage]
) -> Iterator[tuple[int, tuple[tuple[str, int], ...]]]:
    """The passages that hold evidence, with the accepted answers in it, the preferred first."""
    for number, passage in enumerate(passages):
        found = dict.fromkeys(
            place
            for answer in row["answers"] or row["answers_all"]
            for source in row["sources"]
            if source["file"] == passage.document.source
            for place in _within(answer, source["evidence"], passage)
        )
        if found:
            yield number, tuple(found)


def _within(answer: str, evidence: str, passage: Passage) -> Iterator[tuple[str, int]]:
    start = passage.text.find(evidence)
    place = evidence.find(answer)
    if start >= 0 and place >= 0:
        yield answer, start + place


def _tempting(row: Row, passages: Sequence[Passage]) -> Iterator[tuple[int, tuple[()]]]:
    """The passages with the tempting words; each is one that does not answer."""
    for number, passage in enumerate(passages):
        if row.get("tempting") and row["tempting"] in passage.text:
            yield number, ()
