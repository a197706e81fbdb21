"""The side-by-side benchmarks: workers take turns, and their answers are scored alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.outcome import chart, figures_table, score
from benchmarks.read_side_by_side import TOKENS, cut
from benchmarks.systems import WORKERS, System, in_turns
from embeddings.exported import load_tokenizer
from qa.evaluation.testset import Case
from qa.reader import BUNDLED

ECHO = f"""
import sys
sys.path.append({str(WORKERS)!r})
from serving import serve

asked = 0

def handle(request):
    global asked
    asked += 1
    print("noise on standard output")
    return {{"text": request.get("question", "set up"), "seconds": float(asked)}}

serve(handle)
"""


def test_systems_take_turns_in_processes_of_their_own(tmp_path: Path) -> None:
    worker = tmp_path / "echo.py"
    worker.write_text(ECHO, encoding="utf-8")
    systems = [System(name, str(worker), None) for name in ("one", "two")]
    requests = [{"question": f"q{n}"} for n in range(3)]
    replies = in_turns(systems, {"documents": []}, requests)
    for name in ("one", "two"):
        assert [(r["text"], r["seconds"]) for r in replies[name]] == [
            *(("q0", 3.0), ("q1", 4.0), ("q2", 5.0))
        ]
        assert replies[name][0]["peak_mb"] > 1


@pytest.mark.parametrize(("native", "ran"), [(True, ["one", "two"]), (False, ["one"])])
def test_bfloat16_runs_where_the_processor_has_it(
    native: bool, ran: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.systems.has_bfloat16", lambda: native)
    worker = tmp_path / "echo.py"
    worker.write_text(ECHO, encoding="utf-8")
    systems = [
        System("one", str(worker), None, "float32"),
        System("two", str(worker), None, "bfloat16"),
    ]
    assert list(in_turns(systems, None, [{"question": "q"}])) == ran


def test_a_worker_that_dies_is_named(tmp_path: Path) -> None:
    worker = tmp_path / "dies.py"
    worker.write_text("raise SystemExit('no such model')", encoding="utf-8")
    with pytest.raises(RuntimeError, match="fragile stopped"):
        in_turns([System("fragile", str(worker), None)], None, [{"question": "q"}])


def test_answers_are_scored_and_shown_alike() -> None:
    cases = [
        Case("c1", "?", True, ("Ann",)),
        Case("c2", "?", True, ("Bo Lee",)),
        Case("c3", "?", False),
    ]
    ours = [{"text": t, "seconds": 0.1, "peak_mb": 100.0} for t in ("Ann", "Bo", None)]
    theirs = [{"text": t, "seconds": 0.3, "peak_mb": 900.0} for t in ("Ann", None, "Cy")]
    systems = {"Sourcesay, fast": score(cases, ours, ours), "other": score(cases, theirs, ours)}
    values = {
        name: {k: v if isinstance(v, float) else v["value"] for k, v in found.items()}
        for name, found in systems.items()
    }
    assert values["Sourcesay, fast"] == {
        "exact_match": 0.5,
        "f1": pytest.approx((1 + 2 / 3) / 2),
        "false_abstention_rate": 0,
        "false_answer_rate": 0,
        "milliseconds": pytest.approx(100),
        "times": 1,
        "peak_mb": 100,
    }
    assert values["other"] == {
        "exact_match": 0.5,
        "f1": 0.5,
        "false_abstention_rate": 0.5,
        "false_answer_rate": 1,
        "milliseconds": pytest.approx(300),
        "times": pytest.approx(3),
        "peak_mb": 900,
    }
    assert "| other " in figures_table(systems)
    assert "| 3.00 (3.00 to 3.00) " in figures_table(systems)
    drawn = chart("trial", {"questions": 3}, systems)
    assert drawn.count("<rect x=") == 6
    assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "")


def test_passages_are_cut_around_the_answer() -> None:
    tokenizer = load_tokenizer(BUNDLED["fast"])
    text = " ".join(f"word{n}" for n in range(400))
    passage = cut(tokenizer, text, text.index("word200"))
    assert passage is not None
    assert "word200" in passage
    assert len(tokenizer.encode(passage, add_special_tokens=False)) in (TOKENS - 1, TOKENS)
    assert cut(tokenizer, "too short", 0) is None
