"""More questions on the paragraphs of SQuAD, written for training.

A line of JSON each: ``beside`` is the id of a question on the same paragraph, and there is either
an ``answer`` with its ``start`` (in characters) or ``tempting``, the words of the paragraph that
seem to answer and do not.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from embeddings.documents import build_document
from embeddings.split import split
from qa.training.data import Paragraph, Question
from qa.training.written import Pair


def load_further(path: Path, paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs that are asked further, each with these questions only, in file order.

    Raises ValueError where none of the paragraphs has the question that a line names, or where
    what a line quotes does not stand in its paragraph.
    """
    homes = {question.id: paragraph for paragraph in paragraphs for question in paragraph.questions}
    asked: dict[tuple[str, str], list[Question]] = {}
    held: dict[tuple[str, str], Paragraph] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(line)
        home = homes.get(row["beside"])
        if home is None:
            raise ValueError(
                f"{path}, line {number}: no question {row['beside']} in the SQuAD files; give the "
                "file that these questions were written on"
            )
        if "answer" in row:
            quoted, answers = row["answer"], ((row["answer"], row["start"]),)
            stands = home.context.startswith(quoted, row["start"])
        else:
            quoted, answers = row["tempting"], ()
            stands = quoted in home.context
        if not stands:
            raise ValueError(f"{path}, line {number}: {quoted!r} does not stand in the paragraph")
        key = (home.title, home.context)
        held[key] = home
        asked.setdefault(key, []).append(Question(f"further-{number}", row["question"], answers))
    return [replace(held[key], questions=tuple(questions)) for key, questions in asked.items()]


def further_pairs(asked: Sequence[Paragraph]) -> list[Pair]:
    """The answerable questions, each with the first passage that holds all of its answer."""
    pairs = []
    for paragraph in asked:
        document = build_document(paragraph.title, paragraph.context)
        passages = split(document)
        for question in paragraph.questions:
            for text, start in question.answers:
                end = start + len(text)
                for passage in passages:
                    if passage.start <= start and end <= passage.end:
                        first, last = document.sentences_around(start, end)
                        sentence = document.text[first:last]
                        pairs.append(Pair(question.text, passage.text, sentence))
                        break
    return pairs
