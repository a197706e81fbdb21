"""Search from a thousand to a million passages: disk, memory, time and what is missed.

    python -m benchmarks.scale FILE.json.gz [--largest 1000000] [--json OUT] [--svg OUT]

The passages are made: each is two halves of paragraphs of the SQuAD file, drawn at random, and its
vector the mean of the two paragraphs' vectors with noise, so that few encoded paragraphs (kept in
the cache folder) serve for a million; the vectors of its two sentences are those of the paragraphs.
Questions are the file's own. Search is dense and keyword search one after the other, retrieval all
that the retriever does, the encoding of the question and the ranking included; recall is the share
of the 20 nearest passages of an exact search that are among the 100 found. Each size is searched in
a process of its own, which opens what this one has built; memory is what that one holds after the
searches, mapped files included, of Linux only.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.vectors import KeptVectors
from embeddings.encoder import Encoder, load_encoder
from embeddings.exported import cache_folder
from embeddings.index import open_index
from embeddings.keywords import KeywordIndex
from embeddings.library import Library
from embeddings.passages import Document, Passage
from embeddings.retriever import DEPTH, Retriever
from qa.evaluation.squad import paragraphs
from qa.evaluation.testset import load_testset
from qa.progress import progress_bar

STEPS = (1_000, 10_000, 100_000, 300_000, 1_000_000)
PASSAGES = 100  # of a made document
NOISE = 0.02  # standard deviation of each of a vector's numbers
NEAREST = 20


def fill(
    library: Library, texts: Sequence[str], vectors: np.ndarray, size: int, draw: random.Random
) -> None:
    """Add made documents until the library has ``size`` passages."""
    noise = np.random.default_rng(library.passage_count)
    first = library.passage_count
    with progress_bar(f"making {size:,}") as progress:
        for done in range(first, size, PASSAGES):
            count = min(PASSAGES, size - done)
            ones, others = (draw.choices(range(len(texts)), k=count) for _ in "12")
            pieces = [
                _half(texts[one], 0) + " " + _half(texts[other], 1)
                for one, other in zip(ones, others, strict=True)
            ]
            made = vectors[ones] + vectors[others]
            made = made / np.linalg.norm(made, axis=1, keepdims=True)
            made += noise.normal(scale=NOISE, size=made.shape)
            made /= np.linalg.norm(made, axis=1, keepdims=True)
            name = f"made-{done}"
            document = Document(name, name, name, "\n".join(pieces))
            ends = np.cumsum([len(piece) + 1 for piece in pieces])
            passages = [
                Passage(document, int(end) - len(piece) - 1, int(end) - 1)
                for piece, end in zip(pieces, ends, strict=True)
            ]
            halves = zip(made, vectors[ones], vectors[others], strict=True)
            library.put(document, passages, [np.array(three, dtype=np.float32) for three in halves])
            progress(done, size)


def _half(text: str, which: int) -> str:
    words = text.split()
    middle = len(words) // 2
    return " ".join(words[:middle] if which == 0 else words[middle:])


def build(library: Library, encoder: Encoder) -> dict[str, float]:
    """Build both indexes; seconds for each."""
    started = time.perf_counter()
    open_index(library, encoder)
    middle = time.perf_counter()
    KeywordIndex(library)
    return {"dense_built_s": middle - started, "keyword_built_s": time.perf_counter() - middle}


def measure_apart(folder: Path, questions: Sequence[str]) -> dict[str, Any]:
    """``measure_folder`` in a process that has done nothing else."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(measure_folder, folder, questions).result()


def measure_folder(folder: Path, questions: Sequence[str]) -> dict[str, Any]:
    """``measure`` of the library in ``folder``."""
    encoder = load_encoder()
    with Library.open(folder) as library:
        return measure(library, encoder, questions)


def measure(library: Library, encoder: Encoder, questions: Sequence[str]) -> dict[str, Any]:
    """Times in ms, sizes in MB and recall at the library's size."""
    index, keywords = open_index(library, encoder), KeywordIndex(library)
    retriever = Retriever(library, encoder, index, keywords)
    asked = encoder.encode(questions)
    times, whole, found = [], [], []
    for question, vector in zip(questions, asked, strict=True):
        started = time.perf_counter()
        found.append({number for number, _ in index.search(vector, DEPTH)})
        middle = time.perf_counter()
        keywords.search(question, DEPTH)
        times.append((middle - started, time.perf_counter() - middle))
        started = time.perf_counter()
        retriever.retrieve(question, NEAREST)
        whole.append(1000 * (time.perf_counter() - started))
    milliseconds = 1000 * np.array(times)
    both = milliseconds.sum(axis=1)
    return {
        "passages": library.passage_count,
        "dense_p50_ms": float(np.median(milliseconds[:, 0])),
        "keyword_p50_ms": float(np.median(milliseconds[:, 1])),
        "p50_ms": float(np.median(both)),
        "p95_ms": float(np.percentile(both, 95)),
        "retrieval_p50_ms": float(np.median(whole)),
        "retrieval_p95_ms": float(np.percentile(whole, 95)),
        "memory_mb": _resident(),
        "recall": _recall(library, asked, found),
        "disk_mb": sum(f.stat().st_size for f in library.folder.rglob("*") if f.is_file()) / 1e6,
    }


def _resident() -> float:
    """Memory of this process in MB, mapped files as far as they are in memory."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _recall(library: Library, asked: np.ndarray, found: Sequence[set[int]]) -> float:
    numbers, vectors = library.vectors()
    shares = []
    for vector, hits in zip(asked, found, strict=True):
        scores = vectors @ vector
        nearest = numbers[np.argpartition(-scores, min(NEAREST, len(scores) - 1))[:NEAREST]]
        shares.append(len(hits & {int(number) for number in nearest}) / len(nearest))
    return float(np.mean(shares))


def plot(rows: Sequence[dict[str, Any]], path: Path) -> None:
    """Times, memory and disk over the number of passages, as SVG."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    sizes = [row["passages"] for row in rows]
    figure, (times, space) = pyplot.subplots(1, 2, figsize=(9, 3.5))
    for key, label in (
        ("p50_ms", "search, median"),
        ("p95_ms", "search, 95th percentile"),
        ("retrieval_p50_ms", "retrieval, median"),
    ):
        times.plot(sizes, [row[key] for row in rows], marker="o", label=label)
    times.set(xscale="log", xlabel="passages", ylabel="ms a question")
    for key, label in (("disk_mb", "disk"), ("memory_mb", "memory")):
        space.plot(sizes, [row[key] for row in rows], marker="o", label=label)
    space.set(xscale="log", yscale="log", xlabel="passages", ylabel="MB")
    for axes in (times, space):
        axes.legend(frameon=False)
    figure.tight_layout()
    figure.savefig(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", type=Path, help="SQuAD JSON with the paragraphs")
    parser.add_argument("--largest", type=int, default=STEPS[-1])
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--json", type=Path, help="where the figures are written")
    parser.add_argument("--svg", type=Path, help="where the plot is written (needs matplotlib)")
    options = parser.parse_args()

    encoder = KeptVectors(load_encoder(), cache_folder() / "benchmarks" / "vectors.sqlite3")
    testset = load_testset(options.file)
    texts = paragraphs(testset.documents)
    draw = random.Random(0)
    questions = draw.sample([case.question for case in testset.cases], options.questions)
    vectors = encoder.encode(texts)
    rows = []
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.create(Path(folder), encoder.name, encoder.dimension) as library,
    ):
        for size in (step for step in STEPS if step <= options.largest):
            fill(library, texts, vectors, size, draw)
            built = build(library, encoder)
            rows.append(measure_apart(Path(folder), questions) | built)
            print(json.dumps(rows[-1]), flush=True)
    if options.json is not None:
        found = {"cores": os.cpu_count(), "load": os.getloadavg(), "sizes": rows}
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    if options.svg is not None:
        plot(rows, options.svg)


if __name__ == "__main__":
    main()
