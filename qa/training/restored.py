"""A bundled reader as one that can be trained further: int8 ONNX to float weights.

The opposite of qa/training/prepared.py, up to the rounding of the weights to 8 bits: what was
bundled is a point from which training goes on where no checkpoint was kept.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import ModelProto, numpy_helper
from transformers import AutoConfig, AutoModelForQuestionAnswering, AutoTokenizer

from embeddings.exporting import GRAPH
from qa.training.card import save_reader

QUANTISED, SMOOTHED, MODEL = "_quantized", ".linear", "model."
WHOLE, STEP = ".whole", ".step"  # of a table


def restore_reader(prepared: Path, output: Path) -> Path:
    """Write the reader bundled in ``prepared`` to ``output`` as a base for train-reader.

    Raises FileNotFoundError where there is no bundled reader, ValueError where its graph lacks
    weights of its architecture.
    """
    if not (prepared / GRAPH).is_file() or not (prepared / "config.json").is_file():
        raise FileNotFoundError(
            f"no bundled reader in {prepared}: it needs {GRAPH} and config.json, as "
            "sourcesay prepare-reader writes them"
        )
    model = AutoModelForQuestionAnswering.from_config(AutoConfig.from_pretrained(prepared))
    weights = float_weights(onnx.load(prepared / GRAPH))
    missing, _ = model.load_state_dict(weights, strict=False)
    if lacking := [name for name in missing if name in dict(model.named_parameters())]:
        raise ValueError(f"{prepared / GRAPH} lacks {', '.join(lacking)}; prepare the reader again")
    settings = {"base": str(prepared)}
    save_reader(model, AutoTokenizer.from_pretrained(prepared), output, settings)
    return output


def float_weights(graph: ModelProto) -> dict[str, torch.Tensor]:
    """The weights of a quantised graph by the names that they have in the float model.

    Norms keep their names in a graph, tables of vectors are there in whole numbers and steps. The
    matrix of a linear layer has another name: that of the layer's product. The factors by which its
    input is multiplied before it is quantised (qa/training/smoothing.py), which layers of one input
    share, go back into its matrix.
    """
    stored = {t.name: numpy_helper.to_array(t) for t in graph.graph.initializer}
    for node in graph.graph.node:  # equal weights are stored once
        if node.op_type == "Identity" and node.input[0] in stored:
            stored[node.output[0]] = stored[node.input[0]]

    def matrix(name: str) -> np.ndarray:
        scale, zero = stored[f"{name}_scale"], stored[f"{name}_zero_point"]
        whole: np.ndarray = (
            stored[name + QUANTISED].astype(np.float32) - zero.astype(np.float32)
        ) * scale
        return whole

    found: dict[str, np.ndarray] = {}
    for name, values in stored.items():
        own = name.removeprefix(MODEL)
        if own == name:
            continue
        if name.endswith(WHOLE):
            step = stored[name.removesuffix(WHOLE) + STEP]
            found[own.removesuffix(WHOLE) + ".weight"] = values * step
        elif name.endswith(QUANTISED):  # a table in graphs made before tables were rounded by row
            found[own.removesuffix(QUANTISED)] = matrix(name.removesuffix(QUANTISED))
        else:
            found[own] = values
    made_by = {output: node for node in graph.graph.node for output in node.output}
    for node in graph.graph.node:
        if node.op_type == "MatMulInteger":
            path = ".".join(node.name.strip("/").split("/")[1:-1])  # without model and MatMul_quant
            weights = matrix(node.input[1].removesuffix(QUANTISED))  # (in features, out features)
            scaled = made_by[made_by[node.input[0]].input[0]]  # before it was quantised
            if scaled.op_type == "Div":  # by each token's largest number
                scaled = made_by[scaled.input[0]]
            if scaled.op_type == "Mul":
                factors = [stored[name] for name in scaled.input if name in stored]
                weights = weights * factors[0][:, None]
            found[f"{path.removesuffix(SMOOTHED)}.weight"] = weights.T
    return {
        name.replace(f"{SMOOTHED}.", "."): torch.from_numpy(np.array(values, order="C"))
        for name, values in found.items()
    }
