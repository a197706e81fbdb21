from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from embeddings.library import Library
from qa import pipeline as pipeline_module
from qa.confidence import Calibration, load_calibrations
from qa.evaluation.testset import Case, TestSet
from qa.pipeline import Pipeline, load_pipeline
from qa.training.confidence import alike, fit_confidence, save_calibration, threshold_at
from tests.conftest import ScriptedReader, WordEncoder, make_document
from tests.test_library import put


@pytest.fixture
def pipeline(tmp_path: Path, calibration: Calibration, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pipeline_module, "calibration_of", lambda _: calibration)
    with Library.create(tmp_path, "words", 256) as library:
        put(library, make_document("Ada found gold. Ben lost silver. Cleo sold copper."))
        yield load_pipeline(library, WordEncoder(), ScriptedReader({}))


class ByQuestion(ScriptedReader):
    """Finds for each question the text and score it was given."""

    def __init__(self, answers: dict[str, tuple[str, float]]) -> None:
        super().__init__({})
        self.answers = answers

    def read(self, question, passages):
        text, score = self.answers[question]
        self.scores = {text: score}
        return super().read(question, passages)


def test_right_answers_get_the_higher_probability_and_wrong_ones_are_refused(
    pipeline: Pipeline,
) -> None:
    answers = {
        "What did Ada find?": ("gold", 6.0),
        "What did Ben lose?": ("silver", 4.0),
        "What did Cleo sell?": ("gold", 1.0),
        "What did Dora buy?": ("copper", 0.0),
    }
    pipeline.reader = ByQuestion(answers)  # type: ignore[assignment]
    cases = (
        Case("1", "What did Ada find?", True, ("gold",)),
        Case("2", "What did Ben lose?", True, ("silver",)),
        Case("3", "What did Cleo sell?", True, ("copper",)),
        Case("4", "What did Dora buy?", False),
    )
    fitted = fit_confidence(pipeline, TestSet("set", cases))
    assert fitted.reader == "scripted"
    assert fitted.probability(6.0) > fitted.probability(4.0) > 0.5 > fitted.probability(1.0)
    assert fitted.probability(1.0) < fitted.threshold < fitted.probability(4.0)


def test_every_library_counts_alike(
    pipeline: Pipeline,
) -> None:
    answers = {
        "What did Ada find?": ("gold", 6.0),
        "What did Ben lose?": ("gold", 1.0),
        "What did Cleo sell?": ("copper", 2.0),
        "What did Dora buy?": ("copper", 5.0),
    }
    pipeline.reader = ByQuestion(answers)  # type: ignore[assignment]
    first = (
        Case("1", "What did Ada find?", True, ("gold",)),
        Case("2", "What did Ben lose?", True, ("silver",)),
    )
    other = (
        Case("3", "What did Cleo sell?", True, ("copper",)),
        *(Case(f"4{n}", "What did Dora buy?", False) for n in range(9)),
    )
    seen: list[tuple[int, int]] = []
    alone = fit_confidence(pipeline, TestSet("set", first))
    fitted = fit_confidence(
        pipeline,
        TestSet("set", first),
        [(pipeline, TestSet("other", other))],
        lambda done, of: seen.append((done, of)),
    )
    assert alone.probability(5.0) > 0.9 > 0.6 > fitted.probability(5.0)
    assert alone.threshold < alone.probability(6.0)
    assert fitted.threshold > fitted.probability(6.0)  # no answers are likely enough
    assert seen == [(n, 12) for n in range(1, 13)]
    assert alike([2, 8]) == [2.5] * 2 + [0.625] * 8


def test_set_without_wrong_answers_cannot_be_fitted(pipeline: Pipeline) -> None:
    pipeline.reader = ByQuestion({"What did Ada find?": ("gold", 6.0)})  # type: ignore[assignment]
    cases = (Case("1", "What did Ada find?", True, ("gold",)),)
    with pytest.raises(ValueError, match="set needs questions answered right and others wrong"):
        fit_confidence(pipeline, TestSet("set", cases))


@pytest.mark.parametrize(
    ("probabilities", "expected"),
    [
        ([0.9, 0.8, 0.75, 0.6], 0.3),
        ([0.9, 0.8, 0.6, 0.5], 0.55),
        ([0.5, 0.9, 0.6, 0.8], 0.55),
        ([0.7], 0.85),
    ],
)
def test_threshold_keeps_all_it_can_at_the_precision(probabilities, expected) -> None:
    assert threshold_at(0.75, np.array(probabilities)) == pytest.approx(expected)


def test_threshold_counts_answers_by_their_weights() -> None:
    probabilities = np.array([0.9, 0.8, 0.6, 0.5])
    found = [threshold_at(0.75, probabilities, np.array(w)) for w in ([1] * 4, [1, 1, 1, 0.1])]
    assert found == pytest.approx([0.55, 0.25])


@pytest.mark.parametrize(
    ("readers", "saved", "expected"),
    [
        ([], "fast:1a", ["fast:1a"]),
        (["fast:1a", "other"], "fast:1a", ["fast:1a", "other"]),
        (["other", "fast:1a"], "fast:1a", ["other", "fast:1a"]),
        (["fast:1a+slow:2b", "fast:1a"], "fast:3c", ["fast:1a+slow:2b", "fast:3c", "fast:1a"]),
        (["fast:1a+slow:2b"], "fast:3c+slow:2b", ["fast:3c+slow:2b", "fast:1a+slow:2b"]),
        (["fast:1a"], "slow:1a", ["fast:1a", "slow:1a"]),
    ],
)
def test_a_saved_calibration_takes_the_place_of_its_readers(
    tmp_path: Path, calibration: Calibration, readers: list[str], saved: str, expected: list[str]
) -> None:
    path = tmp_path / "c.json"
    for reader in readers:
        save_calibration(replace(calibration, reader=reader), path)
    new = replace(calibration, reader=saved, threshold=0.25)
    save_calibration(new, path)
    found = load_calibrations(path)
    assert [each.reader for each in found] == expected
    assert [each for each in found if each.reader == saved] == [new]
