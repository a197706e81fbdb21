"""The items of an answer to a question for several things: every word of a few sentences tagged.

A span head gives one span, and items that it leaves out stand beside it, or in the next sentence.
So a model of the same make tags each word instead: it begins an item, goes on with one, or is of
none (Segal et al. 2020, "A Simple and Effective Model for Answering Multi-span Questions").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np
from tokenizers import Encoding

from embeddings.passages import Document, Interval, Passage
from qa.answers import Span
from qa.span_models import ExportedSpanModel, SpanModel
from qa.windows import Windows

BUNDLED = Path(__file__).parent / "readers" / "items"

MOST_WORDS = 110  # of the sentences that are tagged together
_BORDER = re.compile(r"[,.](?!\d)|[;:!?–—()/]|\b(?:and|or|nor|but|plus)\b")
_HEAD = re.compile(r"(?:[\s,;:.]|(?:and|or)\b)+")
_TAIL = re.compile(r"(?:[\s,;:.]|\b(?:and|or)(?=$|[\s,;:.]))+$")


@dataclass(frozen=True, slots=True)
class Item:
    """One of several things that answer a question.

    ``probability`` is the mean, over its words, of that of being of an item, 0 to 1.
    """

    span: Span
    probability: float


class Tagger(Protocol):
    """Finds the items around a span."""

    def items(self, question: str, span: Span) -> list[Item]:
        """The items that answer the question in the sentences around a span, in their order."""


class ItemTagger:
    """Tags words by a span model whose two rows of logits are those of beginning an item and of
    going on with one, against being of none."""

    def __init__(self, model: SpanModel) -> None:
        self._model = model
        self._windows = Windows(model.tokenizer)

    def items(self, question: str, span: Span) -> list[Item]:
        """The items that answer the question in the sentences around a span, in their order.

        They have the span's score; their passage reaches as far as those sentences.
        """
        document, text = span.document, span.document.text
        start, end = stretch(document, span.start, span.end)
        window = self._windows.over(question, text[start:end])[0]
        begins, continues = next(iter(self._model.logits([window])))
        reach = Passage(document, min(span.passage.start, start), max(span.passage.end, end))
        found: list[tuple[int, int, list[float]]] = []
        for first, last, words in tagged(window, tag_probabilities(begins, continues)):
            low, high = _trimmed(text, start + first, start + last)
            if low < high and found and not _BORDER.search(text, found[-1][1], low + 1):
                found[-1] = found[-1][0], high, found[-1][2] + words  # nothing divides them
            elif low < high:
                found.append((low, high, words))
        return [
            Item(replace(span, passage=reach, start=low, end=high), float(np.mean(words)))
            for low, high, words in found
        ]


def stretch(document: Document, start: int, end: int) -> Interval:
    """The sentences around an interval, with one before and one behind it of their paragraph.

    A neighbour joins as long as all of them have no more than ``MOST_WORDS``.
    """
    first, last = document.sentences_around(start, end)
    sentences, text = document.sentences, document.text
    low = bisect_left(sentences, (first, first)) - 1
    high = bisect_left(sentences, (last, last))
    if high < len(sentences) and _joins(
        text, last, sentences[high][0], (first, sentences[high][1])
    ):
        last = sentences[high][1]
    if low >= 0 and _joins(text, sentences[low][1], first, (sentences[low][0], last)):
        first = sentences[low][0]
    return first, last


def _joins(text: str, end: int, start: int, whole: Interval) -> bool:
    """Whether the sentences that end and start there are of one paragraph, and short together."""
    return "\n" not in text[end:start] and len(text[slice(*whole)].split()) <= MOST_WORDS


def tag_probabilities(begins: np.ndarray, continues: np.ndarray) -> np.ndarray:
    """Probabilities (tokens, 3) of being of no item, of beginning one and of going on with one."""
    logits = np.stack([np.zeros_like(begins), begins, continues], axis=-1)
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    found: np.ndarray = powers / powers.sum(axis=-1, keepdims=True)
    return found


def tagged(window: Encoding, probabilities: np.ndarray) -> list[tuple[int, int, list[float]]]:
    """The items of a window, as characters of its second text and the probability of every word.

    A word has the tag of its first token. ``probabilities`` is (tokens, 3).
    """
    items: list[tuple[int, int, list[float]]] = []
    inside, word_before = False, None
    parts = zip(window.sequence_ids, window.word_ids, window.offsets, strict=True)
    for token, (part, word, (start, end)) in enumerate(parts):
        if part != 1:
            continue
        if word == word_before:
            if inside:
                items[-1] = items[-1][0], end, items[-1][2]
            continue
        word_before = word
        tag = int(probabilities[token].argmax())
        of_item = 1 - float(probabilities[token, 0])
        if tag == 2 and inside:
            items[-1] = items[-1][0], end, [*items[-1][2], of_item]
        elif tag:
            items.append((start, end, [of_item]))
        inside = tag > 0
    return items


def _trimmed(text: str, start: int, end: int) -> Interval:
    """The interval without punctuation, spaces, "and" and "or" at its ends."""
    head, tail = _HEAD.match(text, start, end), _TAIL.search(text, start, end)
    start = head.end() if head else start
    return start, max(start, tail.start() if tail else end)


def load_tagger(folder: Path = BUNDLED) -> ItemTagger:
    """The bundled tagger, or that of another folder; raises as ``load_reader`` does."""
    return ItemTagger(ExportedSpanModel(folder))
