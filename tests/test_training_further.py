"""Further questions: on the paragraphs of SQuAD, and on sets of passages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qa.training.data import Paragraph, Question
from qa.training.further import load_further

FIRE = Paragraph("Fire", "40 houses burned on Monday.", (Question("f-0", "What?", ()),))
RAIN = Paragraph("Rain", "It rained for 40 days.", (Question("r-0", "How long?", ()),))

ANSWERED = {
    "beside": "r-0",
    "question": "For how long was it wet?",
    "answer": "40 days",
    "start": 14,
}
TEMPTED = {"beside": "f-0", "question": "When did it rain?", "tempting": "Monday"}


def written(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "more.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_each_paragraph_that_is_asked_further_has_those_questions_only(tmp_path: Path) -> None:
    again = ANSWERED | {"question": "how long"}

    assert load_further(written(tmp_path, ANSWERED, TEMPTED, again), [FIRE, RAIN]) == [
        Paragraph(
            "Rain",
            RAIN.context,
            (
                Question("more-1", "For how long was it wet?", (("40 days", 14),)),
                Question("more-3", "how long", (("40 days", 14),)),
            ),
        ),
        Paragraph("Fire", FIRE.context, (Question("more-2", "When did it rain?", ()),)),
    ]


def test_every_passage_of_a_set_is_asked_every_question(tmp_path: Path) -> None:
    questions = [
        {"question": "How many came?", "answers": [{"text": "40", "start": 0}, None]},
        {"question": "Who?", "answers": [{"text": "men", "start": 3}, {"text": "Ann", "start": 0}]},
    ]
    sets = written(tmp_path, {"passages": ["40 men came.", "Ann came."], "questions": questions})

    assert load_further(sets, []) == [
        Paragraph(
            "more-1",
            "40 men came.",
            (
                Question("more-1/0/0", "How many came?", (("40", 0),)),
                Question("more-1/1/0", "Who?", (("men", 3),)),
            ),
        ),
        Paragraph(
            "more-1",
            "Ann came.",
            (
                Question("more-1/0/1", "How many came?", ()),
                Question("more-1/1/1", "Who?", (("Ann", 0),)),
            ),
        ),
    ]


WRONG_SET = {
    "passages": ["Ann came."],
    "questions": [{"question": "Who?", "answers": [{"text": "Ida", "start": 0}]}],
}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (TEMPTED | {"beside": "x-0"}, "line 2: no question x-0 in the SQuAD files"),
        (TEMPTED | {"tempting": "Tuesday"}, "line 2: 'Tuesday' does not stand in the paragraph"),
        (ANSWERED | {"start": 13}, "line 2: '40 days' does not stand in the paragraph"),
        (WRONG_SET, "line 2: 'Ida' does not stand in the paragraph"),
    ],
)
def test_what_does_not_belong_to_the_paragraphs_is_an_error(
    tmp_path: Path, row: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        load_further(written(tmp_path, ANSWERED, row), [FIRE, RAIN])


def test_a_line_that_is_no_json_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, ANSWERED)
    path.write_text(path.read_text(encoding="utf-8") + "{half", encoding="utf-8")
    with pytest.raises(ValueError, match="line 2: Expecting property name"):
        load_further(path, [RAIN])
