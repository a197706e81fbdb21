"""Who said it: the sentence that a question quotes or retells, and its speaker.

A reader looks for a span near the question's words, but a speaker is often named sentences away
from what he or she said. So the sentences of the passages are compared with the question, and
the speaker is the one that attribution finds for the nearest.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.encoder import Encoder
from embeddings.passages import Document, Interval, Passage
from qa.attribution.attribute import attribute
from qa.attribution.speakers import is_named
from qa.attribution.wording import NAMES
from qa.values.equality import same_answer

COVERAGE_WEIGHT = 0.6  # of shared words against similarity of meaning; chosen on development data
CONSIDERED = 12  # nearest sentences whose speakers are compared
_STEM = 6  # letters of a word that must agree: "cautioned" and "cautions"
_NAME_END = re.compile(r",\s|\s\(")
_SEVERAL = re.compile(rf"{NAMES}(?:,\s{NAMES})*,?\sand\s{NAMES}")
_NAME = re.compile(rf"{NAMES}(?=,|$)")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with its speaker, both intervals of one document.

    ``margin`` is by how much the sentence is nearer to the question than the nearest one of
    another speaker, 0 to about 2: the surer the more.
    """

    passage: Passage
    sentence: Interval
    speaker: Interval
    margin: float

    @property
    def document(self) -> Document:
        return self.passage.document

    @property
    def passage_of_speaker(self) -> Passage:
        """The passage, made longer where the speaker is named outside it."""
        start, end = self.speaker
        return Passage(self.document, min(self.passage.start, start), max(self.passage.end, end))


def find_statement(
    question: str, passages: Sequence[Passage], encoder: Encoder
) -> Statement | None:
    """The statement that the question asks the speaker of, or None where nobody speaks."""
    found: list[tuple[float, Passage, Interval, Interval]] = []
    for score, passage, sentence in _nearest(question, passages, encoder)[:CONSIDERED]:
        speaker = attribute(passage.document, *sentence)
        if speaker is not None:
            found.append((score, passage, sentence, _name(passage.document, speaker)))
    if not found:
        return None
    best, passage, sentence, speaker = found[0]
    name = passage.document.text[slice(*speaker)]
    others = (
        score
        for score, other, _, interval in found
        if not same_answer(other.document.text[slice(*interval)], name)
    )
    return Statement(passage, sentence, speaker, best - next(others, 0.0))


def _nearest(
    question: str, passages: Sequence[Passage], encoder: Encoder
) -> list[tuple[float, Passage, Interval]]:
    """The passages' sentences with their nearness to the question, nearest first."""
    sentences: dict[tuple[str, int], tuple[Passage, Interval]] = {}
    for passage in passages:
        for start, end in passage.document.sentences:
            if passage.start <= start and end <= passage.end:
                sentences.setdefault((passage.document.id, start), (passage, (start, end)))
    candidates = list(sentences.values())
    if not candidates:
        return []
    texts = [passage.document.text[start:end] for passage, (start, end) in candidates]
    vectors = encoder.encode([question, *texts])
    likeness = vectors[1:] @ vectors[0]  # (sentences,)
    covered = _coverage(question, texts)
    scored = [
        (float(like) + COVERAGE_WEIGHT * share, passage, sentence)
        for like, share, (passage, sentence) in zip(likeness, covered, candidates, strict=True)
    ]
    return sorted(scored, key=lambda item: -item[0])


def _coverage(question: str, texts: Sequence[str]) -> list[float]:
    """The share of the question's words that each text holds, rare words weighing more."""
    stems = [_stems(text) for text in texts]
    frequency = Counter(stem for found in stems for stem in found)
    weight = {
        stem: math.log(1 + len(texts) / (1 + frequency[stem]))
        for stem in _stems(question)
        if frequency[stem] < len(texts) / 3
    }
    whole = sum(weight.values()) or 1.0
    return [sum(w for stem, w in weight.items() if stem in found) / whole for found in stems]


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in re.findall(r"\w+", text.casefold())}


def _name(document: Document, speaker: Interval) -> Interval:
    """The speaker's name without the office beside it; several names stay together."""
    start, end = speaker
    cut = _NAME_END.search(document.text, start, end)
    if cut is None or _SEVERAL.fullmatch(document.text, start, end):
        return start, end
    if not is_named(document.text[start : cut.start()]):
        name = _NAME.match(document.text, cut.end(), end)
        return name.span() if name else (start, cut.start())
    return start, cut.start()
