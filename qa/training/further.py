"""Further questions written for training, as paragraphs with questions.

A line of JSON is a question on a paragraph of SQuAD or a set of passages of its own:

- ``beside``, the id of a question on the same paragraph, ``question``, and either an ``answer``
  with its ``start`` in characters or ``tempting``, the words that seem to answer and do not;
- ``passages``, a few texts on one event, and ``questions``: each a ``question`` with ``answers``,
  for every passage its answer as ``text`` and ``start``, or null where that does not answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from qa.training.data import Paragraph, Question

Row = Mapping[str, Any]
Answers = tuple[tuple[str, int], ...]


def load_further(path: Path, paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs and passages that are asked, with these questions only, in file order.

    ``paragraphs`` are those of SQuAD. Raises ValueError where none of them has the question that
    a line names, where what a line quotes does not stand in its paragraph, or where it is no JSON.
    """
    homes = {question.id: paragraph for paragraph in paragraphs for question in paragraph.questions}
    asked: dict[Paragraph, list[Question]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        name = f"{path.stem}-{number}"
        try:
            row = json.loads(line)
            of_set = "passages" in row
            found = list(_of_set(row, name)) if of_set else [_beside(row, name, homes)]
        except ValueError as error:
            raise ValueError(f"{path}, line {number}: {error}") from error
        for home, question in found:
            asked.setdefault(home, []).append(question)
    return [replace(home, questions=tuple(questions)) for home, questions in asked.items()]


def _beside(row: Row, name: str, homes: Mapping[str, Paragraph]) -> tuple[Paragraph, Question]:
    home = homes.get(row["beside"])
    if home is None:
        raise ValueError(
            f"no question {row['beside']} in the SQuAD files; give the file that these questions "
            "were written on"
        )
    if "answer" in row:
        return home, Question(name, row["question"], _placed(row["answer"], row["start"], home))
    _placed(row["tempting"], home.context.find(row["tempting"]), home)
    return home, Question(name, row["question"], ())


def _of_set(row: Row, name: str) -> Iterator[tuple[Paragraph, Question]]:
    for number, text in enumerate(row["passages"]):
        home = Paragraph(name, text, ())
        for asked, each in enumerate(row["questions"]):
            answer = each["answers"][number]
            answers = _placed(answer["text"], answer["start"], home) if answer else ()
            yield home, Question(f"{name}/{asked}/{number}", each["question"], answers)


def _placed(quoted: str, start: int, home: Paragraph) -> Answers:
    if start < 0 or not home.context.startswith(quoted, start):
        raise ValueError(f"{quoted!r} does not stand in the paragraph")
    return ((quoted, start),)
