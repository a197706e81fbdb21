"""The probability that an answer is right, from the reader's score."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path

BUNDLED = Path(__file__).parent / "confidence.json"

WORDS = ((0.9, "very likely right"), (0.7, "probably right"), (0.5, "more likely right than not"))


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic curve over span scores (Platt 1999), fitted on questions kept for fitting.

    Answers whose probability stays below ``threshold`` are held back. ``reader`` names the
    weights whose scores it was fitted on; other readers' scores have another scale. The second
    curve is that of statements, over their margins (qa/statements.py).
    """

    reader: str
    slope: float
    intercept: float
    threshold: float
    statement_slope: float
    statement_intercept: float

    def statement_probability(self, margin: float) -> float:
        """Probability, 0 to 1, that the speaker found for a statement is the one asked for."""
        return _logistic(self.statement_slope * margin + self.statement_intercept)

    def probability(self, score: float) -> float:
        """Probability, 0 to 1, that a span of this score (logits above no answer) is right."""
        return _logistic(self.slope * score + self.intercept)


def load_calibration(path: Path = BUNDLED) -> Calibration:
    """The calibration saved at ``path``.

    Raises ValueError where the file is not one.
    """
    try:
        return Calibration(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, TypeError, ValueError) as error:
        raise ValueError(
            f"no calibration at {path} ({error}); run: sourcesay train-confidence TESTSET"
        ) from error


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value))


def in_words(confidence: float) -> str:
    """The confidence as a reader would say it."""
    for least, words in WORDS:
        if confidence >= least:
            return words
    return "uncertain"
