"""What readers say of answers: kept whole, and made into a test set."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from qa.answers import Answer
from qa.cli import main
from qa.evaluation.testset import Evidence, load_testset
from qa.feedback import FeedbackStore, as_cases, default_store, read_feedback
from qa.render import answer_json
from tests.test_export import FOUND, SILENT


@pytest.fixture
def store(tmp_path: Path) -> FeedbackStore:
    return FeedbackStore(tmp_path / "new" / "feedback.jsonl")


def test_feedback_is_kept_with_the_answer_and_how_it_came_about(store: FeedbackStore) -> None:
    store.add("a", "right", FOUND, history=["Which mill?"], trace="read ten passages")
    [entry] = read_feedback(store.path)
    assert entry.pop("at").endswith("+00:00")
    assert entry == {
        "id": "a",
        "verdict": "right",
        "right_answer": "",
        "history": ["Which mill?"],
        "answer": json.loads(json.dumps(answer_json(FOUND))),
        "trace": "read ten passages",
    }


def test_later_verdict_counts_and_the_earlier_one_stays_in_the_file(store: FeedbackStore) -> None:
    store.add("a", "right", FOUND)
    store.add("b", "right", SILENT)
    store.add("a", "wrong", FOUND, right_answer="  in\n1922 ")
    assert [(e["id"], e["verdict"], e["right_answer"]) for e in read_feedback(store.path)] == [
        ("a", "wrong", "in 1922"),
        ("b", "right", ""),
    ]
    assert store.path.read_text(encoding="utf-8").count("\n") == 3


def test_verdict_that_is_none_is_refused(store: FeedbackStore) -> None:
    with pytest.raises(ValueError, match="no verdict 'good'; choose one of right, wrong"):
        store.add("a", "good", FOUND)
    with pytest.raises(ValueError, match="at most 500"):
        store.add("a", "wrong", FOUND, right_answer="x" * 501)
    assert not store.path.exists()


@pytest.mark.parametrize(
    ("verdict", "answer", "right", "expected"),
    [
        ("right", FOUND, "", (True, ("1921",), ())),
        ("right", SILENT, "", (False, (), ())),
        ("should have refused", FOUND, "", (False, (), ())),
        ("wrong evidence", FOUND, "", (True, ("1921",), ())),
        ("wrong", FOUND, "in 1922", (True, ("in 1922",), ())),
        ("wrong", SILENT, "in 1922", (True, ("in 1922",), ())),
        ("wrong", FOUND, "", None),
        (
            "right",
            Answer("Which?", "Which?", parts=FOUND.positions * 2),
            "",
            (True, (), ("1921", "1921")),
        ),
    ],
)
def test_verdict_becomes_a_case(
    store: FeedbackStore, verdict: str, answer: Answer, right: str, expected: tuple | None
) -> None:
    store.add("a", verdict, answer, right_answer=right)
    cases, left_out = as_cases(read_feedback(store.path))
    assert left_out == ([] if expected else ["a"])
    assert [
        (case["answerable"], tuple(case["answers"]), tuple(case.get("answers_all", ())))
        for case in cases
    ] == ([expected] if expected else [])


def test_export_is_a_test_set(
    store: FeedbackStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store.add("a", "right", FOUND, history=["Which mill?"])
    store.add("b", "wrong", FOUND)
    target = tmp_path / "cases.jsonl"
    assert main(["feedback", "export", str(target), "--from", str(store.path)]) == 0
    printed = capsys.readouterr()
    assert printed.out == f"{target}: 1 cases\n"
    assert printed.err == "left out, as nobody said what would be right: b\n"
    [case] = load_testset(target).cases
    assert (case.id, case.question, case.history) == ("a", "When?", ("Which mill?",))
    assert case.answers == ("1921",)
    assert case.sources == (Evidence("mill.txt", "The mill was built in 1921.", 11),)


def test_export_without_feedback_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCESAY_FEEDBACK", str(tmp_path / "none.jsonl"))
    assert default_store() == tmp_path / "none.jsonl"
    assert main(["feedback", "export", str(tmp_path / "cases.jsonl")]) == 1
    assert "no feedback in" in capsys.readouterr().err
    assert main(["feedback", "export", str(tmp_path / "cases.txt")]) == 1
    assert "end it in .jsonl" in capsys.readouterr().err


def test_damaged_lines_cost_no_other(
    store: FeedbackStore, caplog: pytest.LogCaptureFixture
) -> None:
    store.add("a", "right", FOUND)
    whole = store.path.read_bytes()
    for broken in (b'{"id": "x", "ver', "ä".encode()[:1], b'{"id": "x", "verdict": "right"}'):
        with store.path.open("ab") as file:  # as on a full disk
            file.write(broken)
        store.add("b", "right", FOUND)
    assert store.path.read_bytes().startswith(whole)
    assert [entry["id"] for entry in read_feedback(store.path)] == ["a", "b"]
    named = [int(found) for found in re.findall(r"line (\d) is damaged", caplog.text)]
    assert named == [2, 4, 6]


def test_export_takes_no_file_that_is_there(
    store: FeedbackStore, capsys: pytest.CaptureFixture[str]
) -> None:
    store.add("a", "right", FOUND)
    before = store.path.read_bytes()
    assert main(["feedback", "export", str(store.path), "--from", str(store.path)]) == 1
    assert "is there already" in capsys.readouterr().err
    assert store.path.read_bytes() == before
