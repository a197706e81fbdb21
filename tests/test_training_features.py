"""Examples to windows, windows to batches."""

from __future__ import annotations

from random import Random

import pytest
from tokenizers import pre_tokenizers
from transformers import BertTokenizer

from qa.training.data import Example
from qa.training.features import Window, batches, cut_question, plan_batches, windows

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "who", "what", "ann", "left", "the", "sea"]


@pytest.fixture(scope="module")
def tokenizer() -> BertTokenizer:
    """One token a word."""
    made = BertTokenizer(vocab={word: n for n, word in enumerate(WORDS)})
    made.backend_tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    return made


def spans(found: list[Window]) -> list[tuple[int, int]]:
    return [(w.start, w.end) for w in found]


def test_window_holds_question_context_and_answer(tokenizer: BertTokenizer) -> None:
    example = Example("1", "who left", "the sea ann left", 8, 16)

    assert windows([example], tokenizer) == [
        Window("1", (2, 5, 8, 3, 9, 10, 7, 8, 3), (0, 0, 0, 0, 1, 1, 1, 1, 1), 6, 7)
    ]


def test_windows_overlap_and_only_those_with_the_whole_answer_have_a_target(
    tokenizer: BertTokenizer,
) -> None:
    context = " ".join(["sea"] * 4 + ["ann", "left"] + ["sea"] * 4)
    start = context.index("ann")
    example = Example("1", "who", context, start, start + len("ann left"))

    made = windows([example], tokenizer, max_length=9, stride=2)

    # Five context tokens a window, two shared: words 0-4, 3-7, 6-9.
    assert spans(made) == [(0, 0), (4, 5), (0, 0)]


def test_unanswerable_example_targets_the_first_token(tokenizer: BertTokenizer) -> None:
    assert spans(windows([Example("1", "who", "the sea")], tokenizer)) == [(0, 0)]


@pytest.mark.parametrize(("length", "kept"), [(64, 64), (65, 64), (500, 64)])
def test_long_question_is_cut(tokenizer: BertTokenizer, length: int, kept: int) -> None:
    cut = cut_question(" ".join(["what"] * length), tokenizer)

    assert cut == " ".join(["what"] * kept)
    example = Example("1", " ".join(["what"] * length), "ann left", 0, 3)
    assert spans(windows([example], tokenizer, max_length=80, stride=4)) == [(kept + 2, kept + 2)]


@pytest.mark.parametrize("budget", [64, 320, 7_000])
def test_batches_stay_within_the_budget_and_hold_every_window_once(budget: int) -> None:
    random = Random(5)
    lengths = [random.randint(8, 256) for _ in range(500)]

    planned = plan_batches(lengths, budget, Random(1))

    assert sorted(i for batch in planned for i in batch) == list(range(500))
    for batch in planned:
        padded = -(-max(lengths[i] for i in batch) // 16) * 16
        assert len(batch) == 1 or len(batch) * padded <= budget


def test_batches_depend_on_the_seed_only() -> None:
    lengths = [n % 200 + 1 for n in range(300)]

    assert plan_batches(lengths, 2_000, Random(1)) == plan_batches(lengths, 2_000, Random(1))
    assert plan_batches(lengths, 2_000, Random(1)) != plan_batches(lengths, 2_000, Random(2))


def test_padding_is_masked() -> None:
    rows = [
        Window("1", (2, 5, 3, 9, 3), (0, 0, 0, 1, 1), 3, 3),
        Window("2", (2, 5, 3), (0, 0, 1), 0, 0),
    ]

    (batch,) = batches(rows, 7_000, 0, Random(1))

    order = [0, 1] if batch.starts[0] == 3 else [1, 0]
    mask = batch.inputs["attention_mask"][order]
    assert mask.shape == (2, 16)
    assert mask.sum(dim=1).tolist() == [5, 3]
    assert batch.inputs["input_ids"][order][1, :4].tolist() == [2, 5, 3, 0]
    assert batch.inputs["token_type_ids"][order][0, :6].tolist() == [0, 0, 0, 1, 1, 0]
    assert batch.ends[order].tolist() == [3, 0]
