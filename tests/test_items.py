"""The words of a few sentences tagged: which sentences, and what the tags of words make of them."""

import numpy as np
import pytest
from tokenizers import Tokenizer

from embeddings.passages import Passage
from qa.answers import Span
from qa.items import BUNDLED, MOST_WORDS, ItemTagger, load_tagger, stretch, tag_probabilities
from qa.windows import passage_tokens
from tests.conftest import make_document

TEXT = "They came. They took axes, saws and ropes. It was dark.\nThen they left. It rained."


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("came", "They came. They took axes, saws and ropes."),
        ("saws", "They came. They took axes, saws and ropes. It was dark."),
        ("dark", "They took axes, saws and ropes. It was dark."),
        ("left", "Then they left. It rained."),
        ("axes, saws and ropes. It was", "They came. They took axes, saws and ropes. It was dark."),
    ],
)
def test_neighbours_of_the_paragraph_join(answer: str, expected: str) -> None:
    start = TEXT.index(answer)
    first, last = stretch(make_document(TEXT), start, start + len(answer))
    assert TEXT[first:last] == expected


def test_a_long_neighbour_does_not_join() -> None:
    long = " ".join(["word"] * MOST_WORDS) + "."
    text = f"{long} They took axes. It was dark."
    start = text.index("axes")
    first, last = stretch(make_document(text), start, start + 4)
    assert text[first:last] == "They took axes. It was dark."


def test_probabilities_are_those_of_three_tags() -> None:
    found = tag_probabilities(np.array([0.0, np.log(2.0), 900.0]), np.array([0.0, 0.0, -900.0]))
    expected = [[1 / 3, 1 / 3, 1 / 3], [0.25, 0.5, 0.25], [0.0, 1.0, 0.0]]
    np.testing.assert_allclose(found, expected)


class Scripted:
    """Tags words: B begins an item, I goes on, ? may do either. Further tokens of a word begin one,
    which must not count."""

    name = "scripted"

    def __init__(self, tokenizer: Tokenizer, tags: str) -> None:
        self.tokenizer = tokenizer
        self.tags = tags

    def logits(self, windows):
        for window in windows:
            begins, continues = np.full((2, len(window.ids)), -9.0)
            words = window.word_ids
            for token in passage_tokens(window):
                tag = "B" if words[token] == words[token - 1] else self.tags[words[token]]
                begins[token] = {"B": 9.0, "?": 5.0}.get(tag, -9.0)
                continues[token] = {"I": 9.0, "?": 4.0}.get(tag, -9.0)
            yield begins, continues


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(BUNDLED / "tokenizer.json"))


@pytest.mark.parametrize(
    ("text", "tags", "expected"),
    [
        ("They took axes, saws and ropes.", "..B.B.B.", ["axes", "saws", "ropes"]),
        ("They took axes, saws and ropes.", "..BIIII.", ["axes, saws and ropes"]),
        ("They took axes, saws and ropes.", "..I.I...", ["axes", "saws"]),
        ("They took axes, saws and ropes.", "..BBBI..", ["axes", "saws"]),
        ("They took axes, saws and ropes.", "..B...BI", ["axes", "ropes"]),
        ("They took axes, saws and ropes.", "........", []),
        ("They took axes of Izium.", "..BII.", ["axes of Izium"]),
        ("They took axes of Izium.", "..B.B.", ["axes of Izium"]),
        ("They took axes (two) of Izium.", "..B.B....", ["axes", "two"]),
        ("They took 1,400 axes.", "..B.BI.", ["1,400 axes"]),
        ("They took 1,400 axes.", "..BIII.", ["1,400 axes"]),
    ],
)
def test_words_become_items(text: str, tags: str, expected: list[str], tokenizer) -> None:
    found = ItemTagger(Scripted(tokenizer, tags)).items("What?", axes(text))
    assert [item.span.text for item in found] == expected


def test_items_carry_their_mean_probability_and_reach_beyond_the_passage(tokenizer) -> None:
    text = "They took axes. It rained ropes."
    document = make_document(text)
    passage = Passage(document, 0, text.index(" It"))
    span = Span(passage, text.index("axes"), text.index("axes") + 4, 1.0)
    axe, rope = ItemTagger(Scripted(tokenizer, "..B...?.")).items("What?", span)
    assert (axe.span.text, axe.span.passage.text) == ("axes", text)
    assert (rope.span.text, rope.span.passage.text) == ("ropes", text)
    assert axe.probability == pytest.approx(1 / (1 + np.exp(-9.0)), abs=1e-6)
    assert rope.probability == pytest.approx(1 - 1 / (1 + np.exp(5.0) + np.exp(4.0)))


def axes(text: str) -> Span:
    start = text.index("axes")
    return Span(Passage(make_document(text), 0, len(text)), start, start + 4, 1.0)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        (
            "What did the thieves carry off?",
            "The thieves took axes, two saws and a coil of rope.",
            ["axes", "two saws", "a coil of rope"],
        ),
        (
            "Who led the thieves?",
            "Led by Jan Kot, the thieves took axes, saws and ropes.",
            ["Jan Kot"],
        ),
    ],
)
def test_bundled_tagger(question: str, text: str, expected: list[str]) -> None:
    found = load_tagger().items(question, axes(text))
    assert [item.span.text for item in found] == expected
