"""A trained reader becomes what is bundled, and computes the same."""

from pathlib import Path

import pytest
import torch
from transformers import BertTokenizer

from qa.span_models import ExportedSpanModel, TorchSpanModel
from qa.training.averaged import average_readers
from qa.training.card import save_reader
from qa.training.features import Batch
from qa.training.model import load_base
from qa.training.prepared import prepare_reader
from qa.training.restored import restore_reader
from qa.training.smoothing import Smoothed, smooth
from qa.windows import Windows
from tests.test_training_reader import base, squad

__all__ = ["base", "squad"]  # fixtures


def test_smoothed_model_computes_the_same_from_inputs_of_like_sizes() -> None:
    torch.manual_seed(2)
    model = torch.nn.Sequential(torch.nn.Linear(4, 4), torch.nn.GELU(), torch.nn.Linear(4, 2))
    model[0].weight.data[:, 0] /= 500

    class Plain(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.model(x)

    whole, x = Plain(), torch.randn(3, 5, 4) * torch.tensor([500.0, 1.0, 1.0, 1.0])
    before = whole(x)
    smooth(whole, [Batch({"x": x}, torch.zeros(3), torch.zeros(3))])
    assert torch.allclose(whole(x), before, atol=1e-4)
    sizes = (x * model[0].scale).abs().amax((0, 1))
    assert x.abs().amax((0, 1)).max() > 300 * x.abs().amax((0, 1)).min()
    assert sizes.max() < 20 * sizes.min()


def test_layers_of_one_input_scale_it_once() -> None:
    class Heads(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.query, self.key, self.after = (torch.nn.Linear(4, 4) for _ in range(3))

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.after(self.query(x) * self.key(x))

    torch.manual_seed(3)
    heads, x = Heads(), torch.randn(3, 5, 4) * torch.tensor([500.0, 1.0, 1.0, 1.0])
    before = heads(x)
    smooth(heads, [Batch({"x": each}, torch.zeros(3), torch.zeros(3)) for each in (x, x + 0)])
    assert torch.allclose(heads(x), before, rtol=1e-4)
    assert heads.query.scale is heads.key.scale
    assert not torch.equal(heads.query.scale, heads.after.scale)


def test_layer_that_narrows_scales_each_token(monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(4)
    given: list[torch.Tensor] = []
    layer = torch.nn.Linear(8, 4)
    x = torch.randn(1, 5, 8) * torch.tensor([1000.0, 1.0, 1.0, 1.0, 0.0])[:, None]
    before = layer(x)
    ones = torch.ones(8)
    smoothed = Smoothed(layer, ones, ones)
    plain = torch.nn.functional.linear
    monkeypatch.setattr(
        "torch.nn.functional.linear", lambda a, *others: given.append(a) or plain(a, *others)
    )
    assert torch.allclose(smoothed(x), before, rtol=1e-4, atol=1e-4)
    assert torch.allclose(given[0].abs().amax(-1), torch.tensor([1.0, 1.0, 1.0, 1.0, 0.0]))


@pytest.mark.slow
def test_trained_reader_is_prepared_as_it_is_bundled(
    base: Path, squad: Path, tmp_path: Path
) -> None:
    trained = tmp_path / "trained"
    model = load_base(base)
    table = model.bert.embeddings.word_embeddings.weight.data
    table[0] = 100 * table[1]  # a vector that no text has
    save_reader(model, BertTokenizer.from_pretrained(base), trained, {"base": str(base)})
    prepared = prepare_reader(trained, squad, tmp_path / "prepared")
    assert sorted(path.name for path in prepared.iterdir()) == [
        "README.md",
        "config.json",
        "model.onnx",
        "model.sha256",
        "tokenizer.json",
        "tokenizer_config.json",
        "weights-1.bin",
    ]
    card = (prepared / "README.md").read_text(encoding="utf-8")
    assert "An ONNX graph with weights of 8 bits" in card
    assert "float16" not in card
    exact, int8 = TorchSpanModel(str(trained)), ExportedSpanModel(prepared)
    windows = [Windows(int8.tokenizer).over("who is rex?", "it is rex 1.")[0]]
    for one, other in zip(next(exact.logits(windows)), next(int8.logits(windows)), strict=True):
        assert abs(one - other).max() < 0.1

    restored = restore_reader(prepared, tmp_path / "restored")
    again = TorchSpanModel(str(restored))
    for one, other in zip(next(exact.logits(windows)), next(again.logits(windows)), strict=True):
        assert abs(one - other).max() < 0.05
    assert load_base(restored).training
    before = load_base(trained).state_dict()
    for name, weights in load_base(restored).state_dict().items():
        assert (weights - before[name]).abs().max() <= 0.05 * before[name].abs().max(), name
    models = [load_base(each) for each in (trained, restored)]
    tables = [each.bert.embeddings.word_embeddings.weight for each in models]
    steps = tables[0].abs().amax(1, keepdim=True) / 127
    assert ((tables[0] - tables[1]).abs() <= 0.6 * steps).all()


def test_folder_without_bundled_reader_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no bundled reader in .*prepare-reader"):
        restore_reader(tmp_path, tmp_path / "restored")


def test_folder_without_trained_reader_is_a_clear_error(squad: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no trained reader in .*sourcesay train-reader"):
        prepare_reader(tmp_path, squad, tmp_path / "prepared")


def test_mean_of_readers_has_the_mean_of_their_weights(base: Path, tmp_path: Path) -> None:
    tokenizer = BertTokenizer.from_pretrained(base)
    readers = [tmp_path / name for name in ("one", "two", "three")]
    for number, reader in enumerate(readers):
        model = load_base(base)
        for weight in model.parameters():
            weight.data.fill_(number**2)
        save_reader(model, tokenizer, reader, {"base": str(base)})

    averaged = load_base(average_readers(readers, tmp_path / "mean"))

    for weight in averaged.parameters():
        assert torch.allclose(weight, torch.tensor(5 / 3), atol=1e-3)


def test_readers_that_cannot_be_averaged_are_told(base: Path, tmp_path: Path) -> None:
    tokenizer = BertTokenizer.from_pretrained(base)
    model = load_base(base)
    save_reader(model, tokenizer, tmp_path / "one", {"base": str(base)})
    model.qa_outputs = torch.nn.Linear(model.config.hidden_size, 3)
    model.num_labels = model.config.num_labels = 3
    save_reader(model, tokenizer, tmp_path / "other", {"base": str(base)})

    with pytest.raises(ValueError, match=r"other is of another size or kind than .*one;"):
        average_readers([tmp_path / "one", tmp_path / "other"], tmp_path / "mean")
    with pytest.raises(FileNotFoundError, match=r"no trained reader in .*none"):
        average_readers([tmp_path / "one", tmp_path / "none"], tmp_path / "mean")
