"""One model and two, over a tokenizer of whole words."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from tokenizers import Encoding, Tokenizer, models, pre_tokenizers, processors

from embeddings.passages import Passage
from qa.answers import Span
from qa.reader import REREAD, Cascade, Reading, SingleReader, by_rank, chosen, mix
from qa.span_models import Logits
from qa.windows import Windows
from tests.conftest import make_document

TEXTS = ("Ada led", "Ben led", "Cleo led", "Dora led", "Eva led", "Finn led")
DOCUMENT = make_document("\n".join(TEXTS), "a.txt")
PASSAGES = [
    Passage(DOCUMENT, DOCUMENT.text.index(text), DOCUMENT.text.index(text) + len(text))
    for text in TEXTS
]


def word_tokenizer(separators: int) -> Tokenizer:
    """Words as tokens; as many separators between question and passage as told."""
    words = ["[S]", "Who", *dict.fromkeys(" ".join(TEXTS).split())]
    tokenizer = Tokenizer(models.WordLevel({w: n for n, w in enumerate(words)}, unk_token="[S]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[S] $A",
        pair=f"[S] $A {'[S] ' * separators}$B:1 [S]:1",
        special_tokens=[("[S]", 0)],
    )
    return tokenizer


class ByWord:
    """Scores of words, half at either end; no answer has 0. Remembers what it was given."""

    def __init__(self, name: str, scores: dict[str, float], separators: int = 1) -> None:
        self.name = name
        self.tokenizer = word_tokenizer(separators)
        self.scores = scores
        self.read: list[str] = []

    def logits(self, windows: Sequence[Encoding]) -> Iterator[Logits]:
        for window in windows:
            self.read.append(window.tokens[-3])
            half = np.array([self.scores.get(token, -9.0) / 2 for token in window.tokens])
            half[0] = 0.0
            yield half, half


def names(reader: SingleReader | Cascade) -> list[tuple[str, float]]:
    spans = reader.read("Who", PASSAGES)
    return [(span.text, round(span.score, 3)) for span in spans if " " not in span.text][:REREAD]


FAST = {"Ada": 6.0, "Ben": 5.0, "Cleo": 4.0, "Dora": 3.0, "Eva": 2.0, "Finn": 1.0}
SLOW = {"Ada": -4.0, "Ben": 1.0, "Cleo": 2.0, "Dora": 8.0, "Eva": 9.0, "Finn": 9.0}


def test_one_model_reads_every_passage() -> None:
    model = ByWord("one", FAST)
    assert names(SingleReader(model)) == [("Ada", 6.0), ("Ben", 5.0), ("Cleo", 4.0), ("Dora", 3.0)]
    assert model.read == [text.split()[0] for text in TEXTS]


@pytest.mark.parametrize("separators", [1, 2])
def test_accurate_model_reads_the_most_promising_and_both_scores_count(separators: int) -> None:
    fast, accurate = ByWord("fast", FAST), ByWord("accurate", SLOW, separators)
    cascade = Cascade(SingleReader(fast), SingleReader(accurate))
    mixed = [("Dora", 7.0), ("Cleo", 2.4), ("Ben", 1.8), ("Ada", -2.0)]
    assert names(cascade) == mixed
    assert cascade.name == "fast+accurate"
    assert accurate.read == ["Ada", "Ben", "Cleo", "Dora"]


def test_spans_of_a_passage_found_later_count_less() -> None:
    spans = [Span(p, p.start, p.end, 2.0) for p in (PASSAGES[n] for n in (3, 1, 0))]
    lowered = [(s.passage.start, round(s.score, 3)) for s in by_rank(spans, PASSAGES)]
    assert lowered == [
        (PASSAGES[0].start, 2.0),
        (PASSAGES[1].start, 1.307),  # less the logarithm of 2
        (PASSAGES[3].start, 0.614),  # of 4
    ]


def test_windows_of_other_tokens_are_not_mixed() -> None:
    whole, part = (
        Reading(PASSAGES[0], Windows(word_tokenizer(1)).over("Who", text)[0], *np.zeros((2, 5)))
        for text in ("Ada led", "Ada")
    )
    assert mix(whole, part) is None
    assert mix(whole, whole) is not None


def test_the_best_passages_and_the_best_of_each_other_document_are_read_again() -> None:
    sources = "aabaaccdefg"
    documents = {name: make_document("one two three", name) for name in set(sources)}
    passages = [Passage(documents[name], n, n + 2) for n, name in enumerate(sources)]

    spans = [Span(p, p.start, p.end, -p.start) for p in passages]
    assert [p.start for p in chosen(spans, [])] == [0, 1, 2, 3, 5, 7]
    level = [replace(span, score=0.0) for span in spans]
    assert [p.start for p in chosen(level, [])] == [0, 1, 2, 3, 5, 7, 8, 9]
    found = [passages[10], passages[2], passages[6]]
    assert [p.start for p in chosen(level, found)] == [0, 1, 2, 3, 5, 7, 8, 9, 10]
    assert chosen([], found) == found[:2]
