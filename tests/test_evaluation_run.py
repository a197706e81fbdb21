from __future__ import annotations

import json

import pytest

from qa.evaluation import testset as testsets
from qa.evaluation.run import evaluate
from qa.evaluation.testset import Case, Evidence
from tests.evaluation_fakes import GRAVES, ScriptedPipeline, answer, hit, position

CASES = (
    Case(
        "c1",
        "How many?",
        True,
        ("440 graves",),
        history=("What was found?",),
        sources=(Evidence("graves.txt", "They found 440 graves."),),
        category="count",
    ),
    Case("c2", "Who sang?", False, category="unanswerable", subtype="near-miss"),
    Case("c3", "", False, category="unanswerable"),
)


def pipeline() -> ScriptedPipeline:
    answers = {
        "How many?": answer("How many?", position(GRAVES, "440 graves"), elapsed_ms=12.0),
        "Who sang?": answer("Who sang?", confidence=0.1, nearest=(hit(GRAVES, "Rain fell."),)),
    }
    return ScriptedPipeline(answers, hits=[hit(GRAVES, "They found 440 graves.")])


def test_every_case_is_asked_scored_and_kept():
    scripted = pipeline()
    results = evaluate(scripted, testsets.TestSet("set.jsonl", CASES))
    assert scripted.asked == [("How many?", ["What was found?"]), ("Who sang?", [])]
    assert [(case["id"], case["scores"].get("f1")) for case in results["cases"]] == [
        ("c1", 1.0),
        ("c2", None),
        ("c3", None),
    ]
    assert results["summary"]["exact_match_all"] == {"value": 1, "low": 1, "high": 1, "n": 3}
    assert results["summary"]["recall@1"]["value"] == 1
    assert list(results["by_category"]) == ["count", "unanswerable", "unanswerable/near-miss"]
    assert results["by_category"]["unanswerable"] == {
        "false_answer_rate": {"value": 0, "low": 0, "high": 0, "n": 2}
    }
    assert results["by_document"] == {"graves.txt": results["by_category"]["count"]}
    first = results["cases"][0]["answer"]
    assert (first["text"], first["positions"][0]["citations"][0]["file"]) == (
        "440 graves",
        "sources/graves.txt",
    )
    assert json.loads(json.dumps(results)) == results


def test_a_refused_question_counts_as_not_answered(caplog):
    results = evaluate(pipeline(), testsets.TestSet("set.jsonl", CASES[2:]))
    assert results["cases"][0]["answer"]["abstained"] is True
    assert "c3: refused and counted as not answered: the question is empty" in caplog.text


def test_progress_and_environment():
    steps = []
    results = evaluate(
        pipeline(),
        testsets.TestSet("set.jsonl", CASES),
        progress=lambda done, total: steps.append((done, total)),
    )
    assert steps == [(1, 3), (2, 3), (3, 3)]
    environment = results["environment"]
    assert environment["models"] == {"reader": "scripted"}
    assert (environment["testset"], environment["normalisation"]) == ("set.jsonl", "squad")
    assert environment["versions"]["python"].startswith("3.")
    assert environment["versions"]["numpy"].startswith("2.")
    assert environment["processor"]


class Interrupted(ScriptedPipeline):
    def ask(self, question, history):
        if question == "Who sang?":
            raise KeyboardInterrupt
        return super().ask(question, history)


def test_an_interrupted_run_goes_on_and_ends_as_if_it_had_not_been(tmp_path, caplog):
    testset, file = testsets.TestSet("set.jsonl", CASES), tmp_path / "results.json.unfinished"
    stopped = Interrupted(pipeline().answers, pipeline().hits)
    with pytest.raises(KeyboardInterrupt):
        evaluate(stopped, testset, unfinished=file)
    with file.open("ab") as cut_short:
        cut_short.write(b'{"id": "c2", "scores": {')
    going_on = pipeline()
    results = evaluate(going_on, testset, unfinished=file)
    assert [question for question, _ in going_on.asked] == ["Who sang?"]
    assert "going on after 1 cases" in caplog.text
    assert results == evaluate(pipeline(), testset)

    again = pipeline()
    assert evaluate(again, testset, unfinished=file) == results
    assert again.asked == []


def test_cases_of_another_run_are_not_taken_over(tmp_path, caplog):
    file = tmp_path / "results.json.unfinished"
    evaluate(pipeline(), testsets.TestSet("set.jsonl", CASES), unfinished=file)
    changed = pipeline()
    changed.documents = (GRAVES,)
    evaluate(changed, testsets.TestSet("set.jsonl", CASES), unfinished=file)
    assert len(changed.asked) == 2
    assert "is of another run; starting anew" in caplog.text


def test_an_unknown_normalisation_is_refused_before_the_run():
    scripted = pipeline()
    with pytest.raises(ValueError, match="no normalisation 'curly'; one of squad, typographic"):
        evaluate(scripted, testsets.TestSet("set", CASES), normalisation="curly")
    assert scripted.asked == []
