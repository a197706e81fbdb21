"""Libraries written for training: their passages, with what they answer and seem to answer."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from qa.training.data import Example, Paragraph, Question
from qa.training.mixture import written_examples
from qa.training.written import load_written

ARTICLE = "The mayor, Ida Holm, said 40 houses burned on Monday. Nobody was hurt in the fire."


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library of one article without questions."""
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "a.txt").write_text(ARTICLE, encoding="utf-8")
    return tmp_path


def ask(library: Path, **fields: Any) -> None:
    """Add a question to the library."""
    row = {"id": "q", "question": "Q?", "answerable": True, "answers": [], "answers_all": []}
    with (library / "questions.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps({**row, "sources": [], **fields}) + "\n")


def test_passages_have_the_answers_in_their_evidence_and_the_questions_that_tempt(
    library: Path,
) -> None:
    evidence = [{"file": "a.txt", "evidence": "said 40 houses burned on Monday."}]
    ask(library, answers=["40 houses", "40", "Ida Holm"], sources=evidence)
    ask(library, id="f", question="And when?", standalone="When did it burn?", answers=["Monday"])
    ask(library, id="n", question="Who was hurt?", answerable=False, tempting="Ida Holm")
    rows = (library / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    rows[1] = json.dumps({**json.loads(rows[1]), "sources": evidence})
    (library / "questions.jsonl").write_text("\n".join(rows), encoding="utf-8")

    assert load_written(library) == [
        Paragraph(
            library.name,
            ARTICLE,
            (
                Question("q/0", "Q?", (("40 houses", 26), ("40", 26))),
                Question("f/0", "When did it burn?", (("Monday", 46),)),
                Question("n/0", "Who was hurt?", ()),
            ),
        )
    ]


def test_answer_that_stands_nowhere_is_an_error(library: Path) -> None:
    ask(library, answers=["50"], sources=[{"file": "a.txt", "evidence": "40 houses burned"}])
    with pytest.raises(ValueError, match="no passage holds an answer of q"):
        load_written(library)


def test_each_question_also_meets_a_similar_passage_that_does_not_answer() -> None:
    fire = Paragraph("w", "40 houses burned.", (Question("q/0", "What burned?", (("40", 0),)),))
    other = Paragraph("w", "What burned was old.", ())
    far = Paragraph("w", "Nobody came.", ())

    assert written_examples([fire, other, far], Random(0)) == [
        Example("q/0", "What burned?", fire.context, 0, 2),
        Example("q/0/near", "What burned?", other.context),
    ]


def test_answers_that_stand_apart_in_a_passage_are_examples_of_their_own() -> None:
    text = "The mayor said 40 houses burned, the fire chief said 52."
    answers = (("40 houses", 15), ("40", 15), ("52", 53))
    told = Paragraph("w", text, (Question("q/0", "How many burned?", answers),))

    assert written_examples([told], Random(0)) == [
        Example("q/0", "How many burned?", text, 15, 24),
        Example("q/0", "How many burned?", text, 53, 55),
    ]
