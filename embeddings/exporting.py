"""A trained model to an int8 ONNX file; the only module of this package that needs torch."""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from embeddings.files import sha256

if TYPE_CHECKING:
    import onnx
    from torch import Tensor
    from torch.nn import Module

Kind = Literal["encoder", "reader"]

GRAPH, DIGEST = "model.onnx", "model.sha256"  # of a prepared folder, beside its weights
PART = 90_000_000  # bytes of a file of weights, at most: repositories refuse files of 100 MB
SMALL = 1024  # bytes; smaller tensors stay in the graph's file


def prepare(
    model_folder: Path, kind: Kind, target: Path, change: Callable[[Module], None] | None = None
) -> None:
    """Write the int8 model of ``model_folder`` to the folder ``target``, whole or not at all.

    The graph is one file, its weights are others of at most 90 MB, and a hash of them all tells a
    damaged folder: onnxruntime opens half a file without a word. ``change`` may alter the float
    model first, such that it still computes the same.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix="new-") as building:
        folder = Path(building) / "model"
        folder.mkdir()
        _save(int8_model(model_folder, kind, Path(building), change), folder)
        (folder / DIGEST).write_text(digest(folder), encoding="ascii")
        (folder / "tokenizer.json").write_bytes((model_folder / "tokenizer.json").read_bytes())
        if target.is_dir():
            os.replace(target, Path(building) / "damaged")
        try:
            os.replace(folder, target)
        except OSError:
            if kept_digest(target) != digest(folder):  # else another process was faster
                raise


def kept_digest(folder: Path) -> str:
    """The hash that was written beside a prepared model; empty where there is none."""
    kept = folder / DIGEST
    return kept.read_text(encoding="utf-8", errors="replace") if kept.is_file() else ""


def digest(folder: Path) -> str:
    """SHA-256, hexadecimal, of a prepared model's graph and weights."""
    whole = hashlib.sha256()
    for path in [folder / GRAPH, *sorted(folder.glob("*.bin"))]:
        whole.update(bytes.fromhex(sha256(path)))
    return whole.hexdigest()


def _save(model: onnx.ModelProto, folder: Path) -> None:
    from onnx import external_data_helper, save_model

    part, filled = 1, 0
    for tensor in model.graph.initializer:
        size = len(tensor.raw_data)
        if size < SMALL:
            continue
        if filled and filled + size > PART:
            part, filled = part + 1, 0
        filled += size
        external_data_helper.set_external_data(tensor, f"weights-{part}.bin")
    save_model(model, folder / GRAPH)


def int8_model(
    model_folder: Path, kind: Kind, scratch: Path, change: Callable[[Module], None] | None = None
) -> onnx.ModelProto:
    """The int8 ONNX model of a folder saved by save_pretrained; inputs (1, tokens) each.

    It has no attention mask: a text runs alone and is not padded, so all of it is attended to.
    ``scratch`` is a folder with room for the float model.

    An encoder gives ``vector``, (1, dimension), of unit length; a reader ``start_logits`` and
    ``end_logits``, (1, tokens). Weights are quantised by channel, activations while it runs
    (onnxruntime documentation, "Quantize ONNX models"), tables of vectors by row.
    """
    import onnx
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model = _Torch.load(model_folder, kind).eval()
    if change is not None:
        change(model.model)
    _Torch.round_tables(model.model)
    example = torch.ones((1, 16), dtype=torch.int64)
    names = ["input_ids", *(["token_type_ids"] if model.typed else [])]
    outputs = ["vector"] if kind == "encoder" else ["start_logits", "end_logits"]
    float_file, int8_file = scratch / "float.onnx", scratch / "int8.onnx"
    with _quiet():
        torch.onnx.export(
            model,
            (example, torch.zeros_like(example))[: len(names)],
            str(float_file),
            input_names=names,
            output_names=outputs,
            dynamic_axes={name: {1: "tokens"} for name in names + outputs if name != "vector"},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            float_file,
            int8_file,
            op_types_to_quantize=["MatMul"],  # the tables are rounded already
            weight_type=QuantType.QInt8,
            per_channel=True,
        )
        return onnx.load(int8_file)


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
        auto = AutoModel if kind == "encoder" else AutoModelForQuestionAnswering

        class Exported(torch.nn.Module):
            """A model that takes its inputs by place."""

            def __init__(self) -> None:
                super().__init__()
                self.model = auto.from_pretrained(
                    model_folder, attn_implementation="eager", dtype=torch.float32
                )
                self.typed = self.model.config.to_dict().get("type_vocab_size", 0) > 1

            def run(self, ids: Tensor, types: Tensor | None) -> Any:
                typed = {} if types is None else {"token_type_ids": types}
                return self.model(ids, **typed)

        class Encoder(Exported):
            """Mean of the token vectors, scaled to unit length (Reimers and Gurevych 2019)."""

            def forward(self, ids: Tensor, types: Tensor | None = None) -> Tensor:
                hidden = self.run(ids, types)[0]
                return torch.nn.functional.normalize(hidden.mean(dim=1), dim=1)

        class Reader(Exported):
            """A span head's two rows of logits."""

            def forward(self, ids: Tensor, types: Tensor | None = None) -> tuple[Tensor, Tensor]:
                output = self.run(ids, types)
                return output.start_logits, output.end_logits

        return Encoder() if kind == "encoder" else Reader()

    @staticmethod
    def round_tables(model: Module) -> None:
        """Put tables of 8 bits with a step for every row in place of those of vectors.

        onnxruntime would round a whole table by its one largest number.
        """
        import torch

        class Rounded(torch.nn.Module):
            whole: Tensor
            step: Tensor

            def __init__(self, table: torch.nn.Embedding) -> None:
                super().__init__()
                largest = table.weight.detach().abs().amax(1, keepdim=True)
                step = (largest / 127).clamp(min=torch.finfo(largest.dtype).tiny)
                whole = torch.round(table.weight.detach() / step).to(torch.int8)
                self.register_buffer("whole", whole)
                self.register_buffer("step", step)

            def forward(self, ids: Tensor) -> Tensor:
                return self.whole[ids].to(self.step.dtype) * self.step[ids]

        tables = [(n, m) for n, m in model.named_modules() if isinstance(m, torch.nn.Embedding)]
        for name, table in tables:
            parent, _, own = name.rpartition(".")
            setattr(model.get_submodule(parent), own, Rounded(table))
