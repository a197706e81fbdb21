"""Stand-ins that mean something: words are vectors, and the reader finds what it is told to."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from embeddings.index import open_index
from embeddings.indexing import update
from embeddings.keywords import KeywordIndex
from embeddings.library import Library
from embeddings.passages import Document, Passage
from embeddings.retriever import Retriever
from qa.answers import Span
from qa.confidence import Calibration
from qa.conflict import Conflict
from qa.items import Item, stretch
from qa.pipeline import Pipeline

SEEDS = Path(__file__).parent.parent / "seeds"


class WordEncoder:
    """Hashed words as vectors: the passage that shares the question's words is nearest."""

    name = "words"
    dimension = 256

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"\w+", text.casefold()):
                row[zlib.crc32(word.encode()) % self.dimension] += 1
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


class ScriptedReader:
    """Proposes the given texts, with the given scores, wherever a passage holds them."""

    name = "scripted"

    def __init__(self, scores: dict[str, float]) -> None:
        self.scores = scores

    def read(self, question: str, passages: Sequence[Passage]) -> list[Span]:
        spans = [
            Span(passage, passage.start + found.start(), passage.start + found.end(), score)
            for passage in passages
            for text, score in self.scores.items()
            for found in re.finditer(re.escape(text), passage.text)
        ]
        return sorted(spans, key=lambda span: -span.score)


class ScriptedTagger:
    """Finds these words, with these probabilities, in the sentences around a span."""

    def __init__(self, probabilities: dict[str, float]) -> None:
        self.probabilities = probabilities

    def items(self, question: str, span: Span) -> list[Item]:
        start, end = stretch(span.document, span.start, span.end)
        places = [
            (span.document.text.find(text, start, end), text, probability)
            for text, probability in self.probabilities.items()
        ]
        return [
            Item(replace(span, start=at, end=at + len(text)), probability)
            for at, text, probability in sorted(places)
            if at >= 0
        ]


def make_document(text: str, source: str = "a.txt") -> Document:
    """A document whose sentences end at full stops."""
    sentences = tuple(m.span() for m in re.finditer(r"\S[^.]*\.", text))
    return Document(source, source, source, text, sentences)


@pytest.fixture
def encoder() -> WordEncoder:
    return WordEncoder()


@pytest.fixture
def calibration() -> Calibration:
    """Probability one half at score 0, refusing below it."""
    return Calibration(
        "scripted",
        slope=1.0,
        length=0.0,
        intercept=0.0,
        threshold=0.5,
    )


@pytest.fixture
def conflict() -> Conflict:
    """An answer stands beside the best of wholly like passages if it is not two logits behind."""
    return Conflict((0, -1, 0, 0, 0, 0, 0, 0, 0, 2), intercept=0, threshold=0.5)


@pytest.fixture
def town_pipeline(tmp_path: Path, calibration: Calibration) -> Iterator[Pipeline]:
    """Two small sources of a town, and a reader that finds years, names and a colour."""
    scores = dict.fromkeys(("1921", "1930", "Anna Kovar", "red", "purple"), 3.0)
    encoder, reader = WordEncoder(), ScriptedReader(scores)
    with Library.create(tmp_path / "town", encoder.name, encoder.dimension) as library:
        documents = [
            make_document("The mill was built in 1921 by Anna Kovar.", "mill.txt"),
            make_document("The bridge was built in 1930. It is red.", "bridge.txt"),
        ]
        update(library, documents, encoder)
        index, keywords = open_index(library, encoder), KeywordIndex(library)
        retriever = Retriever(library, encoder, index, keywords)
        yield Pipeline(library, retriever, reader, calibration)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", os.environ.get("HF_HUB_OFFLINE", "1"))
