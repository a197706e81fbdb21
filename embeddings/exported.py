"""Models as int8 ONNX, served without torch.

Importing torch and sentence-transformers takes several seconds, onnxruntime and tokenizers a
fraction of one. A folder of safetensors is prepared once, in the cache folder under the hash of
its weights; a folder that is prepared already is taken as it is.
Every text runs alone and unpadded: dynamic quantisation scales activations over a whole batch
(onnxruntime documentation, "Quantize ONNX models"), so a result would otherwise depend on the
company a text travels in. Many texts run side by side, one on each core, which is faster than
all cores on one text and gives the same numbers to the last bit.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, cached_property, partial
from pathlib import Path

import numpy as np
import onnxruntime
from platformdirs import user_cache_path
from tokenizers import Encoding, Tokenizer

from embeddings.exporting import GRAPH, Kind, digest, kept_digest, prepare
from embeddings.files import sha256

RECIPE = 4  # part of a prepared folder's name: raise it when export or quantisation changes

SLOW_FUSIONS = ["SkipLayerNormFusion"]  # its sum and norm in one take four times as long as in two

log = logging.getLogger(__name__)


def cache_folder() -> Path:
    """The folder for prepared models and cached libraries; SOURCESAY_CACHE overrides it."""
    override = os.environ.get("SOURCESAY_CACHE")
    return Path(override) if override else user_cache_path("sourcesay")


def weights_hash(model_folder: Path) -> str:
    """SHA-256, hexadecimal, of a model folder's weights.

    Raises FileNotFoundError where the folder holds none.
    """
    if is_prepared(model_folder):
        return digest(model_folder)
    weights = model_folder / "model.safetensors"
    if not weights.is_file():
        raise FileNotFoundError(
            f"no model at {model_folder}: model.safetensors is missing; "
            "give a folder saved by save_pretrained, or a hub name"
        )
    return sha256(weights)


def model_name(name_or_path: str) -> str:
    """The hub name, or the folder's with a hash of its weights: a model trained anew is another."""
    folder = Path(name_or_path)
    try:
        return f"{folder.resolve().name}:{weights_hash(folder)[:16]}"
    except FileNotFoundError:
        return name_or_path


def is_prepared(model_folder: Path) -> bool:
    """Whether the folder holds an int8 ONNX model, not one of transformers."""
    return (model_folder / GRAPH).is_file()


class ExportedModel:
    """An ONNX session over one model; inputs are single unpadded encodings.

    Raises FileNotFoundError where the folder holds no model, ValueError where the one that was
    shipped prepared is damaged.
    """

    def __init__(self, model_folder: Path, kind: Kind) -> None:
        self.hash = weights_hash(model_folder)
        self.tokenizer = load_tokenizer(model_folder)
        folder = model_folder
        if is_prepared(folder):
            if kept_digest(folder) != self.hash:
                raise ValueError(f"the {kind} in {folder} is damaged; install Sourcesay again")
        else:
            folder = cache_folder() / "models" / f"{kind}-{self.hash[:16]}-{RECIPE}"
            if not is_prepared(folder):
                log.warning("preparing the %s for this computer (once, about a minute)", kind)
                prepare(model_folder, kind, folder)
            elif kept_digest(folder) != digest(folder):
                log.warning("the prepared %s in %s is damaged; preparing it again", kind, folder)
                prepare(model_folder, kind, folder)
        self._path = folder / GRAPH
        self._workers = ThreadPoolExecutor(_cores())  # starts no thread before it is used

    def run(self, encoding: Encoding) -> list[np.ndarray]:
        """The model's outputs for one encoding, without the batch axis, by all cores."""
        return self._run(self._all_cores, encoding)

    def run_all(self, encodings: Sequence[Encoding]) -> Iterator[list[np.ndarray]]:
        """The outputs of ``run`` for many encodings, in their order, each by one core."""
        if len(encodings) == 1:
            return iter([self.run(encodings[0])])
        return self._workers.map(partial(self._run, self._one_core), encodings)

    @cached_property
    def _all_cores(self) -> onnxruntime.InferenceSession:
        return open_session(self._path, threads=0)

    @cached_property
    def _one_core(self) -> onnxruntime.InferenceSession:
        return open_session(self._path, threads=1)

    def _run(self, session: onnxruntime.InferenceSession, encoding: Encoding) -> list[np.ndarray]:
        feed = {
            "input_ids": np.array([encoding.ids], dtype=np.int64),
            "attention_mask": np.ones((1, len(encoding.ids)), dtype=np.int64),  # of older exports
            "token_type_ids": np.array([encoding.type_ids], dtype=np.int64),
        }
        taken = {node.name: feed[node.name] for node in session.get_inputs()}
        outputs = session.run(None, taken)
        return [output[0] for output in outputs]


def open_session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    """A session that runs one input on ``threads`` cores, 0 for all."""
    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = 1
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    # A waiting thread that spins takes the core from the session that runs next.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    if not adds_whole():
        # With weights of 0 to 255, to which this turns them, nothing is cut off (onnxruntime,
        # "Quantize ONNX models"). Where nothing is anyway it costs two thirds of the speed.
        options.add_session_config_entry("session.x64quantprecision", "1")
    return onnxruntime.InferenceSession(
        str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOW_FUSIONS
    )


@cache
def adds_whole() -> bool:
    """Whether products of unsigned and signed bytes are added without loss on this processor.

    Processors without VNNI add two of them in 16 bits and cut off what is over.
    """
    import onnx.parser

    product = onnx.parser.parse_model(
        '<ir_version: 8, opset_import: ["": 13]> '
        "product (uint8[m,k] a, int8[k,n] b) => (int32[m,n] c) { c = MatMulInteger(a, b) }"
    )
    session = onnxruntime.InferenceSession(
        product.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    greatest = {"a": np.full((64, 64), 255, np.uint8), "b": np.full((64, 64), 127, np.int8)}
    return bool((session.run(None, greatest)[0] == 64 * 255 * 127).all())


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
