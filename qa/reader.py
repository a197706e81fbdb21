"""Passages in, answer spans out: windows over the tokens, a model, and span decoding."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from tokenizers import Encoding, Tokenizer

from embeddings.encoder import check_model_name
from embeddings.exported import ExportedModel
from embeddings.passages import Passage
from qa.answers import Span
from qa.spans import best_spans

WINDOW = 384  # tokens of question and passage together
STRIDE = 128  # tokens that neighbouring windows share
MAX_QUESTION = 64  # tokens; a longer question is cut

BUNDLED = Path(__file__).parent / "reader_model"


class SpanModel(Protocol):
    """A model with a span head: one window in, its start and end logits (tokens,) out."""

    @property
    def name(self) -> str:
        """Which weights these are."""

    @property
    def tokenizer(self) -> Tokenizer:
        """The tokenizer that the weights were trained with."""

    def logits(self, window: Encoding) -> tuple[np.ndarray, np.ndarray]:
        """Start and end logits, (tokens,) each."""


class ExportedSpanModel:
    """The bundled reader as an int8 ONNX file, without torch."""

    def __init__(self, model_folder: Path = BUNDLED) -> None:
        self._model = ExportedModel(model_folder, "reader")
        self.tokenizer = self._model.tokenizer
        self.name = f"{model_folder.name}-int8:{self._model.hash[:16]}"

    def logits(self, window: Encoding) -> tuple[np.ndarray, np.ndarray]:
        """Start and end logits, (tokens,) each."""
        start, end = self._model.run(window)
        return start, end


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
        self.name = name_or_path

    def logits(self, window: Encoding) -> tuple[np.ndarray, np.ndarray]:
        """Start and end logits, (tokens,) each."""
        feed = {"input_ids": self._torch.tensor([window.ids])}
        if self._takes_types:
            feed["token_type_ids"] = self._torch.tensor([window.type_ids])
        with self._torch.inference_mode():
            output = self._model(**feed)
        return output.start_logits[0].numpy(), output.end_logits[0].numpy()


class Reader:
    """Reads passages for a question with one span model."""

    def __init__(self, model: SpanModel) -> None:
        self.name = model.name
        self._model = model
        self._windows = Windows(model.tokenizer)

    def read(
        self, question: str, passages: Sequence[Passage], *, spans_per_passage: int = 5
    ) -> list[Span]:
        """The best spans of every passage, best first over all of them.

        Overlapping windows and passages propose the same characters once, at their best score.
        """
        found: dict[tuple[str, int, int], Span] = {}
        for passage in passages:
            for span in self._read_passage(question, passage, spans_per_passage):
                key = (span.document.id, span.start, span.end)
                if key not in found or span.score > found[key].score:
                    found[key] = span
        return sorted(found.values(), key=lambda span: -span.score)

    def _read_passage(self, question: str, passage: Passage, top_k: int) -> Iterator[Span]:
        for window in self._windows.over(question, passage.text):
            start_logits, end_logits = self._model.logits(window)
            may_start, may_end = word_borders(window)
            for first, last, score in best_spans(
                start_logits, end_logits, may_start, may_end, top_k=top_k
            ):
                start, end = window.offsets[first][0], window.offsets[last][1]
                yield Span(passage, passage.start + start, passage.start + end, score)


class Windows:
    """Cuts question and passage into windows that a model can take."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._lock = threading.Lock()  # truncation is a setting of the tokenizer, not of a call

    def over(self, question: str, text: str) -> list[Encoding]:
        """Windows of the question followed by successive stretches of ``text``."""
        with self._lock:
            self._tokenizer.no_truncation()
            tokens = self._tokenizer.encode(question, add_special_tokens=False)
            if len(tokens) > MAX_QUESTION:
                question = question[: tokens.offsets[MAX_QUESTION - 1][1]]
            self._tokenizer.enable_truncation(WINDOW, stride=STRIDE, strategy="only_second")
            encoding = self._tokenizer.encode(question, text)
        return [encoding, *encoding.overflowing]


def word_borders(window: Encoding) -> tuple[np.ndarray, np.ndarray]:
    """Where an answer may start and end, (tokens,) each: at the borders of the passage's words."""
    tokens = len(window.ids)
    may_start, may_end = np.zeros(tokens, dtype=bool), np.zeros(tokens, dtype=bool)
    sequence, words = window.sequence_ids, window.word_ids
    for token in range(tokens):
        if sequence[token] != 1 or window.offsets[token][0] == window.offsets[token][1]:
            continue
        before = token > 0 and sequence[token - 1] == 1 and words[token - 1] == words[token]
        after = token + 1 < tokens and sequence[token + 1] == 1 and words[token + 1] == words[token]
        may_start[token], may_end[token] = not before, not after
    return may_start, may_end


def load_reader(name_or_path: str | None = None) -> Reader:
    """The bundled reader, or any other by local path or hub name.

    Raises FileNotFoundError where a path is given and nothing is there, OSError where a hub
    name cannot be loaded, ValueError where the model has no trained span head.
    """
    if name_or_path is None:
        return Reader(ExportedSpanModel())
    check_model_name(name_or_path)
    return Reader(TorchSpanModel(name_or_path))
