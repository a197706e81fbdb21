"""The probability that an answer is right, from the reader's scores and the answer's length."""

from __future__ import annotations

import json
import logging
import math
from dataclasses import dataclass, replace
from pathlib import Path

log = logging.getLogger(__name__)

BUNDLED = Path(__file__).parent / "confidence.json"

MOST_LEAD = 8.0  # logits; a longer lead, or no other answer at all, says no more

WORDS = ((0.9, "very likely right"), (0.7, "probably right"), (0.5, "more likely right than not"))


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic curve over span scores (Platt 1999), fitted on questions kept for fitting.

    A long answer has a lower score than a short one that is as surely right: both its ends could
    lie elsewhere. So the number of its words counts too, as ``length`` times its logarithm. So does
    how far it stands above the next different answer, as ``lead`` times that many logits: where
    two things could be meant, neither is sure (as in Kamath, Jia and Liang 2020).
    Answers whose probability stays below ``threshold`` are held back. ``reader`` names the
    weights whose scores it was fitted on, "" where none of those in use were: other readers'
    scores have another scale.
    """

    reader: str
    slope: float
    length: float
    intercept: float
    threshold: float
    lead: float = 0.0

    @property
    def fitted(self) -> bool:
        """Whether it is the curve of the reader in use; else what it gives is only a rank."""
        return self.reader != ""

    def probability(self, score: float, words: int = 1, lead: float = MOST_LEAD) -> float:
        """Probability, 0 to 1, that a span of this score (logits above no answer) is right."""
        stands_out = self.lead * min(lead, MOST_LEAD)
        return _logistic(
            self.slope * score + self.length * math.log(words) + stands_out + self.intercept
        )


def load_calibrations(path: Path = BUNDLED) -> tuple[Calibration, ...]:
    """The calibrations of all readers that have one, the default reader's first.

    Raises ValueError where the file holds none.
    """
    try:
        first, *others = json.loads(path.read_text(encoding="utf-8"))
        return Calibration(**first), *(Calibration(**other) for other in others)
    except (OSError, TypeError, ValueError) as error:
        raise ValueError(
            f"no calibration at {path} ({error}); run: sourcesay train-confidence TESTSET"
        ) from error


def calibration_of(reader: str) -> Calibration:
    """The calibration fitted for a reader; where it has none the default one's, as not fitted."""
    bundled = load_calibrations()
    found = next((each for each in bundled if each.reader == reader), None)
    if found is None:
        log.warning("no confidence was fitted for the reader %s; for it it is only a rank", reader)
    return found or replace(bundled[0], reader="")


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value)) if value > -700 else 0.0  # exp ends at 709


def in_words(confidence: float) -> str:
    """The confidence as a reader would say it."""
    for least, words in WORDS:
        if confidence >= least:
            return words
    return "uncertain"
