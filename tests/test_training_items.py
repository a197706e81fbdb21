"""A training run of the tagger on a tiny random model, and the questions that it learns from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from transformers import AutoTokenizer

from embeddings.passages import Passage
from qa.answers import Span
from qa.items import ItemTagger
from qa.span_models import TorchSpanModel
from qa.training.items import ItemRecipe, Tagging, load_taggings, tag_loss, to_batch, train_items
from tests.conftest import make_document
from tests.tiny_model import save_tiny_bert

TEXT = "The mayor fled. They took axes, saws and ropes from the shed. Jan, Olha and Petro wept."
TOOLS = "They took axes, saws and ropes from the shed."


def test_taggings_of_a_library(tmp_path: Path) -> None:
    row = {"history": [], "answerable": True, "answers": [], "answers_all": [], "disagreement": []}
    tools, wept = ({"file": "a.txt", "evidence": e} for e in (TOOLS, "Jan, Olha and Petro wept."))
    rows = [
        {"question": "What was taken?", "answers_all": ["axes", "ropes"], "sources": [tools]},
        {"question": "What was in the shed?", "answers": ["axes"], "sources": [tools]},
        {"question": "Who wept?", "answers": ["Jan, Olha and Petro"], "sources": [wept]},
        {
            "question": "And who else?",
            "standalone": "Who wept?",
            "answers": ["Jan"],
            "sources": [wept],
        },
        {"question": "When did he go?", "answers": ["from"], "sources": [tools]},
        {"question": "Who was shot?", "answerable": False, "sources": [], "tempting": "fled"},
    ]
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "a.txt").write_text(TEXT, encoding="utf-8")
    lines = [json.dumps({**row, "id": str(n), **each}) for n, each in enumerate(rows)]
    (tmp_path / "questions.jsonl").write_text("\n".join(lines), encoding="utf-8")

    found = load_taggings(tmp_path)

    assert [
        (t.question, [t.text[a:b] for a, b in t.items], t.several, t.beside) for t in found
    ] == [
        ("What was taken?", ["axes", "ropes"], True, False),
        ("What was in the shed?", ["axes"], False, True),
        ("Who wept?", ["Jan"], False, True),
        ("Who was shot?", [], False, False),
    ]
    assert [t.text for t in found] == [TEXT, TEXT, TEXT[len("The mayor fled. ") :], TEXT[:-26]]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_bert(tmp_path_factory.mktemp("base"), "abcdefghq?,.")


def test_tags_of_a_batch(base: Path) -> None:
    taggings = [
        Tagging("q?", "a, bc.", ((0, 1), (3, 5)), True),
        Tagging("q?", "a.", (), False),
    ]
    inputs, labels = to_batch(taggings, AutoTokenizer.from_pretrained(base))
    assert inputs["input_ids"].shape == labels.shape == (2, 16)
    # [CLS] q ? [SEP] a , b ##c . [SEP]
    assert labels[0, :10].tolist() == [-100, -100, -100, -100, 1, 0, 1, 2, 0, -100]
    assert labels[1, :7].tolist() == [-100, -100, -100, -100, 0, 0, -100]


def test_loss_is_that_of_three_tags() -> None:
    begins, continues = torch.tensor([[0.0, 2.0, 9.0]]), torch.tensor([[0.0, 0.0, 9.0]])
    loss = tag_loss(begins, continues, torch.tensor([[0, 1, -100]]))
    expected = (torch.log(torch.tensor(3.0)) + torch.log(1 + 2 * torch.exp(torch.tensor(-2.0)))) / 2
    assert loss.item() == pytest.approx(expected.item())


def test_items_are_learnt(base: Path, tmp_path: Path) -> None:
    text = "a, bc, d."
    taggings = [
        Tagging("q?", text, ((0, 1), (3, 5), (7, 8)), True),
        Tagging("h?", text, ((3, 5),), False),
    ]
    recipe = ItemRecipe(str(base), rate=1e-2, passes=60, batch=2)
    steps: list[tuple[int, int]] = []
    losses = train_items(taggings, recipe, tmp_path / "out", lambda *step: steps.append(step))

    assert steps == [(n, 60) for n in range(1, 61)]
    assert losses[-1] < losses[0] / 10
    tagger = ItemTagger(TorchSpanModel(str(tmp_path / "out")))
    span = Span(Passage(make_document(text), 0, len(text)), 3, 5, 1.0)
    assert [item.span.text for item in tagger.items("q?", span)] == ["a", "bc", "d"]
    assert [item.span.text for item in tagger.items("h?", span)] == ["bc"]


def test_without_lists_there_is_nothing_to_learn(base: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no question with answers_all"):
        train_items([Tagging("q?", "a.", (), False)], ItemRecipe(str(base)), tmp_path / "out")
