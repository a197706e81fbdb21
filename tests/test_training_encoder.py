"""A training run of the encoder on a tiny random model, and the pairs that it learns from."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from embeddings.encoder import BUNDLED, SentenceEncoder
from qa.training.encoder import EncoderRecipe, train_encoder
from qa.training.written import Pair, load_pairs
from tests.tiny_model import save_tiny_bert

PAIRS = [Pair(a, f"{a}{b}", b) for a, b in ("ab", "cd", "ef", "gh")]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny encoder as a folder of sentence-transformers."""
    folder = save_tiny_bert(tmp_path_factory.mktemp("base"), "abcdefgh")
    for name in ("modules.json", "sentence_bert_config.json"):
        shutil.copy(BUNDLED / name, folder)
    (folder / "1_Pooling").mkdir()
    pooling = {"word_embedding_dimension": 32, "pooling_mode_mean_tokens": True}
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(pooling), encoding="utf-8")
    return folder


def test_what_answers_a_question_comes_to_lie_nearer(base: Path, tmp_path: Path) -> None:
    recipe = EncoderRecipe(str(base), rate=1e-2, passes=30, batch=4)
    steps: list[tuple[int, int]] = []

    losses = train_encoder(PAIRS, recipe, tmp_path / "out", lambda *step: steps.append(step))

    assert steps == [(n, 30) for n in range(1, 31)]
    assert losses[-1] < losses[0] / 4
    weights = load_file(tmp_path / "out" / "model.safetensors")
    assert {weight.dtype for weight in weights.values()} == {torch.float16}
    trained = SentenceEncoder(str(tmp_path / "out"))
    questions, passages = (trained.encode([p[i] for p in _texts()]) for i in range(2))
    assert np.argmax(questions @ passages.T, axis=1).tolist() == [0, 1, 2, 3]


def test_the_same_run_gives_the_same_weights(base: Path, tmp_path: Path) -> None:
    recipe = EncoderRecipe(str(base), passes=2, batch=2)
    for name in ("a", "b"):
        train_encoder(PAIRS, recipe, tmp_path / name)
    a, b = ((tmp_path / name / "model.safetensors").read_bytes() for name in ("a", "b"))
    assert a == b


def test_too_few_questions_are_a_clear_error(base: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="4 questions with their passages fill no batch"):
        train_encoder(PAIRS, EncoderRecipe(str(base)), tmp_path / "out")


def test_pairs_of_a_library(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    text = "The mayor fled. Forty houses burned."
    (tmp_path / "sources" / "a.txt").write_text(text, encoding="utf-8")
    evidence = [{"file": "a.txt", "evidence": "Forty houses burned."}]
    rows = [
        {"id": "1", "question": "How many?", "standalone": "How many burned?"},
        {"id": "2", "question": "What burned?"},
        {"id": "3", "question": "Who burned?", "answerable": False, "sources": []},
    ]
    with (tmp_path / "questions.jsonl").open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps({"answerable": True, "sources": evidence, **row}) + "\n")

    assert load_pairs(tmp_path) == [
        Pair("How many burned?", text, "Forty houses burned."),
        Pair("What burned?", text, "Forty houses burned."),
    ]


def _texts() -> list[tuple[str, str]]:
    return [(pair.question, pair.passage) for pair in PAIRS]
