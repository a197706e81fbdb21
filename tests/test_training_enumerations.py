"""Answers of SQuAD that enumerate, divided, and what the tagger learns of a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qa.training.enumerations import enumerated, load_enumerations

ENUMERATIONS = [
    ("Hasar, Hachiun, and Temüge", ["Hasar", "Hachiun", "Temüge"]),
    ("weak, failed or failing states.", ["weak", "failed", "failing states"]),
    ("Jim Nantz and Phil Simms", ["Jim Nantz", "Phil Simms"]),
    ("alligators and crocodiles", []),  # or one thing: "research and development"
    ("Hasar, Hachiun", []),  # or a place and its country
    ("bread and butter, tea and jam", []),  # which "and" divides?
    ("that a delay costs money, that it is long, and that it is dear to all of them", []),
    ("horses", []),
    (" . ", []),
]


@pytest.mark.parametrize(("text", "items"), ENUMERATIONS)
def test_enumerations(text: str, items: list[str]) -> None:
    assert [text[a:b] for a, b in enumerated(text)] == items


def test_a_question_for_two_takes_any_two() -> None:
    text = "alligators and crocodiles"
    assert [text[a:b] for a, b in enumerated(text, names=False)] == ["alligators", "crocodiles"]


def test_taggings_of_a_file(tmp_path: Path) -> None:
    text = "Hasar, Hachiun and Temüge were his brothers. He left Hasar and Jochi in 1201."
    asked = [
        ("Who were his brothers?", "Hasar, Hachiun and Temüge"),
        ("Who was left?", "Hasar and Jochi"),
        ("Whose brothers were they?", "his"),
        ("When was it?", "1201"),
        ("Who left?", "He"),
        ("Which two did he leave?", "his brothers. He left"),
        ("What else?", "1201"),
    ]
    questions = [
        {"id": q, "question": q, "answers": [{"text": a, "answer_start": text.index(a)}]}
        for q, a in asked
    ] + [{"id": "none", "question": "Who fled?", "answers": []}]
    article = {"title": "Khan", "paragraphs": [{"context": text, "qas": questions}]}
    path = tmp_path / "squad.json"
    path.write_text(json.dumps({"data": [article]}), encoding="utf-8")

    found = load_enumerations(path, seed=0)

    assert {(t.question, *(t.text[a:b] for a, b in t.items)) for t in found if t.several} == {
        ("Who were his brothers?", "Hasar", "Hachiun", "Temüge"),
        ("Who was left?", "Hasar", "Jochi"),
    }
    assert {(t.question, t.text[slice(*t.items[0])]) for t in found if not t.several} == {
        ("Who left?", "He"),
        ("What else?", "1201"),
        ("Whose brothers were they?", "his"),
    }
    assert {t.text for t in found} == {text}
