import json
from dataclasses import asdict
from pathlib import Path

import pytest

from qa.confidence import Calibration, in_words, load_calibration

CURVE = Calibration("reader", 2.0, -1.0, 0.4, statement_slope=10.0, statement_intercept=-1.0)


@pytest.mark.parametrize(
    ("score", "expected"), [(0.5, 0.5), (0.0, 0.26894), (50.0, 1.0), (-50.0, 0.0)]
)
def test_probability_follows_the_logistic_curve(score: float, expected: float) -> None:
    assert CURVE.probability(score) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        (0.95, "very likely right"),
        (0.9, "very likely right"),
        (0.75, "probably right"),
        (0.5, "more likely right than not"),
        (0.1, "uncertain"),
    ],
)
def test_confidence_in_words(confidence: float, words: str) -> None:
    assert in_words(confidence) == words


def test_calibration_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    path.write_text(json.dumps(asdict(CURVE)))
    assert load_calibration(path) == CURVE


@pytest.mark.parametrize("text", [None, "", "{", "{}", "[]", '{"reader": 1}'])
def test_file_that_is_no_calibration_is_a_clear_error(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "c.json"
    if text is not None:
        path.write_text(text)
    with pytest.raises(ValueError, match=r"no calibration at .*c\.json"):
        load_calibration(path)
