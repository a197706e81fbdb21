"""Recall of keyword search, dense search and the two together, on two collections.

    python -m benchmarks.retrieval --squad DEV.json.gz --distraction TRAIN.json.gz [--json OUT]

"project": the questions of tests/questions/dev.jsonl as the pipeline reads them (errors undone,
follow-ups resolved) over seeds/; found is a passage that overlaps the evidence. "squad": all
questions of a SQuAD file against its paragraphs and those of another, each paragraph a passage;
found is the question's paragraph. Vectors are kept in the cache folder: the first run takes as
long as encoding takes, the next seconds. Intervals are bootstrap 95 %, over questions.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.vectors import KeptVectors
from embeddings.documents import build_document
from embeddings.encoder import Encoder, load_encoder
from embeddings.encoding import encode_passages
from embeddings.exported import cache_folder
from embeddings.index import open_index
from embeddings.keywords import KeywordIndex
from embeddings.library import Library
from embeddings.passages import Document, Hit, Passage
from embeddings.retriever import Retriever
from qa.answers import Answer
from qa.evaluation.environment import versions
from qa.evaluation.results import CaseResult
from qa.evaluation.scores import DEPTHS, score_case
from qa.evaluation.squad import BETWEEN_PARAGRAPHS
from qa.evaluation.summary import means
from qa.evaluation.tables import table
from qa.evaluation.testset import Case, load_testset
from qa.libraries import cached_library
from qa.pipeline import load_pipeline
from qa.progress import progress_bar
from qa.reader import load_reader

Ranking = Callable[[str, int], list[Hit]]
METRICS = (*(f"recall@{depth}" for depth in DEPTHS), "mrr")
PACKAGES = ("sourcesay", "numpy", "faiss-cpu", "onnxruntime", "tokenizers")


def rankings(library: Library, encoder: Encoder) -> dict[str, Ranking]:
    """The two parts of a retriever and the whole, each as question and depth to hits."""
    index, keywords = open_index(library, encoder), KeywordIndex(library)
    retriever = Retriever(library, encoder, index, keywords)

    def hits(found: list[tuple[int, float]]) -> list[Hit]:
        passages = library.passages([number for number, _ in found])
        return [Hit(passage, score) for passage, (_, score) in zip(passages, found, strict=True)]

    return {
        "keyword": lambda question, depth: hits(keywords.search(question, depth)),
        "dense": lambda question, depth: hits(index.search(encoder.encode([question])[0], depth)),
        "fused": retriever.retrieve,
    }


def measure(
    ranks: dict[str, Ranking], cases: Sequence[Case], questions: Sequence[str]
) -> dict[str, Any]:
    """Figures by ranking, over all cases and by category, and each case's reciprocal rank."""
    results: dict[str, list[CaseResult]] = {name: [] for name in ranks}
    with progress_bar("searching") as progress:
        for done, (case, question) in enumerate(zip(cases, questions, strict=True), start=1):
            silent = Answer(question=case.question, standalone_question=question)
            for name, rank in ranks.items():
                scores = score_case(case, silent, rank(question, max(DEPTHS)))
                kept = {metric: scores[metric] for metric in METRICS}
                results[name].append(CaseResult(id=case.id, scores=kept, answer={}))
            progress(done, len(cases))
    categories = sorted({case.category for case in cases})
    return {
        name: {
            "summary": means(found),
            "by_category": {
                category: means(
                    [r for c, r in zip(cases, found, strict=True) if c.category == category]
                )
                for category in categories
            },
            "mrr": {result["id"]: result["scores"]["mrr"] for result in found},
        }
        for name, found in results.items()
    }


def project(testset: Path, sources: Path, encoder: Encoder) -> dict[str, Any]:
    """The project's questions, as they are read before retrieval."""
    cases = [case for case in load_testset(testset).cases if case.answerable and case.sources]
    library = cached_library(sources, encoder)
    pipeline = load_pipeline(library, encoder, load_reader())
    questions = [pipeline.interpret(case.question, case.history).question for case in cases]
    return measure(rankings(library, encoder), cases, questions)


def squad(questions: Path, distraction: Path | None, encoder: Encoder) -> dict[str, Any]:
    """The questions of one SQuAD file among the paragraphs of two."""
    testset = load_testset(questions)
    documents = [*testset.documents]
    if distraction is not None:
        documents += load_testset(distraction).documents
    cases = [case for case in testset.cases if case.answerable]
    with (
        tempfile.TemporaryDirectory() as folder,
        paragraph_library(Path(folder) / "library", documents, encoder) as library,
    ):
        found = measure(rankings(library, encoder), cases, [case.question for case in cases])
        return found | {"passages": library.passage_count}


def paragraph_library(folder: Path, documents: Sequence[Document], encoder: Encoder) -> Library:
    """A library in which every paragraph of a SQuAD article is a passage."""
    library = Library.create(folder, encoder.name, encoder.dimension)
    with progress_bar("storing") as progress:
        for done, given in enumerate(documents, start=1):
            document = build_document(given.source, given.text, given.title)
            passages = list(paragraphs(document))
            library.put(document, passages, encode_passages(encoder, passages))
            progress(done, len(documents))
    return library


def paragraphs(document: Document) -> Iterator[Passage]:
    for block in re.finditer(rf"(?s)\S.*?(?={BETWEEN_PARAGRAPHS}|\Z)", document.text):
        yield Passage(document, *block.span())


def shown(name: str, found: dict[str, Any]) -> Iterator[list[str]]:
    """One row of the table a ranking: the figures with their intervals."""
    for ranking, figures in found.items():
        if ranking == "passages":
            continue
        summary = figures["summary"]
        yield [
            name,
            ranking,
            *(
                f"{summary[metric]['value']:.3f} ({summary[metric]['low']:.3f}-"
                f"{summary[metric]['high']:.3f})"
                for metric in METRICS
            ),
            str(summary["mrr"]["n"]),
        ]


def environment(encoder: Encoder) -> dict[str, Any]:
    return {
        "versions": versions(PACKAGES),
        "cores": os.cpu_count(),
        "encoder": encoder.name,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--squad", type=Path, help="SQuAD JSON whose questions are asked")
    parser.add_argument("--distraction", type=Path, help="SQuAD JSON whose paragraphs are added")
    parser.add_argument("--testset", type=Path, default=Path("tests/questions/dev.jsonl"))
    parser.add_argument("--sources", type=Path, default=Path("seeds"))
    parser.add_argument("--json", type=Path, help="where the figures are written")
    options = parser.parse_args()

    encoder = KeptVectors(load_encoder(), cache_folder() / "benchmarks" / "vectors.sqlite3")
    found = {"project": project(options.testset, options.sources, encoder)}
    if options.squad is not None:
        found["squad"] = squad(options.squad, options.distraction, encoder)
    heading = ["collection", "ranking", *METRICS, "n"]
    print(table([heading, *(row for name in found for row in shown(name, found[name]))]))
    if options.json is not None:
        text = json.dumps(found | {"environment": environment(encoder)}, indent=1)
        options.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
