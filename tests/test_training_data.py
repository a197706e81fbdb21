"""Files to examples, and the unanswerable ones found by retrieval."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest

from qa.training.data import (
    Example,
    Paragraph,
    Question,
    answered,
    contains_answer,
    content_words,
    learnt_articles,
    load_examples,
    load_squad,
    save_examples,
)
from qa.training.mixture import Sources, sentence_examples
from qa.training.retrieved import ParagraphFinder, retrieved_examples, same_question


def paragraph(title: str, context: str, *asked: tuple[str, str]) -> Paragraph:
    """A paragraph with (question, answer) pairs; an empty answer is none."""
    return Paragraph(
        title,
        context,
        tuple(
            Question(f"{title}-{n}", text, ((answer, context.index(answer)),) if answer else ())
            for n, (text, answer) in enumerate(asked)
        ),
    )


TOWER = paragraph(
    "Tower",
    "The old tower was built by Anna Berg in 1901.",
    ("Who built the old tower?", "Anna Berg"),
)
TOWER_HEIGHT = paragraph(
    "Tower", "The tower is 90 metres tall.", ("How tall is the tower?", "90 metres")
)
TOWER_OWNER = paragraph(
    "Tower", "Berg, Anna was the owner of the old tower.", ("Who owned it?", "Berg, Anna")
)
BRIDGE = paragraph(
    "Bridge", "A bridge and a tower stand at the harbour.", ("What stands there?", "A bridge")
)
SHIP = paragraph("Ship", "Nothing here is shared.", ("Is it?", "Nothing"))


def test_load_squad_reads_paragraphs_with_and_without_answers(tmp_path: Path) -> None:
    file = tmp_path / "small.json"
    qas = [
        {"id": "1", "question": " Who? ", "answers": [{"text": "Ann", "answer_start": 0}]},
        {"id": "2", "question": "Why?", "answers": [], "is_impossible": True},
    ]
    article = {"title": "T", "paragraphs": [{"context": "Ann came.", "qas": qas}]}
    file.write_text(json.dumps({"data": [article]}), encoding="utf-8")

    assert load_squad(file) == [
        Paragraph(
            "T", "Ann came.", (Question("1", "Who?", (("Ann", 0),)), Question("2", "Why?", ()))
        )
    ]


def test_articles_learnt_of_a_halved_file_are_every_second_by_title(tmp_path: Path) -> None:
    file = tmp_path / "halved.json"
    data = [{"title": title, "paragraphs": [{"context": "X.", "qas": []}]} for title in "cabd"]
    file.write_text(json.dumps({"data": data}), encoding="utf-8")
    assert learnt_articles(file) == {"a", "c"}
    assert learnt_articles(None) == set()


def test_answered_is_the_first_accepted_answer() -> None:
    assert answered(TOWER, TOWER.questions[0]) == Example(
        "Tower-0", "Who built the old tower?", TOWER.context, 27, 36
    )


def test_answered_refuses_an_answer_that_is_not_at_its_place() -> None:
    question = Question("7", "Who?", (("Anna", 3),))
    with pytest.raises(ValueError, match="question 7: 'Anna' does not stand at character 3"):
        answered(TOWER, question)


def test_example_refuses_a_span_outside_its_context() -> None:
    with pytest.raises(ValueError, match="span 2-9 is outside its context of 5 characters"):
        Example("1", "Who?", "Short", 2, 9)


@pytest.mark.parametrize(
    ("context", "answer", "found"),
    [
        ("It opened on 1 June.", "June 1", True),
        ("It opened in June.", "June 1", False),
        ("The cat sat.", "the", True),
        ("Cats sat.", "cat", False),
    ],
)
def test_contains_answer_looks_for_the_words_in_any_order(
    context: str, answer: str, found: bool
) -> None:
    assert contains_answer(context, ((answer, 0),)) is found


def test_content_words_of_stop_words_alone_are_all_of_them() -> None:
    assert content_words("Who is it?") == {"who", "is", "it"}


def test_examples_are_read_back_as_they_were_saved(tmp_path: Path) -> None:
    examples = [
        Example("1", "Who?", "Ann came.", 0, 3),
        Example("2", "Why “so”?", "Zoë left.", 0, 0),
        Example("3", "When?", "Ann came."),
    ]
    save_examples(tmp_path / "epoch.json.gz", examples)

    assert load_examples(tmp_path / "epoch.json.gz") == examples
    assert [p.name for p in tmp_path.iterdir()] == ["epoch.json.gz"]


def test_similar_paragraphs_of_the_article_lack_the_answer() -> None:
    finder = ParagraphFinder([TOWER, TOWER_HEIGHT, TOWER_OWNER, BRIDGE, SHIP])
    question = TOWER.questions[0]

    assert finder.similar(TOWER, question, same_article=True) == [TOWER_HEIGHT]


def test_similar_paragraphs_of_other_articles_share_a_rare_word() -> None:
    others = [paragraph("Other", f"Filler number {n}.") for n in range(400)]
    finder = ParagraphFinder([TOWER, TOWER_HEIGHT, BRIDGE, SHIP, *others])

    assert finder.similar(TOWER, TOWER.questions[0], same_article=False) == [BRIDGE]


def test_a_paragraph_with_the_same_question_is_not_similar() -> None:
    twin = paragraph("Tower", "Carl built the old tower.", ("Who built the old tower?", "Carl"))
    finder = ParagraphFinder([TOWER, twin, SHIP])

    assert finder.similar(TOWER, TOWER.questions[0], same_article=True) == []


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("Who built the old tower?", "By whom was the old tower built?", True),
        ("Who built the old tower?", "Who built the new bridge?", False),
    ],
)
def test_same_question(one: str, two: str, same: bool) -> None:
    assert same_question(one, two) is same


def test_retrieved_examples_are_unanswerable_and_repeatable() -> None:
    paragraphs = [TOWER, TOWER_HEIGHT, TOWER_OWNER, BRIDGE, SHIP]
    finder = ParagraphFinder(paragraphs)
    drawn = [retrieved_examples(finder, 9, same_article=True, random=Random(3)) for _ in range(2)]

    assert drawn[0] == drawn[1]
    assert drawn[0]
    answers = {q.text: q.answers for p in paragraphs for q in p.questions}
    for example in drawn[0]:
        assert not example.answerable
        assert not contains_answer(example.context, answers[example.question])


def test_sentence_examples_keep_their_answer_among_other_sentences() -> None:
    sentences = [
        paragraph(f"S{n}", f"Ship {n} left port {n}0.", (f"What left port {n}0?", f"Ship {n}"))
        for n in range(9)
    ]
    drawn = sentence_examples(sentences, 4, Random(1))

    assert [e.answer for e in drawn] == [f"Ship {n}" for n in range(9)]
    assert {e.context == s.context for e, s in zip(drawn, sentences, strict=True)} == {True, False}


def test_sources_without_files_are_refused() -> None:
    with pytest.raises(ValueError, match="no training file"):
        Sources(())
