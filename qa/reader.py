"""Passages in, answer spans out: by one model, or by a fast one and an accurate one."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np
from tokenizers import Encoding

from embeddings.encoder import check_model_name
from embeddings.exporting import GRAPH
from embeddings.passages import Passage
from qa.answers import Span
from qa.span_models import ExportedSpanModel, SpanModel, TorchSpanModel
from qa.spans import best_spans
from qa.windows import Windows, passage_tokens, word_borders

SPANS = 5  # proposed of every passage
APART = 3  # and so many of other places in it
REREAD = 4  # passages that the accurate model of a cascade reads, whatever their documents
SEATS = 4  # and the best passage of so many other documents, which may say otherwise
HOPELESS = 8.0  # logits behind the best span; passages that far behind are read only once
FOUND = 2  # and so many of those that were found first, whatever the fast model makes of them
ACCURATE = 0.8  # its share in the logits of those; all chosen on the development questions

BUNDLED = {name: Path(__file__).parent / "readers" / name for name in ("fast", "accurate")}
DEFAULT = "cascade"


class Reader(Protocol):
    """Reads passages for a question."""

    @property
    def name(self) -> str:
        """Which weights these are."""

    def read(self, question: str, passages: Sequence[Passage]) -> list[Span]:
        """The best spans of the passages, best first over all of them.

        Overlapping windows and passages propose the same characters once, at their best score.
        """


@dataclass(frozen=True, slots=True)
class Reading:
    """One window of a passage with a model's logits, (tokens,) each."""

    passage: Passage
    window: Encoding
    starts: np.ndarray
    ends: np.ndarray

    def spans(self) -> Iterator[Span]:
        """The best spans of the window."""
        borders, offsets = word_borders(self.window), self.window.offsets
        found = best_spans(self.starts, self.ends, *borders, top_k=SPANS, apart=APART)
        for first, last, score in found:
            start, end = offsets[first][0], offsets[last][1]
            yield Span(self.passage, self.passage.start + start, self.passage.start + end, score)


class SingleReader:
    """Reads every passage with one model."""

    def __init__(self, model: SpanModel) -> None:
        self.name = model.name
        self._model = model
        self._windows = Windows(model.tokenizer)

    def read(self, question: str, passages: Sequence[Passage]) -> list[Span]:
        """The best spans of the passages, best first over all of them."""
        return merged(self.readings(question, passages))

    def readings(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """The windows of all passages, in their order, with their logits."""
        windows = [(p, w) for p in passages for w in self._windows.over(question, p.text)]
        logits = self._model.logits([window for _, window in windows])
        return [Reading(*each, *pair) for each, pair in zip(windows, logits, strict=True)]


class Cascade:
    """A fast model reads every passage, an accurate one those that promise most or are nearest.

    Of these the logits of both are added, which is better than those of either (an ensemble, as
    in Devlin et al. 2019, table 2): what both find counts more than what one finds.
    """

    def __init__(self, fast: SingleReader, accurate: SingleReader) -> None:
        self.name = f"{fast.name}+{accurate.name}"
        self._fast = fast
        self._accurate = accurate

    def read(self, question: str, passages: Sequence[Passage]) -> list[Span]:
        """The best spans of the passages that were read twice, best first."""
        first = self._fast.readings(question, passages)
        found = by_rank(merged(first), passages)
        second = self._accurate.readings(question, chosen(found, passages))
        return merged([self._mixed(first, reading) for reading in second])

    @staticmethod
    def _mixed(first: Sequence[Reading], second: Reading) -> Reading:
        """The second reading with the logits of both; alone where the tokens differ."""
        same = (each for each in first if each.passage.place == second.passage.place)
        mixed = (mix(reading, second) for reading in same)
        return next((reading for reading in mixed if reading is not None), second)


def chosen(spans: Sequence[Span], found: Sequence[Passage]) -> list[Passage]:
    """The passages to read again, of those with the best ``spans`` and those ``found``, best first.

    Of 216 questions of the twelve libraries kept for development 4.2 passages are read again so
    instead of 8.3, and F1 is the same or higher from 7 to 12 logits (0.836 at 8, 0.832 without).
    """
    hopeless = spans[0].score - HOPELESS if spans else 0.0
    likely = {s.passage.place: s.passage for s in spans if s.score > hopeless}
    promising = list(likely.values())
    best = promising[:REREAD]
    seen = {passage.document.id for passage in best}
    others = {p.document.id: p for p in reversed(promising) if p.document.id not in seen}
    best += [p for p in promising if others.get(p.document.id) is p][:SEATS]
    places = {passage.place for passage in best}
    return [*best, *[p for p in found[:FOUND] if p.place not in places]]


def by_rank(spans: Sequence[Span], passages: Sequence[Passage]) -> list[Span]:
    """The spans with what the rank of their passage says added to their scores, best first.

    ``passages`` stand as they were found, the nearest first. The n-th of them is taken to hold the
    answer with 1/n of the first one's probability (Zipf's law), so the logarithm of n is taken off
    the scores, which are logits.
    """
    rank: dict[tuple[str, int, int], int] = {}
    for number, passage in enumerate(passages, start=1):
        rank.setdefault(passage.place, number)
    lowered = [replace(s, score=s.score - math.log(rank[s.passage.place])) for s in spans]
    return sorted(lowered, key=lambda span: -span.score)


def mix(fast: Reading, accurate: Reading, weight: float = ACCURATE) -> Reading | None:
    """The accurate reading, its logits with those of the fast one; None where tokens differ."""
    places = [passage_tokens(reading.window) for reading in (fast, accurate)]
    offsets = [reading.window.offsets for reading in (fast, accurate)]
    cut = [[own[token] for token in place] for own, place in zip(offsets, places, strict=True)]
    if cut[0] != cut[1]:
        return None
    theirs, ours = ([0, *place] for place in places)  # and the first token: no answer
    starts, ends = np.array(accurate.starts), np.array(accurate.ends)
    starts[ours] = weight * starts[ours] + (1 - weight) * fast.starts[theirs]
    ends[ours] = weight * ends[ours] + (1 - weight) * fast.ends[theirs]
    return Reading(accurate.passage, accurate.window, starts, ends)


def merged(readings: Sequence[Reading]) -> list[Span]:
    """The spans of all windows, best first; the same characters once, at their best score."""
    found: dict[tuple[str, int, int], Span] = {}
    for reading in readings:
        for span in reading.spans():
            key = (span.document.id, span.start, span.end)
            if key not in found or span.score > found[key].score:
                found[key] = span
    return sorted(found.values(), key=lambda span: -span.score)


def load_reader(name_or_path: str | None = None) -> Reader:
    """A bundled reader, "fast", "accurate" or "cascade", or any other by path or hub name.

    Raises FileNotFoundError where a path is given and nothing is there, OSError where a hub
    name cannot be loaded, ValueError where the model has no trained span head.
    """
    name = name_or_path or DEFAULT
    if name == "cascade":
        return Cascade(*(SingleReader(load_span_model(each)) for each in ("fast", "accurate")))
    return SingleReader(load_span_model(name))


def load_span_model(name: str) -> SpanModel:
    """The model of a reader that is one, named as for ``load_reader``; raises as that does."""
    path = BUNDLED.get(name, Path(name))
    if (path / GRAPH).is_file() or name in BUNDLED:
        return ExportedSpanModel(path)
    check_model_name(name)
    return TorchSpanModel(name)
