"""The arithmetic of evaluation: text match, calibration, risk and coverage. No records, no model.

Left out: the area under the receiver curve (risk and coverage say it for answers that may be
held back) and signed or maximal calibration error (too noisy on a few hundred questions).
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Normalise = Callable[[str], str]

PUNCTUATION = str.maketrans("", "", string.punctuation)
TYPOGRAPHY = str.maketrans({**dict.fromkeys("‘’“”…", ""), "–": " ", "—": " "})
BINS = 10  # of the calibration error, as in Naeini et al.


def normalise_squad(text: str) -> str:
    """Text as the SQuAD scripts compare it: lower case, no ASCII punctuation, no articles."""
    words = text.lower().translate(PUNCTUATION)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", words).split())


def normalise_typographic(text: str) -> str:
    """As ``normalise_squad``, and without curly quotes and ellipses; long dashes part words.

    SQuAD knows only ASCII punctuation, so that by its definition “Putin’s” and "Putin's" differ.
    """
    return normalise_squad(text.translate(TYPOGRAPHY))


NORMALISATIONS: dict[str, Normalise] = {
    "squad": normalise_squad,
    "typographic": normalise_typographic,
}


def exact_match(
    predicted: str, accepted: Iterable[str], normalise: Normalise = normalise_squad
) -> float:
    """1 where the text equals an accepted one after normalisation, else 0 (SQuAD, 2016)."""
    return float(normalise(predicted) in _golds(accepted, normalise))


def f1(predicted: str, accepted: Iterable[str], normalise: Normalise = normalise_squad) -> float:
    """Harmonic mean of precision and recall of words, best over the accepted texts (SQuAD, 2016).

    Where either text has no words left it is 1 if both have none, else 0 (SQuAD 2.0, 2018).
    """
    words = normalise(predicted).split()
    golds = _golds(accepted, normalise)
    return max((_words_f1(words, gold.split()) for gold in golds), default=0.0)


def _golds(accepted: Iterable[str], normalise: Normalise) -> list[str]:
    """The accepted texts normalised; those of which nothing is left only where all are so."""
    golds = [normalise(text) for text in accepted]
    return [gold for gold in golds if gold] or golds


def is_right(predicted: str, accepted: Iterable[str]) -> bool:
    """Whether a person would take the text for an accepted answer: what confidence is held to.

    Exact match is too strict for that (it calls "Putin" for "Vladimir Putin" wrong), an F1 of one
    half too lax (it calls "2 September" for "1 September" right). So either one text holds the
    other as an unbroken run of words, both deny or neither, and F1 is at least 0.5, or F1 is at
    least 0.8 and both have the same numbers and denials. Compared typographically.
    """
    words = normalise_typographic(predicted).split()
    for text in accepted:
        gold = normalise_typographic(text).split()
        overlap = _words_f1(words, gold)
        held = _holds(words, gold) or _holds(gold, words)
        if overlap >= 0.5 and held and _deny(words) == _deny(gold):
            return True
        if overlap >= 0.8 and _numbers(words) == _numbers(gold):
            return True
    return False


def holds(text: str, part: str) -> bool:
    """Whether ``text`` holds the words of ``part`` as one run, compared typographically."""
    return _holds(normalise_typographic(text).split(), normalise_typographic(part).split())


class Bin(NamedTuple):
    """Answers of similar confidence: mean confidence, share of right ones, how many."""

    confidence: float
    right: float
    n: int


def reliability(confidences: Floats, right: Floats, bins: int = BINS) -> list[Bin]:
    """Answers binned by confidence into equal shares, fewer bins where confidences are equal.

    Equal shares rather than equal widths: confidences crowd near 1, and a bin of two answers
    says nothing. The edges are quantiles, as in scikit-learn's ``calibration_curve``.
    """
    edges = np.quantile(confidences, np.linspace(0, 1, bins + 1))
    numbers = np.searchsorted(edges[1:-1], confidences)
    return [
        Bin(float(confidences[inside].mean()), float(right[inside].mean()), int(inside.sum()))
        for inside in (numbers == number for number in np.unique(numbers))
    ]


def calibration_error(confidences: Floats, right: Floats) -> float:
    """Expected calibration error: mean gap of confidence and share right over the bins.

    Naeini, Cooper and Hauskrecht (2015). Never below zero by chance, so it reads too high on few
    answers (about 0.1 for 100 perfectly calibrated ones); ``brier`` has no such bias.
    """
    gaps = [(b.n, abs(b.confidence - b.right)) for b in reliability(confidences, right)]
    return sum(n * gap for n, gap in gaps) / len(confidences)


def risks(confidences: Floats, right: Floats) -> Floats:
    """Share of wrong answers among the 1, 2, ... most confident ones.

    The risk-coverage curve of Geifman and El-Yaniv (2017). Equally confident answers count as
    the mean of their group, so that the order of the questions does not matter.
    """
    _, group = np.unique(confidences, return_inverse=True)
    wrong = (np.bincount(group, 1 - right) / np.bincount(group))[group]
    ordered = wrong[np.argsort(-confidences, kind="stable")]
    return np.cumsum(ordered) / np.arange(1, len(ordered) + 1)


def risk_coverage_area(confidences: Floats, right: Floats) -> float:
    """Mean of ``risks``: how seldom confident answers are wrong; 0 is best.

    Taken over the coverage that was reached: held-back answers have no text to be wrong. Read it
    beside the rate of false abstentions, since whoever answers little has little risk.
    """
    return float(risks(confidences, right).mean())


def coverage_at(precision: float, confidences: Floats, right: Floats) -> float:
    """Largest share of the answers that one confidence threshold leaves so often right.

    Coverage at accuracy of Kamath, Jia and Liang (2020); 0 where no threshold does it. Answers of
    one confidence are kept or held back together.
    """
    if not len(confidences):
        return 0.0
    order = np.argsort(-confidences, kind="stable")
    ordered = confidences[order]
    kept = np.arange(1, len(order) + 1)
    enough = np.cumsum(right[order]) >= precision * kept - 1e-9
    last_of_its_confidence = np.append(ordered[1:] != ordered[:-1], True)
    return float(max(kept[enough & last_of_its_confidence], default=0) / len(order))


_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_NUMBER_WORD = re.compile(
    rf"no|none|zero|{_UNITS}|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    rf"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:{_UNITS})?|half|both|dozens?|hundreds?"
    r"|thousands?|millions?|billions?|first|second|third|fourth|fifth|not|never"
)
"""Without these a text says another thing: numbers, and words that deny."""


_DENIAL = re.compile(
    r"no|none|not|never|nothing|nobody|nowhere|neither|nor|without|cannot"
    r"|(?:is|are|was|were|do|does|did|has|have|had|ca|could|wo|would|should)nt"
)


def _deny(words: Iterable[str]) -> bool:
    return any(map(_DENIAL.fullmatch, words))


def _words_f1(predicted: Sequence[str], gold: Sequence[str]) -> float:
    if not predicted or not gold:
        return float(predicted == gold)
    shared = sum((Counter(predicted) & Counter(gold)).values())
    return 2 * shared / (len(predicted) + len(gold))


def _holds(words: Sequence[str], run: Sequence[str]) -> bool:
    length = len(run)
    return length > 0 and any(words[i : i + length] == run for i in range(len(words) - length + 1))


def _numbers(words: Iterable[str]) -> set[str]:
    """The words that hold a figure or are a number, hyphens gone: "twentyseven"."""
    return {word for word in words if any(map(str.isdigit, word)) or _NUMBER_WORD.fullmatch(word)}
