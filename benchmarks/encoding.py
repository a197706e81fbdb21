"""Passages encoded per second, beside plain sentence-transformers with the same weights.

    python -m benchmarks.encoding FILE.json.gz [--passages 400] [--rounds 3] [--json OUT]

The paragraphs are drawn at random from a SQuAD file. Both get all cores; rounds alternate, so that
a busy machine slows both, and the median of the rounds' ratios is told.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from embeddings.encoder import BUNDLED, Encoder, SentenceEncoder, load_encoder
from qa.evaluation.squad import paragraphs
from qa.evaluation.testset import load_testset


def rate(encoder: Encoder, texts: Sequence[str]) -> float:
    """Texts encoded in a second."""
    started = time.perf_counter()
    encoder.encode(texts)
    return len(texts) / (time.perf_counter() - started)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", type=Path, help="SQuAD JSON whose paragraphs are encoded")
    parser.add_argument("--passages", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, help="where the figures are written")
    options = parser.parse_args()

    texts = paragraphs(load_testset(options.file).documents)
    texts = random.Random(0).sample(texts, options.passages)
    ours, plain = load_encoder(), SentenceEncoder(str(BUNDLED))
    likeness = (ours.encode(texts[:50]) * plain.encode(texts[:50])).sum(axis=1)
    pairs = [(rate(ours, texts), rate(plain, texts)) for _ in range(options.rounds)]
    ratios = [one / other for one, other in pairs]
    found = {
        "passages": len(texts),
        "words": float(np.mean([len(text.split()) for text in texts])),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "per_second": float(np.median([one for one, _ in pairs])),
        "plain_per_second": float(np.median([other for _, other in pairs])),
        "ratio": float(np.median(ratios)),
        "ratios": ratios,
        "mean_cosine": float(likeness.mean()),
    }
    print(json.dumps(found, indent=1))
    if options.json is not None:
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
