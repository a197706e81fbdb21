"""A trained reader as a teacher: its logits as soft targets (Hinton, Vinyals and Dean 2015).

A teacher says of every token how likely an answer starts or ends there, where a label names one
token only. The word pieces of teacher and learner must be the same; what stands around them, such
as separators, may differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from tokenizers import Encoding
from transformers import PreTrainedTokenizerBase

from embeddings.files import whole_file
from qa.span_models import SpanModel
from qa.training.data import Example
from qa.training.features import Window, cut_question
from qa.windows import passage_tokens

Soft = np.ndarray


class Teacher:
    """Soft targets for windows, computed once and kept in a directory."""

    def __init__(self, model: SpanModel, directory: Path) -> None:
        self._model = model
        self._directory = directory

    def targets(
        self,
        name: str,
        examples: Sequence[Example],
        windows: Sequence[Window],
        tokenizer: PreTrainedTokenizerBase,
        *,
        max_length: int,
        stride: int,
    ) -> list[Soft]:
        """The logits for ``windows``, those of ``examples``, kept under ``name``.

        An array (2, 1 + tokens of the context) a window: start and end, "no answer" first. Raises
        ValueError where the teacher cuts words into other pieces than ``tokenizer``.
        """
        path = self._directory / f"{name}.npz"
        if not path.exists():
            own = tokenizer.num_special_tokens_to_add(True)
            more = self._model.tokenizer.num_special_tokens_to_add(True) - own
            pairs = [(cut_question(e.question, tokenizer), e.context) for e in examples]
            encodings = list(self._encoded(pairs, max_length + more, stride))
            cut = [len(encoding.ids) - more for encoding in encodings]
            if cut != [len(window.tokens) for window in windows]:
                raise ValueError(
                    f"the teacher {self._model.name} cuts words into other pieces; teach with a "
                    "reader of the same vocabulary"
                )
            logits = self._model.logits(encodings)
            _save(path, [_soft(e, ends) for e, ends in zip(encodings, logits, strict=True)])
        return _load(path)

    def _encoded(
        self, pairs: Sequence[tuple[str, str]], length: int, stride: int
    ) -> Iterator[Encoding]:
        tokenizer = self._model.tokenizer
        tokenizer.enable_truncation(length, stride=stride, strategy="only_second")
        for encoding in tokenizer.encode_batch(list(pairs)):
            yield encoding
            yield from encoding.overflowing


def _soft(encoding: Encoding, logits: tuple[np.ndarray, np.ndarray]) -> Soft:
    return np.stack(logits)[:, [0, *passage_tokens(encoding)]].astype(np.float16)


def _save(path: Path, targets: Sequence[Soft]) -> None:
    """Write the arrays, whole or not at all."""
    with whole_file(path) as partial, partial.open("wb") as file:
        np.savez(
            file,
            lengths=np.array([soft.shape[1] for soft in targets]),
            logits=np.concatenate(targets, axis=1),
        )


def _load(path: Path) -> list[Soft]:
    with np.load(path) as saved:
        borders = np.cumsum(saved["lengths"])[:-1]
        return list(np.split(saved["logits"], borders, axis=1))
