from pathlib import Path

import pytest

from embeddings.library import Library
from qa import pipeline as pipeline_module
from qa.confidence import Calibration
from qa.evaluation.testset import Case, Claim, TestSet
from qa.pipeline import Pipeline, load_pipeline
from qa.training.conflict import fit_conflict
from tests.conftest import ScriptedReader, WordEncoder, make_document
from tests.test_library import put

PLACES = "Aldo Brno Cork Deva Enns Faro Gent Hanko Ivrea Jena Kiel Lodz".split()
SCORES = {"40": 4.0, "41": 3.0, "7": 3.0}


@pytest.fixture
def pipeline(tmp_path: Path, calibration: Calibration, monkeypatch: pytest.MonkeyPatch):
    """Two papers that give the dead of every place differently, and tell of its dogs too."""
    monkeypatch.setattr(pipeline_module, "calibration_of", lambda _: calibration)
    with Library.create(tmp_path, "words", 256) as library:
        for place in PLACES:
            put(library, make_document(f"In {place} 40 people died.", f"{place}-a.txt"))
            put(library, make_document(f"In {place} 41 people died.", f"{place}-b.txt"))
            put(library, make_document(f"Some 7 dogs ran off in {place}.", f"{place}-c.txt"))
        yield load_pipeline(library, WordEncoder(), ScriptedReader(SCORES))


def conflicting(place: str) -> Case:
    claims = (Claim("40", f"{place}-a.txt", "a"), Claim("41", f"{place}-b.txt", "b"))
    question = f"How many people died in {place}?"
    return Case(place, question, True, ("40", "41"), disagreement=claims)


def other(place: str) -> Case:
    return Case(f"{place}-dogs", f"How many dogs ran off in {place}?", True, ("7",))


def test_judge_learns_which_answers_are_of_the_same(pipeline: Pipeline) -> None:
    sets = [
        TestSet(
            f"{n}.jsonl", tuple(f(place) for place in PLACES[n::2] for f in (conflicting, other))
        )
        for n in (0, 1)
    ]
    seen: list[tuple[int, int]] = []
    fitted = fit_conflict(
        [(pipeline, each) for each in sets], lambda done, of: seen.append((done, of))
    )
    assert seen == [(n, 24) for n in range(1, 25)]
    assert (fitted.differing, fitted.others) == (12, 12)
    assert (fitted.shown, fitted.alarms) == (12, 0)


def test_judge_cannot_be_fitted_on_one_library(pipeline: Pipeline) -> None:
    cases = tuple(conflicting(place) for place in PLACES)
    sets = [TestSet("a.jsonl", cases), TestSet("b.jsonl", (other("Brno"),))]
    with pytest.raises(ValueError, match="two libraries with questions that sources answer"):
        fit_conflict([(pipeline, each) for each in sets])
