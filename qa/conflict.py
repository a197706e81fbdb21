"""Whether an answer that differs from the best one is told of the same: a fitted judge."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from functools import cache, lru_cache
from pathlib import Path

from embeddings.encoder import Encoder
from embeddings.mentions import NAME_INSIDE
from embeddings.names import name_key
from embeddings.passages import Document
from qa.answers import Span
from qa.contrast import EXCLUSIVE, contrary
from qa.questions.kinds import Kind
from qa.values.equality import FUNCTION_WORDS
from qa.values.quantities import parse_quantity

BUNDLED = Path(__file__).parent / "conflict.json"

MOST_APART = 5.0  # as a logarithm; figures farther apart are of other things, however far
_STEM = 6  # letters of a word that must agree
_WORD = re.compile(r"[^\W_]{3,}")
_CAPITALISED = re.compile(r"\b[A-Z][^\W_]{2,}")


@dataclass(frozen=True, slots=True)
class Rivalry:
    """What tells of two answers to a question that differ whether both sources speak of the same.

    ``likely`` is the probability of the best answer, ``behind`` how many logits the other one's is
    lower. ``one_document`` and ``exclusive``: of one source; not both can be true. ``figures``:
    both state one, ``ratio`` apart as a logarithm, 0 to 5. ``asked`` is the share of the question's
    words in the other one's passage, ``named`` of its names in the other one's document and
    ``near`` in its passage, 0 to 1. ``alike`` is the cosine of both passages, 1 where they were not
    compared.
    """

    likely: float
    behind: float
    one_document: float
    exclusive: float
    figures: float
    ratio: float
    asked: float
    named: float
    near: float
    alike: float = 1.0

    @property
    def row(self) -> list[float]:
        return [float(getattr(self, field.name)) for field in fields(self)]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A logistic curve over a Rivalry, fitted on questions that sources answer differently.

    ``weights`` are in the order of its fields. An answer stands beside the best from the
    probability ``threshold`` on (qa/training/conflict.py).
    """

    weights: tuple[float, ...]
    intercept: float
    threshold: float

    def excludes(self, rivalry: Rivalry) -> bool:
        """Whether the other answer stays below the threshold however alike the passages are."""
        most = (self.probability(replace(rivalry, alike=cosine)) for cosine in (-1.0, 1.0))
        return max(most) < self.threshold

    def probability(self, rivalry: Rivalry) -> float:
        """Probability, 0 to 1, that the other answer is a source's to the same question."""
        logit = self.intercept + sum(
            weight * value for weight, value in zip(self.weights, rivalry.row, strict=True)
        )
        return 1 / (1 + math.exp(-min(max(logit, -700.0), 700.0)))


@cache
def load_conflict(path: Path = BUNDLED) -> Conflict:
    """The bundled judge; raises ValueError where the file holds none."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        weights = tuple(float(values["weights"][field.name]) for field in fields(Rivalry))
        return Conflict(weights, float(values["intercept"]), float(values["threshold"]))
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"no judge of conflicts at {path} ({error}); install it again") from error


def save_conflict(conflict: Conflict, path: Path) -> None:
    """Write the judge as JSON."""
    names = [field.name for field in fields(Rivalry)]
    weights = {n: round(w, 4) for n, w in zip(names, conflict.weights, strict=True)}
    values = {
        "weights": weights,
        "intercept": round(conflict.intercept, 4),
        "threshold": round(conflict.threshold, 4),
    }
    path.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")


def rivalry(
    question: str,
    kind: Kind,
    best: Span,
    other: Span,
    *,
    likely: float,
    behind: float,
) -> Rivalry | None:
    """What two answers as far as they reach have to do with each other, passages not compared.

    None where they do not differ, or where one sentence has both.
    """
    if best.sentences == other.sentences or not contrary(kind, other, best):
        return None
    passage, document = other.passage, other.document
    names = _stems(NAME_INSIDE.findall(question))
    words = _stems(_WORD.findall(passage.text))
    values = _figure(best.text), _figure(other.text)
    both = values[0] is not None and values[1] is not None
    ratio = abs(math.log(values[0] / values[1])) if values[0] and values[1] else -1.0
    return Rivalry(
        likely=likely,
        behind=behind,
        one_document=document.id == best.document.id,
        exclusive=kind in EXCLUSIVE,
        figures=both,
        ratio=min(ratio, MOST_APART),
        asked=_share(_stems(_WORD.findall(question)), words),
        named=_share(names, _names_of(document)),
        near=_share(names, words),
    )


def compared(rivalry: Rivalry, best: Span, other: Span, encoder: Encoder | None) -> Rivalry:
    """The same with the passages compared, which takes longer than all else of it."""
    if encoder is None:
        return rivalry
    vectors = encoder.encode([best.passage.text, other.passage.text])
    return replace(rivalry, alike=float(vectors[0] @ vectors[1]))


def _figure(text: str) -> float | None:
    """The middle of what the first figure of a text leaves open; None for none, and for zero."""
    quantity = parse_quantity(text)
    edges = quantity.figures if quantity else ()
    middle = abs(sum(edges)) / len(edges) if edges else 0.0
    return middle or None


def _share(wanted: frozenset[str], found: frozenset[str]) -> float:
    return len(wanted & found) / max(1, len(wanted))


def _stems(words: Iterable[str]) -> frozenset[str]:
    """The beginnings of the words, function words left out, alike for all spellings of a name."""
    told = (word for word in words if word.casefold() not in FUNCTION_WORDS)
    return frozenset(name_key(word)[:_STEM] for word in told)


@lru_cache(256)
def _names_of(document: Document) -> frozenset[str]:
    return _stems(_CAPITALISED.findall(document.text))
