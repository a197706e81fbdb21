"""sourcesay evaluate, over a pipeline that answers as it is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qa.cli import main
from qa.evaluation.rows import row_of, save_rows
from qa.evaluation.testset import Case, Evidence
from tests.evaluation_fakes import GRAVES, ScriptedPipeline, answer, hit, position

FOUND = (Evidence("graves.txt", "They found 440 graves."),)
CASES = [Case(f"c{n}", f"How many {n}?", True, ("440",), sources=FOUND) for n in range(9)]
RIGHT = {case.question: answer(case.question, position(GRAVES, "440")) for case in CASES}
WRONG = {case.question: answer(case.question, position(GRAVES, "Rain")) for case in CASES}


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Runs the command in a folder with set.jsonl, over the given answers."""
    monkeypatch.chdir(tmp_path)
    save_rows(map(row_of, CASES), Path("set.jsonl"))

    def run(answers, *arguments: str) -> tuple[int, ScriptedPipeline]:
        pipeline = ScriptedPipeline(answers, [hit(GRAVES, "They found 440 graves.")])
        monkeypatch.setattr("qa.evaluation.commands.named_pipeline", lambda *_: pipeline)
        return main(["evaluate", "set.jsonl", *arguments]), pipeline

    return run


def test_everything_asked_for_is_written(say, capsys):
    outputs = ("--json", "out.json", "--report", "out.html", "--markdown", "out.md")
    assert say(RIGHT, *outputs)[0] == 0
    assert {path.name for path in Path().iterdir()} == {
        *("set.jsonl", "out.json", "out.html", "out.md")
    }
    results = json.loads(Path("out.json").read_text(encoding="utf-8"))
    assert results["summary"]["f1"]["value"] == results["by_document"]["graves.txt"]["f1"]["value"]
    assert len(results["cases"]) == 9
    assert Path("out.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert Path("out.md").read_text(encoding="utf-8").startswith("### Evaluation of set.jsonl")
    out = capsys.readouterr().out
    assert "| f1 " in out
    assert "| lost by " in out


def test_a_fall_beyond_noise_fails_the_run_and_lists_what_was_lost(say, capsys):
    say(RIGHT, "--json", "old.json")
    assert say(RIGHT, "--baseline", "old.json")[0] == 0
    capsys.readouterr()
    status, _ = say(WRONG, "--json", "new.json", "--baseline", "old.json")
    captured = capsys.readouterr()
    assert status == 1
    assert captured.err == (
        "sourcesay: fell beyond noise: exact_match, f1, brier, citation_correctness\n"
    )
    assert "Lost: 9\n- c0: How many 0? | '440' -> 'Rain'\n" in captured.out
    assert Path("new.json").exists()


def test_runs_on_other_questions_are_not_called_equal(say, capsys):
    say(RIGHT, "--json", "old.json")
    old = json.loads(Path("old.json").read_text(encoding="utf-8"))
    for case in old["cases"][1:]:
        case["id"] = f"reworded-{case['id']}"
    Path("old.json").write_text(json.dumps(old), encoding="utf-8")
    capsys.readouterr()
    assert say(RIGHT, "--baseline", "old.json")[0] == 1
    assert "16 cases are in one of the runs only" in capsys.readouterr().err


def test_a_wrong_baseline_does_not_cost_the_answers(say):
    say(RIGHT, "--json", "old.json")
    old = json.loads(Path("old.json").read_text(encoding="utf-8"))
    Path("old.json").write_text(json.dumps(old | {"cases": []}), encoding="utf-8")
    assert say(RIGHT, "--markdown", "out.md", "--baseline", "old.json")[0] == 1
    status, pipeline = say(RIGHT, "--markdown", "out.md")
    assert (status, pipeline.asked) == (0, [])
    assert not Path("out.md.unfinished").exists()


def test_an_interrupted_run_goes_on_with_the_same_command(say, capsys):
    stopped = dict(RIGHT)
    del stopped["How many 5?"]
    assert say(stopped, "--json", "out.json")[0] == 1
    assert not Path("out.json").exists()
    status, pipeline = say(RIGHT, "--json", "out.json")
    assert (status, [question for question, _ in pipeline.asked]) == (
        0,
        [f"How many {n}?" for n in range(5, 9)],
    )
    assert not Path("out.json.unfinished").exists()
