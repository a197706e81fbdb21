"""Exact match and F1 of readers on SQuAD, each question with its own paragraph.

    python -m benchmarks.read_squad FILE.json.gz [--reader NAME]... [--halved FILE.json.gz]
        [--questions 2500] [--seed 0]

On SQuAD 1.1 a reader may not refuse: its best span is scored against the accepted answers. On
SQuAD 2.0 it refuses below a threshold on its score above no answer. Two figures are given: with
the threshold that is best on the questions scored, as the official script reports it, and each
half of the articles with the one that is best on the other half. The articles of ``--halved`` that
readers were trained on, every second one, are left out. Intervals are bootstrap 95 % over the
articles.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from embeddings.passages import Document, Passage
from qa.evaluation.figure import mean_figure
from qa.evaluation.metrics import coverage_at, exact_match, f1, is_right
from qa.reader import Reader, load_reader
from qa.training.data import learnt_articles, load_squad


class Case(NamedTuple):
    """A question with its paragraph; without ``golds`` the paragraph does not answer it."""

    article: str
    context: str
    question: str
    golds: list[str]


class Read(NamedTuple):
    """What a reader made of a case: its score above no answer and what it is worth if given."""

    article: str
    answerable: bool
    score: float
    exact: float
    overlap: float
    right: bool
    seconds: float


def cases_of(path: Path, halved: Path | None) -> list[Case]:
    learnt = learnt_articles(halved)
    return [
        Case(
            paragraph.title,
            paragraph.context,
            question.text,
            [text for text, _ in question.answers],
        )
        for paragraph in load_squad(path)
        if paragraph.title not in learnt
        for question in paragraph.questions
    ]


def read(reader: Reader, case: Case) -> Read:
    document = Document("squad", case.article, case.article, case.context)
    started = time.perf_counter()
    spans = reader.read(case.question, [Passage(document, 0, len(case.context))])
    seconds = time.perf_counter() - started
    text, score = (spans[0].text, spans[0].score) if spans else ("", -1e9)
    worth = (exact_match(text, case.golds), f1(text, case.golds)) if case.golds else (0.0, 0.0)
    right = bool(case.golds) and is_right(text, case.golds)
    return Read(case.article, bool(case.golds), score, *worth, right, seconds)


def best_threshold(reads: Iterable[Read]) -> float:
    """The score from which on to answer, that gives the highest F1."""
    ranked = sorted(reads, key=lambda each: -each.score)
    gains = [each.overlap if each.answerable else -1.0 for each in ranked]
    kept = int(np.argmax(np.cumsum([0.0, *gains])))
    return ranked[kept - 1].score if kept else np.inf


def interval(reads: Sequence[Read], values: Sequence[float]) -> str:
    """Mean in percent with its interval, whole articles drawn."""
    found = mean_figure(np.array(values), [each.article for each in reads])
    value, low, high = (100 * found[key] for key in ("value", "low", "high"))
    return f"{value:.1f} [{low:.1f}, {high:.1f}]"


def crossed(reads: Sequence[Read]) -> list[float]:
    """For each read the best threshold of that half of the articles which it is not of."""
    halved = {article: n % 2 for n, article in enumerate(sorted({r.article for r in reads}))}
    best = [best_threshold(r for r in reads if halved[r.article] != half) for half in (0, 1)]
    return [best[halved[each.article]] for each in reads]


def report(name: str, reads: Sequence[Read], thresholds: Sequence[float]) -> None:
    """Exact match and F1 where answers below their threshold are held back."""
    given = [each.score >= least for each, least in zip(reads, thresholds, strict=True)]
    for label, attribute in (("exact match", "exact"), ("F1", "overlap")):
        values = [
            (getattr(each, attribute) * shown if each.answerable else float(not shown))
            for each, shown in zip(reads, given, strict=True)
        ]
        print(f"  {name:34} {label:12} {interval(reads, values)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", type=Path, help="SQuAD JSON, plain or gzip'd")
    parser.add_argument(
        "--reader", action="append", help="fast, accurate, cascade, path or hub name"
    )
    parser.add_argument("--halved", type=Path, help="SQuAD 2.0 JSON that was learnt from in part")
    parser.add_argument("--questions", type=int, default=2500, help="drawn at random")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()

    cases = cases_of(options.file, options.halved)
    random.Random(options.seed).shuffle(cases)
    cases = cases[: options.questions]
    for name in options.reader or ["fast", "accurate", "cascade"]:
        reader = load_reader(name)
        reads = [read(reader, case) for case in cases]
        articles = sorted({each.article for each in reads})
        print(f"{name} ({reader.name}), {len(reads)} questions of {len(articles)} articles")
        if all(each.answerable for each in reads):
            report("always answering", reads, [-np.inf] * len(reads))
        else:
            hindsight = [best_threshold(reads)] * len(reads)
            report("best threshold on these questions", reads, hindsight)
            report("best threshold of the other half", reads, crossed(reads))
            scores = np.array([each.score for each in reads])
            right = np.array([each.right for each in reads], dtype=float)
            for precision in (0.8, 0.9):
                share = coverage_at(precision, scores, right)
                print(f"  answered where {precision:.0%} are right: {share:.1%}")
        print(f"  median {1000 * np.median([each.seconds for each in reads]):.0f} ms a paragraph")


if __name__ == "__main__":
    main()
