"""Exact match and F1 of a reader on SQuAD 1.1, each question with its own paragraph.

    python benchmarks/read_squad.py FILE.json.gz [--reader PATH] [--questions 2500] [--seed 0]

The reader may not refuse: its best span is scored against the accepted answers. Intervals are
bootstrap 95 % over the articles.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from collections import defaultdict

import numpy as np

from embeddings.passages import Document, Passage
from qa.evaluation.metrics import exact_match, f1
from qa.reader import load_reader


def interval(by_article: dict[str, list[float]], seed: int) -> tuple[float, float, float]:
    """Mean with the bootstrap 95 % interval, whole articles drawn with replacement."""
    articles = list(by_article.values())
    draws = np.random.default_rng(seed).integers(len(articles), size=(2000, len(articles)))
    means = [np.mean(np.concatenate([articles[i] for i in draw])) for draw in draws]
    low, high = np.percentile(means, [2.5, 97.5])
    return float(np.mean(np.concatenate(articles))), float(low), float(high)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", help="SQuAD JSON, plain or gzip'd")
    parser.add_argument("--reader", help="path or hub name (default: the bundled reader)")
    parser.add_argument("--questions", type=int, default=2500, help="drawn at random")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()

    opener = gzip.open if options.file.endswith(".gz") else open
    with opener(options.file, "rt", encoding="utf-8") as file:
        articles = json.load(file)["data"]
    cases = [
        (article["title"], paragraph["context"], question)
        for article in articles
        for paragraph in article["paragraphs"]
        for question in paragraph["qas"]
        if question["answers"]
    ]
    random.Random(options.seed).shuffle(cases)
    reader = load_reader(options.reader)
    matches, overlaps, seconds = defaultdict(list), defaultdict(list), []
    for title, context, question in cases[: options.questions]:
        passage = Passage(Document("squad", title, title, context), 0, len(context))
        started = time.perf_counter()
        spans = reader.read(question["question"], [passage])
        seconds.append(time.perf_counter() - started)
        golds = [answer["text"] for answer in question["answers"]]
        text = spans[0].text if spans else ""
        matches[title].append(exact_match(text, golds))
        overlaps[title].append(f1(text, golds))
    print(f"reader {reader.name}, {len(seconds)} questions of {len(matches)} articles")
    for name, scores in (("exact match", matches), ("F1", overlaps)):
        mean, low, high = interval(scores, options.seed)
        print(f"{name:12} {100 * mean:.1f} [{100 * low:.1f}, {100 * high:.1f}]")
    print(f"median {1000 * np.median(seconds):.0f} ms a paragraph")


if __name__ == "__main__":
    main()
