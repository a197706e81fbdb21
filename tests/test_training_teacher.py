"""Soft targets of a teacher: placed in the windows, kept, and learnt from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch
from tokenizers import Encoding, Tokenizer, models, pre_tokenizers, processors
from transformers import BertTokenizer

from qa.span_models import Logits
from qa.training.data import Example
from qa.training.features import LOWEST, Batch, batches, windows
from qa.training.mixture import Shares, named_shares
from qa.training.model import span_loss
from qa.training.teacher import Teacher

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "who", "ann", "left", "the", "sea"]
CUT = {"max_length": 9, "stride": 2}


class Numbering:
    """A teacher whose logits are the numbers of the tokens; its windows have one separator more."""

    name = "numbering"

    def __init__(self, words: Sequence[str] = WORDS) -> None:
        vocabulary = {word: n for n, word in enumerate(words)}
        self.tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
        self.tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
        self.tokenizer.post_processor = processors.TemplateProcessing(
            single="[CLS] $A [SEP]",
            pair="[CLS] $A [SEP] [SEP] $B:1 [SEP]:1",
            special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
        )
        self.asked = 0

    def logits(self, windows: Sequence[Encoding]) -> Iterator[Logits]:
        for window in windows:
            self.asked += 1
            numbers = np.array(window.ids, dtype=np.float32)
            yield numbers, numbers + 0.5


@pytest.fixture(scope="module")
def tokenizer() -> BertTokenizer:
    """One token a word."""
    made = BertTokenizer(vocab={word: n for n, word in enumerate(WORDS)})
    made.backend_tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    return made


EXAMPLES = [
    Example("1", "who left", "the sea ann left", 8, 16),
    Example("2", "who", "ann left the sea the sea the sea"),
]


def test_soft_targets_stand_at_the_tokens_of_the_context(
    tokenizer: BertTokenizer, tmp_path: Path
) -> None:
    made = windows(EXAMPLES, tokenizer, **CUT)
    soft = Teacher(Numbering(), tmp_path).targets("a", EXAMPLES, made, tokenizer, **CUT)

    [batch] = batches(made, 1000, tokenizer.pad_token_id, Random(0), soft)

    assert batch.soft is not None
    ids = batch.inputs["input_ids"]
    for row, window in zip(range(len(made)), ids, strict=True):
        question_end = window.tolist().index(3)
        last = int(batch.inputs["attention_mask"][row].sum()) - 1
        expected = torch.full((16,), LOWEST)
        expected[0] = 2
        expected[question_end + 1 : last] = window[question_end + 1 : last].float()
        assert torch.equal(batch.soft[0, row], expected)
        given = expected != LOWEST
        assert torch.equal(batch.soft[1, row], torch.where(given, expected + 0.5, expected))


def test_targets_are_computed_once(tokenizer: BertTokenizer, tmp_path: Path) -> None:
    model = Numbering()
    made = windows(EXAMPLES, tokenizer, **CUT)

    first, again = (
        Teacher(model, tmp_path).targets("a", EXAMPLES, made, tokenizer, **CUT) for _ in range(2)
    )

    assert model.asked == len(made)
    assert [soft.tolist() for soft in first] == [soft.tolist() for soft in again]
    assert [path.name for path in tmp_path.iterdir()] == ["a.npz"]


def test_a_teacher_with_other_word_pieces_is_refused(
    tokenizer: BertTokenizer, tmp_path: Path
) -> None:
    model = Numbering()
    model.tokenizer.pre_tokenizer = pre_tokenizers.Split("e", "isolated")
    made = windows(EXAMPLES, tokenizer, **CUT)

    with pytest.raises(ValueError, match="numbering cuts words into other pieces"):
        Teacher(model, tmp_path).targets("a", EXAMPLES, made, tokenizer, **CUT)
    assert list(tmp_path.iterdir()) == []


def test_the_loss_is_least_where_the_learner_says_what_the_teacher_says() -> None:
    teacher = torch.tensor([[[2.0, 0.0, LOWEST]], [[0.0, 1.0, LOWEST]]])
    inputs = {"attention_mask": torch.tensor([[1, 1, 1]])}
    batch = Batch(inputs, torch.tensor([0]), torch.tensor([1]), teacher)

    def loss(starts: Sequence[float], ends: Sequence[float]) -> float:
        return span_loss(torch.tensor([starts]), torch.tensor([ends]), batch).item()

    same = loss([2.0, 0.0, LOWEST], [0.0, 1.0, LOWEST])
    # Hard targets: log(1 + e^-2) and log(1 + e^-1), halved. Soft ones: the entropies of both
    # distributions at half the logits, times four.
    assert same == pytest.approx(0.3 * 0.2201 + 0.7 * 4 * (0.5823 + 0.6628) / 2, abs=1e-3)
    assert same < loss([0.0, 2.0, 0.0], [1.0, 0.0, 0.0])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], Shares()),
        (["near=5", "written=0"], Shares(near=5, written=0)),
        (["nearly=5"], "'nearly=5' is no share of examples"),
        (["near=-5"], "'near=-5' is no share of examples"),
        (["near"], "the kinds are far, further, halved"),
    ],
)
def test_shares_are_named(given: list[str], expected: Shares | str) -> None:
    if isinstance(expected, Shares):
        assert named_shares(given) == expected
    else:
        with pytest.raises(ValueError, match=expected):
            named_shares(given)
