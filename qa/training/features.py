"""Examples to windows of tokens, windows to batches of tensors.

Windows overlap so that an answer cut by one is whole in the next (Devlin et al. 2019). In a window
without the whole answer both targets are the first token, which stands for "no answer".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import torch
from transformers import PreTrainedTokenizerBase

from qa.training.data import Example

QUESTION_TOKENS = 64
ROUND_LENGTH = 16
LOWEST = -1e4  # a logit where there can be no answer


@dataclass(frozen=True, slots=True)
class Window:
    """A question and a stretch of its context as tokens; the answer is ``start`` to ``end``.

    ``end`` is the last token of the answer, not the one after it; 0 and 0 is no answer.
    """

    example: str
    tokens: tuple[int, ...]
    types: tuple[int, ...] | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows as tensors: inputs of the model, and targets (windows,) of both ends.

    ``soft`` are a teacher's logits, (2, windows, tokens), the lowest where it gave none.
    """

    inputs: dict[str, torch.Tensor]
    starts: torch.Tensor
    ends: torch.Tensor
    soft: torch.Tensor | None = None


def cut_question(question: str, tokenizer: PreTrainedTokenizerBase) -> str:
    """The question, cut after 64 tokens: a longer one could leave no room for the context."""
    offsets = tokenizer(question, add_special_tokens=False, return_offsets_mapping=True)[
        "offset_mapping"
    ]
    if len(offsets) <= QUESTION_TOKENS:
        return question
    return question[: offsets[QUESTION_TOKENS - 1][1]]


def windows(
    examples: Sequence[Example],
    tokenizer: PreTrainedTokenizerBase,
    *,
    max_length: int = 256,
    stride: int = 96,
) -> list[Window]:
    """All windows of the examples, in order; neighbours share ``stride`` context tokens."""
    encoded = tokenizer(
        [cut_question(e.question, tokenizer) for e in examples],
        [e.context for e in examples],
        truncation="only_second",
        max_length=max_length,
        stride=stride,
        padding=False,
        return_overflowing_tokens=True,
        return_offsets_mapping=True,
    )
    typed = "token_type_ids" in tokenizer.model_input_names
    made = []
    for row, number in enumerate(encoded["overflow_to_sample_mapping"]):
        example = examples[number]
        start, end = _target(
            example.start, example.end, encoded["offset_mapping"][row], encoded.sequence_ids(row)
        )
        tokens = tuple(encoded["input_ids"][row])
        types = tuple(encoded["token_type_ids"][row]) if typed else None
        made.append(Window(example.id, tokens, types, start, end))
    return made


def _target(
    start: int,
    end: int,
    offsets: Sequence[tuple[int, int]],
    sequences: Sequence[int | None],
) -> tuple[int, int]:
    """First and last token of the answer's characters; (0, 0) unless all of it is inside."""
    inside = [i for i, sequence in enumerate(sequences) if sequence == 1]
    if end <= start or not inside:
        return 0, 0
    if start < offsets[inside[0]][0] or end > offsets[inside[-1]][1]:
        return 0, 0
    touched = [i for i in inside if offsets[i][0] < end and offsets[i][1] > start]
    return (touched[0], touched[-1]) if touched else (0, 0)


def rounded(length: int) -> int:
    """The padded length: few distinct shapes keep the allocator's memory bounded."""
    return -(-length // ROUND_LENGTH) * ROUND_LENGTH


def plan_batches(lengths: Sequence[int], token_budget: int, random: Random) -> list[list[int]]:
    """Indices of windows, batches of like length within the budget of padded tokens, shuffled.

    A single window longer than the budget makes a batch of its own.
    """
    order = list(range(len(lengths)))
    random.shuffle(order)
    order.sort(key=lambda i: rounded(lengths[i]))
    batches: list[list[int]] = []
    for index in order:
        if batches and (len(batches[-1]) + 1) * rounded(lengths[index]) <= token_budget:
            batches[-1].append(index)
        else:
            batches.append([index])
    random.shuffle(batches)
    return batches


def batches(
    found: Sequence[Window],
    token_budget: int,
    pad_token: int,
    random: Random,
    soft: Sequence[np.ndarray] | None = None,
) -> list[Batch]:
    """The windows as batches, in the order of ``plan_batches``; ``soft`` as in ``to_batch``."""
    planned = plan_batches([len(w.tokens) for w in found], token_budget, random)
    return [
        to_batch([found[i] for i in indices], pad_token, soft and [soft[i] for i in indices])
        for indices in planned
    ]


def to_batch(
    rows: Sequence[Window], pad_token: int, soft: Sequence[np.ndarray] | None = None
) -> Batch:
    """Tensors of (windows, padded length), padded to a multiple of 16.

    ``soft`` are a teacher's logits of each window: (2, 1 + tokens of the context).
    """
    length = rounded(max(len(w.tokens) for w in rows))
    tokens = torch.full((len(rows), length), pad_token, dtype=torch.long)
    mask = torch.zeros((len(rows), length), dtype=torch.long)
    types = torch.zeros((len(rows), length), dtype=torch.long)
    for row, window in enumerate(rows):
        tokens[row, : len(window.tokens)] = torch.tensor(window.tokens)
        mask[row, : len(window.tokens)] = 1
        if window.types is not None:
            types[row, : len(window.types)] = torch.tensor(window.types)
    inputs = {"input_ids": tokens, "attention_mask": mask}
    if rows[0].types is not None:
        inputs["token_type_ids"] = types
    starts, ends = torch.tensor([w.start for w in rows]), torch.tensor([w.end for w in rows])
    return Batch(inputs, starts, ends, None if soft is None else _placed(rows, soft, length))


def _placed(rows: Sequence[Window], soft: Sequence[np.ndarray], length: int) -> torch.Tensor:
    """Logits over all tokens of each window: a context stands before the last token."""
    placed = torch.full((2, len(rows), length), LOWEST)
    for row, (window, logits) in enumerate(zip(rows, soft, strict=True)):
        values = torch.from_numpy(logits).float()
        last = len(window.tokens) - 1
        placed[:, row, 0] = values[:, 0]
        placed[:, row, last - values.shape[1] + 1 : last] = values[:, 1:]
    return placed
