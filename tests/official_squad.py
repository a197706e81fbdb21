"""The definitions of SQuAD's own evaluation scripts, v1.1 and v2.0, as they were published.

Rajpurkar et al. 2016 and 2018. Kept apart from the metrics that they are the reference for, and
written as the scripts have it, quirks included: v1.1 gives an F1 of 0 to two texts without words
that it calls an exact match, v2.0 gives 1.
"""

from __future__ import annotations

import re
import string
from collections import Counter


def normalize_answer(text: str) -> str:
    def remove_articles(text: str) -> str:
        return re.compile(r"\b(a|an|the)\b", re.UNICODE).sub(" ", text)

    exclude = set(string.punctuation)
    lowered = text.lower()
    no_punctuation = "".join(character for character in lowered if character not in exclude)
    return " ".join(remove_articles(no_punctuation).split())


def f1_of_version_1(prediction: str, ground_truth: str) -> float:
    prediction_tokens = normalize_answer(prediction).split()
    ground_truth_tokens = normalize_answer(ground_truth).split()
    common = Counter(prediction_tokens) & Counter(ground_truth_tokens)
    num_same = sum(common.values())
    if num_same == 0:
        return 0.0
    precision = 1.0 * num_same / len(prediction_tokens)
    recall = 1.0 * num_same / len(ground_truth_tokens)
    return (2 * precision * recall) / (precision + recall)


def version_1(answers: dict[str, list[str]], predictions: dict[str, str]) -> tuple[float, float]:
    """Exact match and F1 in percent; a question without prediction scores 0."""
    exact = f1 = 0.0
    for question, ground_truths in answers.items():
        if question not in predictions:
            continue
        prediction = predictions[question]
        exact += max(normalize_answer(prediction) == normalize_answer(g) for g in ground_truths)
        f1 += max(f1_of_version_1(prediction, truth) for truth in ground_truths)
    return 100.0 * exact / len(answers), 100.0 * f1 / len(answers)


def f1_of_version_2(gold: str, prediction: str) -> float:
    gold_tokens = normalize_answer(gold).split()
    prediction_tokens = normalize_answer(prediction).split()
    common = Counter(gold_tokens) & Counter(prediction_tokens)
    num_same = sum(common.values())
    if len(gold_tokens) == 0 or len(prediction_tokens) == 0:
        return float(gold_tokens == prediction_tokens)
    if num_same == 0:
        return 0.0
    precision = 1.0 * num_same / len(prediction_tokens)
    recall = 1.0 * num_same / len(gold_tokens)
    return (2 * precision * recall) / (precision + recall)


def version_2(answers: dict[str, list[str]], predictions: dict[str, str]) -> dict[str, float]:
    """Exact match and F1 in percent over all, the answerable and the unanswerable questions.

    An empty prediction says that there is no answer; an unanswerable question has no answers.
    """
    scores: dict[str, tuple[float, float]] = {}
    for question, texts in answers.items():
        golds = [text for text in texts if normalize_answer(text)] or [""]
        prediction = predictions[question]
        scores[question] = (
            max(float(normalize_answer(gold) == normalize_answer(prediction)) for gold in golds),
            max(f1_of_version_2(gold, prediction) for gold in golds),
        )
    found = {}
    for name, chosen in (
        ("", list(answers)),
        ("HasAns_", [question for question, texts in answers.items() if texts]),
        ("NoAns_", [question for question, texts in answers.items() if not texts]),
    ):
        for column, metric in enumerate(("exact", "f1")):
            total = sum(scores[question][column] for question in chosen)
            found[f"{name}{metric}"] = 100.0 * total / len(chosen)
    return found
