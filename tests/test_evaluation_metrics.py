from __future__ import annotations

import numpy as np
import pytest
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss

from qa.evaluation.metrics import (
    Bin,
    calibration_error,
    coverage_at,
    exact_match,
    f1,
    holds,
    is_right,
    normalise_squad,
    normalise_typographic,
    reliability,
    risk_coverage_area,
    risks,
)


@pytest.mark.parametrize(
    ("text", "squad", "typographic"),
    [
        ("The Eiffel Tower!", "eiffel tower", "eiffel tower"),
        ("an apple, a day", "apple day", "apple day"),
        ("anthem theatre", "anthem theatre", "anthem theatre"),
        ("north-eastern", "northeastern", "northeastern"),
        ("  two\n\twords ", "two words", "two words"),
        ("U.S. $1,000", "us 1000", "us 1000"),
        ("the-a", "thea", "thea"),  # punctuation goes before articles
        ("A", "", ""),
        ("“Putin’s”", "“putin’s”", "putins"),
        ("440–450 graves…", "440–450 graves…", "440 450 graves"),
        ("‘the’", "‘ ’", ""),  # a curly quote is no letter, so "the" stands alone
        ("Ünal ÇAY", "ünal çay", "ünal çay"),
    ],
)
def test_normalisations(text, squad, typographic):
    assert (normalise_squad(text), normalise_typographic(text)) == (squad, typographic)


@pytest.mark.parametrize(
    ("predicted", "accepted", "em", "overlap"),
    [
        ("the Denver Broncos", ["Denver Broncos"], 1, 1),
        ("Broncos", ["Denver Broncos"], 0, 2 / 3),
        ("Broncos of Denver", ["Denver Broncos"], 0, 4 / 5),
        ("Carolina", ["Denver Broncos"], 0, 0),
        ("Santa Clara", ["Levi's Stadium", "in Santa Clara, California"], 0, 2 / 3),
        ("10 10 10", ["10 20"], 0, 2 / 5),  # a word counts as often as both have it
        ("10 10", ["10 10 10"], 0, 4 / 5),
        ("", [""], 1, 1),
        ("", ["Denver"], 0, 0),
        ("Denver", [""], 0, 0),
        ("the", ["!"], 1, 1),  # both empty after normalisation
        ("anything", [], 0, 0),
    ],
)
def test_exact_match_and_f1_are_squads(predicted, accepted, em, overlap):
    assert exact_match(predicted, accepted) == em
    assert f1(predicted, accepted) == pytest.approx(overlap)


def test_curly_quotes_differ_for_squad_and_not_typographically():
    assert exact_match("“I collapsed”", ['"I collapsed"']) == 0
    assert exact_match("“I collapsed”", ['"I collapsed"'], normalise_typographic) == 1


@pytest.mark.parametrize(
    ("predicted", "accepted", "right"),
    [
        ("Putin", ["Vladimir Putin"], True),
        ("the town of Izium", ["Izium"], True),
        ("1 September 2022", ["September 2022"], True),
        ("because the soil was dry and sandy", ["the soil was dry and sandy there"], True),
        ("2 September", ["1 September"], False),
        ("on 8 September 2022 in Izium", ["on 9 September 2022 in Izium"], False),
        ("Serhiy Yenin", ["Yevheny Yenin"], False),
        ("First Deputy Minister", ["Second Deputy Minister"], False),
        ("They found 440 graves. The police chief spoke", ["440 graves"], False),
        ("Rain", ["440 graves", "rain"], True),
        ("All but seven have been identified", ["All but four have been identified"], False),
        ("almost twenty-seven long cold months", ["almost twenty-five long cold months"], False),
        ("there was not any sign of torture", ["there was no one sign of torture"], False),
        ("A", ["a"], True),  # an exact match always is, though no word is left
    ],
)
def test_is_right(predicted, accepted, right):
    assert is_right(predicted, accepted) is right


@pytest.mark.parametrize(
    ("text", "part", "held"),
    [
        ("the party hall", "party", True),
        ("the party hall", "art", False),
        ("Maximov’s left ear", "maximov's left", True),
        ("left my ear", "left ear", False),
        ("left ear", "the", False),
    ],
)
def test_holds_whole_words_in_one_run(text, part, held):
    assert holds(text, part) is held


def test_calibration_error_of_a_small_example():
    confidences = np.array([0.1, 0.3, 0.6, 0.8, 0.9, 1.0])
    right = np.array([0.0, 1.0, 0.0, 1.0, 1.0, 1.0])
    assert reliability(confidences, right, bins=3) == [
        Bin(pytest.approx(0.2), 0.5, 2),
        Bin(pytest.approx(0.7), 0.5, 2),
        Bin(pytest.approx(0.95), 1.0, 2),
    ]
    gaps = [0.1, 0.3, 0.6, 0.2, 0.1, 0.0]  # ten bins over six answers: each is alone
    assert calibration_error(confidences, 1 - (confidences < 0.5)) == pytest.approx(
        (0.1 + 0.3 + 0.4 + 0.2 + 0.1 + 0.0) / 6
    )
    assert calibration_error(confidences, np.array([0, 0, 0, 1, 1, 1.0])) == pytest.approx(
        sum(gaps) / 6
    )


def test_equal_confidences_share_a_bin():
    assert reliability(np.full(4, 0.7), np.array([1.0, 1, 0, 1])) == [
        Bin(pytest.approx(0.7), 0.75, 4)
    ]


def test_calibration_error_equals_scikit_learns():
    random = np.random.default_rng(3)
    confidences = random.random(200)
    right = (random.random(200) < confidences**2).astype(float)
    share_right, mean_confidence = calibration_curve(
        right, confidences, n_bins=10, strategy="quantile"
    )
    assert [(b.confidence, b.right, b.n) for b in reliability(confidences, right)] == [
        (pytest.approx(c), pytest.approx(r), 20)
        for c, r in zip(mean_confidence, share_right, strict=True)
    ]
    assert calibration_error(confidences, right) == pytest.approx(
        np.abs(share_right - mean_confidence).mean()
    )
    brier = np.mean((confidences - right) ** 2)
    assert brier == pytest.approx(brier_score_loss(right, confidences))


def test_risks_of_a_small_example():
    confidences = np.array([0.2, 0.9, 0.5, 0.7])
    right = np.array([0.0, 1.0, 0.0, 1.0])
    assert risks(confidences, right).tolist() == pytest.approx([0, 0, 1 / 3, 1 / 2])
    assert risk_coverage_area(confidences, right) == pytest.approx(5 / 24)


def test_order_of_equally_confident_answers_does_not_matter():
    confidences = np.array([0.5, 0.5, 0.9])
    assert risks(confidences, np.array([0.0, 1, 1])).tolist() == pytest.approx([0, 0.25, 1 / 3])
    assert risks(confidences, np.array([1.0, 0, 1])).tolist() == pytest.approx([0, 0.25, 1 / 3])


@pytest.mark.parametrize(
    ("precision", "share"), [(1.0, 1 / 6), (0.8, 5 / 6), (0.75, 5 / 6), (0.5, 1.0)]
)
def test_coverage_at_a_precision_keeps_equal_confidences_together(precision, share):
    confidences = np.array([0.1, 0.9, 0.5, 0.5, 0.5, 0.5])
    right = np.array([0.0, 1, 1, 1, 0, 1])
    assert coverage_at(precision, confidences, right) == pytest.approx(share)
    assert coverage_at(precision, confidences[:0], right[:0]) == 0
