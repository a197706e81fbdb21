"""Bundled models as int8 ONNX files: exported once with torch, then served without it.

Importing torch and sentence-transformers takes several seconds, onnxruntime and tokenizers a
fraction of one. The exported file lies in the cache folder, named by the hash of its weights.
Every text runs alone and unpadded: dynamic quantisation scales activations over a whole batch
(onnxruntime documentation, "Quantize ONNX models"), so a result would otherwise depend on the
company a text travels in. Many texts run side by side, one on each core, which is faster than
all cores on one text and gives the same numbers to the last bit.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import onnxruntime
from platformdirs import user_cache_path
from tokenizers import Encoding, Tokenizer

if TYPE_CHECKING:
    from torch import Tensor

Kind = Literal["encoder", "reader"]
RECIPE = 1  # part of the exported file's name: raise it when export or quantisation changes

log = logging.getLogger(__name__)


def cache_folder() -> Path:
    """The folder for exported models and cached libraries; SOURCESAY_CACHE overrides it."""
    override = os.environ.get("SOURCESAY_CACHE")
    return Path(override) if override else user_cache_path("sourcesay")


def weights_hash(model_folder: Path) -> str:
    """SHA-256, hexadecimal, of a model folder's safetensors file.

    Raises FileNotFoundError where the folder holds no weights.
    """
    weights = model_folder / "model.safetensors"
    if not weights.is_file():
        raise FileNotFoundError(
            f"no model at {model_folder}: model.safetensors is missing; "
            "give a folder saved by save_pretrained, or a hub name"
        )
    return _digest(weights)


class ExportedModel:
    """An ONNX session over one model; inputs are single unpadded encodings."""

    def __init__(self, model_folder: Path, kind: Kind) -> None:
        self.hash = weights_hash(model_folder)
        self.tokenizer = load_tokenizer(model_folder)
        path = cache_folder() / "models" / f"{kind}-{self.hash[:16]}-{RECIPE}.onnx"
        if not path.is_file():
            log.warning("preparing the %s for this computer (once, about a minute)", kind)
            _export(model_folder, kind, path)
        elif not _is_whole(path):
            log.warning("the prepared %s in %s is damaged; preparing it again", kind, path)
            _export(model_folder, kind, path)
        self._path = path
        self._session = _session(path, threads=0)
        self._workers = ThreadPoolExecutor(_cores())  # starts no thread before it is used
        self._inputs = {node.name for node in self._session.get_inputs()}

    def run(self, encoding: Encoding) -> list[np.ndarray]:
        """The model's outputs for one encoding, without the batch axis, by all cores."""
        return self._run(self._session, encoding)

    def run_all(self, encodings: Sequence[Encoding]) -> Iterator[list[np.ndarray]]:
        """The outputs of ``run`` for many encodings, in their order, each by one core."""
        if len(encodings) == 1:
            return iter([self.run(encodings[0])])
        return self._workers.map(partial(self._run, self._one_core), encodings)

    @cached_property
    def _one_core(self) -> onnxruntime.InferenceSession:
        return _session(self._path, threads=1)

    def _run(self, session: onnxruntime.InferenceSession, encoding: Encoding) -> list[np.ndarray]:
        feed = {
            "input_ids": np.array([encoding.ids], dtype=np.int64),
            "attention_mask": np.ones((1, len(encoding.ids)), dtype=np.int64),
            "token_type_ids": np.array([encoding.type_ids], dtype=np.int64),
        }
        outputs = session.run(None, {k: v for k, v in feed.items() if k in self._inputs})
        return [output[0] for output in outputs]


def _session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    """A session that runs one input on ``threads`` cores, 0 for all."""
    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = 1
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _cores() -> int:
    """The cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def load_tokenizer(model_folder: Path) -> Tokenizer:
    """The folder's tokenizer without the truncation and padding it was saved with."""
    path = model_folder / "tokenizer.json"
    if not path.is_file():
        raise FileNotFoundError(f"no tokenizer at {path}; save the model with its fast tokenizer")
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest_file(path: Path) -> Path:
    """Where an exported file's hash is kept: onnxruntime opens half a file without a word."""
    return path.with_suffix(".sha256")


def _is_whole(path: Path) -> bool:
    kept = _digest_file(path)
    return kept.is_file() and kept.read_text(encoding="utf-8", errors="replace") == _digest(path)


def _export(model_folder: Path, kind: Kind, target: Path) -> None:
    """Write ``model_folder``'s int8 ONNX file to ``target``, whole or not at all."""
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model = _Torch.load(model_folder, kind).eval()
    example = torch.ones((1, 16), dtype=torch.int64)
    names = ["input_ids", "attention_mask", "token_type_ids"]
    outputs = ["vector"] if kind == "encoder" else ["start_logits", "end_logits"]
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder, _quiet():
        float_file, int8_file = Path(folder) / "float.onnx", Path(folder) / "int8.onnx"
        torch.onnx.export(
            model,
            (example, example, torch.zeros_like(example)),
            str(float_file),
            input_names=names,
            output_names=outputs,
            dynamic_axes={name: {1: "tokens"} for name in names + outputs if name != "vector"},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(float_file, int8_file, weight_type=QuantType.QInt8, per_channel=True)
        _digest_file(target).write_text(_digest(int8_file), encoding="ascii")
        os.replace(int8_file, target)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the tools' remarks on their own workings: shapes traced, pre-processing advised."""
    root = logging.getLogger()
    level = root.level
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        root.setLevel(logging.ERROR)
        try:
            yield
        finally:
            root.setLevel(level)


class _Torch:
    """The torch side of an export, apart so that importing this module does not import torch."""

    @staticmethod
    def load(model_folder: Path, kind: Kind) -> Any:
        import torch
        from transformers import AutoModel, AutoModelForQuestionAnswering
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # of a file read in a moment
        options = {"attn_implementation": "eager", "dtype": torch.float32}

        class Encoder(torch.nn.Module):
            """Mean of the token vectors, scaled to unit length (Reimers and Gurevych 2019)."""

            def __init__(self) -> None:
                super().__init__()
                self.model = AutoModel.from_pretrained(model_folder, **options)

            def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
                hidden = self.model(ids, attention_mask=mask, token_type_ids=types)[0]
                return torch.nn.functional.normalize(hidden.mean(dim=1), dim=1)

        class Reader(torch.nn.Module):
            def __init__(self) -> None:
                super().__init__()
                self.model = AutoModelForQuestionAnswering.from_pretrained(model_folder, **options)

            def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
                output = self.model(ids, attention_mask=mask, token_type_ids=types)
                return output.start_logits, output.end_logits

        return Encoder() if kind == "encoder" else Reader()
