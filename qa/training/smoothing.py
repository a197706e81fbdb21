"""Activations made fit for int8 before a reader is quantised.

A few channels of a transformer's activations are a hundred times larger than the rest, and one
scale for all then leaves the rest a few steps. As in SmoothQuant (Xiao et al. 2023) each input
channel of a linear layer is divided by a factor that its weights are multiplied with: the layer
computes the same, from inputs of like sizes. The factor stands before the layer, where SmoothQuant
folds it into a layer norm, since the residual stream of this architecture takes that norm's output.
Layers of one input (query, key and value) have one factor, so that it is scaled and quantised once.

Some tokens too have activations far larger than the rest, where no norm stands before a layer: in
the second half of the feed-forward layers, which alone narrow their input. onnxruntime has one
scale for a whole text. There each token is divided by its largest number, and the output multiplied
with it (token-wise quantisation: Yao et al. 2022, ZeroQuant, section 4.1).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

import torch
from torch import nn

from qa.training.features import Batch

SHARE = 0.6
"""Of the activations' sizes in the factors, against the weights'. By the fast reader's logits on
training questions 0.5 to 0.7 are alike."""

SMALLEST = 1e-5


class Smoothed(nn.Module):
    """A linear layer that scales its input channels by ``scale``, 1 / ``factors``: (in features,).

    One that narrows its input also scales each token's to at most 1. Layers of one input get the
    same ``scale``, the tensor itself: a graph then scales it once.
    """

    scale: torch.Tensor

    def __init__(self, linear: nn.Linear, factors: torch.Tensor, scale: torch.Tensor) -> None:
        super().__init__()
        self.linear = linear
        self.register_buffer("scale", scale)
        with torch.no_grad():
            linear.weight.mul_(factors)

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        """The layer's output, as before."""
        scaled = hidden * self.scale
        if self.linear.in_features <= self.linear.out_features:
            whole: torch.Tensor = self.linear(scaled)
            return whole
        largest = scaled.abs().amax(-1, keepdim=True).clamp(min=SMALLEST)
        weighted = nn.functional.linear(scaled / largest, self.linear.weight)
        return weighted * largest + self.linear.bias


def smooth(model: nn.Module, batches: Sequence[Batch]) -> None:
    """Put factors before all linear layers of ``model``, by the sizes seen on ``batches``."""
    sizes: dict[str, torch.Tensor] = {}
    inputs: dict[str, torch.Tensor] = {}  # of the last batch

    def watch(name: str) -> Callable[..., None]:
        def see(_: nn.Module, given: tuple[torch.Tensor, ...]) -> None:
            inputs[name] = given[0]
            largest = given[0].abs().flatten(0, -2).amax(0)
            sizes[name] = torch.maximum(sizes.get(name, largest), largest)

        return see

    layers = {n: m for n, m in model.named_modules() if isinstance(m, nn.Linear)}
    hooks = [layer.register_forward_pre_hook(watch(name)) for name, layer in layers.items()]
    with torch.inference_mode():
        for batch in batches:
            model(**batch.inputs)
    for hook in hooks:
        hook.remove()
    sharing: dict[int, list[str]] = defaultdict(list)
    for name, tensor in inputs.items():
        sharing[id(tensor)].append(name)
    for names in sharing.values():
        weights = torch.stack([layers[n].weight.detach().abs().amax(0) for n in names]).amax(0)
        factors = sizes[names[0]].clone().clamp(min=SMALLEST) ** SHARE
        factors /= weights.clamp(min=SMALLEST) ** (1 - SHARE)
        scale = 1 / factors
        for name in names:
            parent, _, own = name.rpartition(".")
            setattr(model.get_submodule(parent), own, Smoothed(layers[name], factors, scale))
