"""Models with a span head: windows of tokens in, start and end logits out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from tokenizers import Encoding, Tokenizer

from embeddings.exported import ExportedModel, model_name

Logits = tuple[np.ndarray, np.ndarray]


class SpanModel(Protocol):
    """A model with a span head: windows in, their start and end logits out."""

    @property
    def name(self) -> str:
        """Which weights these are."""

    @property
    def tokenizer(self) -> Tokenizer:
        """The tokenizer that the weights were trained with."""

    def logits(self, windows: Sequence[Encoding]) -> Iterator[Logits]:
        """Start and end logits of each window, (tokens,) each."""


class ExportedSpanModel:
    """A reader as int8 ONNX, without torch."""

    def __init__(self, model_folder: Path) -> None:
        self._model = ExportedModel(model_folder, "reader")
        self.tokenizer = self._model.tokenizer
        self.name = f"{model_folder.name}-int8:{self._model.hash[:16]}"

    def logits(self, windows: Sequence[Encoding]) -> Iterator[Logits]:
        """Start and end logits of each window, (tokens,) each."""
        return ((start, end) for start, end in self._model.run_all(windows))


class TorchSpanModel:
    """Any extractive question-answering model of transformers, by path or hub name, in float32."""

    def __init__(self, name_or_path: str) -> None:
        import torch
        from transformers import AutoModelForQuestionAnswering, AutoTokenizer

        model, report = AutoModelForQuestionAnswering.from_pretrained(
            name_or_path, dtype=torch.float32, output_loading_info=True
        )
        if report["missing_keys"]:
            raise ValueError(
                f"{name_or_path} has no trained span head (missing: "
                f"{', '.join(sorted(report['missing_keys']))}); use a question-answering model"
            )
        self._torch = torch
        self._model = model.eval()
        self._takes_types = model.config.to_dict().get("type_vocab_size", 0) > 1
        self.tokenizer = AutoTokenizer.from_pretrained(name_or_path).backend_tokenizer
        self.tokenizer.no_padding()
        self.name = model_name(name_or_path)

    def logits(self, windows: Sequence[Encoding]) -> Iterator[Logits]:
        """Start and end logits of each window, (tokens,) each."""
        for window in windows:
            feed = {"input_ids": self._torch.tensor([window.ids])}
            if self._takes_types:
                feed["token_type_ids"] = self._torch.tensor([window.type_ids])
            with self._torch.inference_mode():
                output = self._model(**feed)
            yield output.start_logits[0].numpy(), output.end_logits[0].numpy()
