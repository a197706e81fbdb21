"""A trained reader in the form in which readers are bundled: int8 ONNX."""

from __future__ import annotations

import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random

from transformers import AutoTokenizer

from embeddings.exporting import prepare
from qa.training.card import FLOAT16, INT8
from qa.training.data import answered, load_squad
from qa.training.features import Batch, Window, to_batch, windows
from qa.training.smoothing import smooth

CARD_FILE = "README.md"
SAMPLE = 64  # questions on which the sizes of activations are seen


def prepare_reader(trained: Path, squad: Path, output: Path, *, seed: int = 0) -> Path:
    """Write the reader in ``trained`` to ``output`` as int8 ONNX with its tokenizer and card.

    Its configurations come along, so that it can be trained further (qa/training/restored.py).

    ``squad`` is a file in SQuAD's format, of training questions: the sizes of activations are
    seen on some of them. Raises FileNotFoundError where there is no trained reader.
    """
    if not (trained / "model.safetensors").is_file():
        raise FileNotFoundError(
            f"no trained reader in {trained}; make one with: sourcesay train-reader"
        )
    random = Random(seed)
    questions = [(p, q) for p in load_squad(squad) for q in p.questions if q.answers]
    chosen = random.sample(questions, min(SAMPLE, len(questions)))
    tokenizer = AutoTokenizer.from_pretrained(trained)
    found = windows([answered(*pair) for pair in chosen], tokenizer)
    batches = [_alone(window) for window in found]
    prepare(trained, "reader", output, partial(smooth, batches=batches))
    for name in ("config.json", "tokenizer_config.json"):
        if (trained / name).is_file():
            shutil.copyfile(trained / name, output / name)
    if (trained / CARD_FILE).is_file():
        card = (trained / CARD_FILE).read_text(encoding="utf-8")
        (output / CARD_FILE).write_text(card.replace(FLOAT16, INT8), encoding="utf-8")
    return output


def _alone(window: Window) -> Batch:
    """A window as it is served, without the padding of training: it has sizes of its own."""
    batch = to_batch([window], pad_token=0)
    inputs = {name: rows[:, : len(window.tokens)] for name, rows in batch.inputs.items()}
    return replace(batch, inputs=inputs)
