import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from qa.confidence import Calibration, calibration_of, in_words, load_calibrations

CURVE = Calibration("reader", slope=2.0, length=0.0, intercept=-1.0, threshold=0.4)


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


def test_calibrations_are_read_from_their_file(tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    path.write_text(json.dumps([asdict(CURVE), asdict(replace(CURVE, reader="other"))]))
    assert load_calibrations(path) == (CURVE, replace(CURVE, reader="other"))


def test_long_answer_is_as_likely_at_a_lower_score() -> None:
    curve = replace(CURVE, length=1.0)
    assert curve.probability(0.5) == CURVE.probability(0.5)
    assert curve.probability(0.5, words=8) == pytest.approx(1 / (1 + 1 / 8))


@pytest.mark.parametrize(
    ("lead", "expected"), [(0.0, 0.5), (2.0, 0.73106), (8.0, 0.98201), (20.0, 0.98201)]
)
def test_answer_that_stands_out_is_likelier(lead: float, expected: float) -> None:
    assert replace(CURVE, lead=0.5).probability(0.5, lead=lead) == pytest.approx(expected, abs=1e-5)


def test_reader_without_calibration_gets_the_first_as_not_fitted_and_it_is_said(caplog) -> None:
    first, *others = load_calibrations()
    assert [calibration_of(each.reader) for each in (first, *others)] == [first, *others]
    assert all(each.fitted for each in (first, *others))
    assert caplog.text == ""
    borrowed = calibration_of("unknown")
    assert (borrowed, borrowed.fitted) == (replace(first, reader=""), False)
    assert replace(borrowed, reader="unknown").fitted  # as fitting it makes it
    assert "no confidence was fitted for the reader unknown" in caplog.text


@pytest.mark.parametrize("text", [None, "", "{", "{}", "[]", '{"reader": 1}'])
def test_file_that_is_no_calibration_is_a_clear_error(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "c.json"
    if text is not None:
        path.write_text(text)
    with pytest.raises(ValueError, match=r"no calibration at .*c\.json"):
        load_calibrations(path)
