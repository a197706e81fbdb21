"""The mean of the weights of several readers (Wortsman et al. 2022, "Model soups", uniform).

A run on other data than its base's forgets some of what the base knew. Where both come from the
same weights, their mean keeps most of what either has learnt, at the size and cost of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

from qa.training.card import save_reader


def average_readers(readers: Sequence[Path], output: Path) -> Path:
    """Write the reader of mean weights to ``output``; every reader in ``readers`` counts once.

    Raises FileNotFoundError where a directory holds no trained reader, ValueError for readers
    whose weights have other names or shapes than those of the first.
    """
    for each in readers:
        if not (each / "model.safetensors").is_file():
            raise FileNotFoundError(
                f"no trained reader in {each}; make one with: sourcesay train-reader, or "
                "restore-reader of a bundled one"
            )
    mean, *others = (
        AutoModelForQuestionAnswering.from_pretrained(each, dtype=torch.float32) for each in readers
    )
    weights = dict(mean.named_parameters())
    for each, other in zip(readers[1:], others, strict=True):
        added = dict(other.named_parameters())
        if {n: w.shape for n, w in added.items()} != {n: w.shape for n, w in weights.items()}:
            raise ValueError(
                f"{each} is of another size or kind than {readers[0]}; only readers trained from "
                "the same weights can be averaged"
            )
        for name, weight in added.items():
            weights[name].data += weight.data
    for weight in weights.values():
        weight.data /= len(readers)
    tokenizer = AutoTokenizer.from_pretrained(readers[0])
    save_reader(mean, tokenizer, output, {"base": ", ".join(each.name for each in readers)})
    return output
