"""Whether a question is answered alike when its names are spelled otherwise.

    python -m benchmarks.variants [--testset SET.jsonl] [--sources FOLDER] [--json OUT]

Every name of a question that has other usual spellings (Kyiv and Kiev, -sky and -skyy, apostrophes
and accents left out) is replaced by one of them that the question did not use: the twin. Told
are the shares of twins whose first twenty passages are the same and whose answer text is the same.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.encoder import load_encoder
from qa.evaluation.figure import mean_figure
from qa.evaluation.testset import Case, load_testset
from qa.items import load_tagger
from qa.libraries import cached_library
from qa.pipeline import READ, Pipeline, load_pipeline
from qa.progress import progress_bar
from qa.reader import load_reader

GROUPS = (
    "Izium Izyum Izjum",
    "Kyiv Kiev Kyjiw",
    "Kharkiv Kharkov Charkiw",
    "Donbas Donbass",
    "Bucha Bukha Butscha",
    "Luhansk Lugansk",
    "Balakliia Balaklia Balakliya",
    "Kupiansk Kupyansk Kup'iansk",
    "Zelensky Zelenskiy Zelenskyy Zelenskyi",
    "Volodymyr Vladimir",
    "Maksimov Maximov Maximoff Maksymov",
    "Maksim Maxim",
    "Oleksandr Aleksandr",
    "Filchakov Filchakoff",
    "Synehubov Syniehubov Sinegubov",
    "Oleg Oleh",
    "Sergey Serhiy Serhii Sergei",
    "Bolvinov Bolvinoff",
    "Yevheny Yevhenii Evgeny",
    "Vitaly Vitalii Vitaliy",
    "Ivanovich Ivanovych Ivanovic",
    "Svitlana Svetlana",
    "Artyom Artem",
    "Anatoly Anatolii",
    "Feyodor Fyodor",
    "Nikolai Mykola",
    "Dmitry Dmytro",
    "Andriy Andrii Andrey",
    "Kasyanenko Kasianenko",
    "Oskil Oskol",
    "Donets Donetz",
    "Natasha Natascha",
    "Oxsana Oksana",
    "Volodymyrovna Vladimirovna",
)
"""Spellings in use for names as they stand in news reports; none is made for one library."""

OTHER = {
    spelling: [other for other in group.split() if other != spelling]
    for group in GROUPS
    for spelling in group.split()
}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]{2,})?")


def twin(text: str, turn: int = 0) -> str:
    """The text with every name in another spelling, the ``turn``-th of those it can have."""

    def replaced(word: re.Match[str]) -> str:
        title = word[0][:1].upper() + word[0][1:]
        others = OTHER.get(title)
        if not others:
            return word[0]
        other = others[turn % len(others)]
        return other if word[0][0].isupper() else other.lower()

    return _WORD.sub(replaced, text)


def twins(case: Case) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The twins of a question with their histories, none where it has no such name."""
    seen = {(case.question, case.history)}
    for turn in range(3):
        made = twin(case.question, turn), tuple(twin(asked, turn) for asked in case.history)
        if made not in seen:
            seen.add(made)
            yield made


Asked = tuple[frozenset[tuple[str, int]], str | None]  # passages read, answer text


def compare(pipeline: Pipeline, cases: list[Case], *, answers: bool = True) -> list[dict[str, Any]]:
    """Each twin with what was found and answered for the question and for it."""
    found: list[dict[str, Any]] = []
    known: dict[str, Asked] = {}  # by the question as it is read
    with progress_bar("asking") as progress:
        for done, case in enumerate(cases, start=1):
            made = list(twins(case))
            first = ask(pipeline, case.question, case.history, known, answers) if made else None
            for question, history in made:
                second = ask(pipeline, question, history, known, answers)
                found.append(
                    {
                        "id": case.id,
                        "twin": question,
                        "same_passages": first[0] == second[0],
                        "same_answer": first[1] == second[1],
                        "answers": [first[1], second[1]],
                    }
                )
            progress(done, len(cases))
    return found


def ask(
    pipeline: Pipeline,
    question: str,
    history: tuple[str, ...],
    known: dict[str, Asked],
    answers: bool,
) -> Asked:
    reading = pipeline.interpret(question, history)
    if reading.question not in known:
        hits = pipeline.retriever.retrieve(reading.question, READ)
        passages = frozenset((h.passage.document.source, h.passage.start) for h in hits)
        text = pipeline.ask(reading.question).text if answers else None
        known[reading.question] = passages, text
    return known[reading.question]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--testset", type=Path, default=Path("tests/questions/dev.jsonl"))
    parser.add_argument("--sources", type=Path, default=Path("seeds"))
    parser.add_argument("--passages", action="store_true", help="compare passages only, faster")
    parser.add_argument("--json", type=Path, help="where every twin is written")
    options = parser.parse_args()

    encoder = load_encoder()
    pipeline = load_pipeline(
        cached_library(options.sources, encoder), encoder, load_reader(), load_tagger()
    )
    found = compare(
        pipeline, list(load_testset(options.testset).cases), answers=not options.passages
    )
    if not found:
        sys.exit(f"{options.testset} asks for no name that has another usual spelling")
    for what in ("same_passages", *(() if options.passages else ("same_answer",))):
        figure = mean_figure(np.array([float(one[what]) for one in found]))
        interval = f"{figure['low']:.3f}-{figure['high']:.3f}"
        print(f"{what}: {figure['value']:.3f} ({interval}), n = {figure['n']}")
    for one in found:
        if not one["same_answer"]:
            print(f"{one['id']} {one['twin']!r}: {one['answers'][0]!r}, {one['answers'][1]!r}")
    if options.json is not None:
        options.json.write_text(
            json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
