"""Rewritten questions are ones their paragraph does not answer."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from qa.training.data import Paragraph, Question
from qa.training.likeness import Vector
from qa.training.phrases import phrases
from qa.training.rewritten import (
    ArticlePhrases,
    negated,
    rewrite,
    rewritten_examples,
    swapped_opposite,
    swapped_phrase,
)


def alike(name: str) -> Vector:
    """Every name is as like every other."""
    return np.array([0.6, 0.8 if len(name) % 2 else -0.2], dtype=np.float32)


def one_question(context: str, text: str, answer: str) -> Paragraph:
    """A paragraph with one question; its text is its id."""
    return Paragraph("T", context, (Question(text, text, ((answer, context.index(answer)),)),))


def article(*contexts: str) -> ArticlePhrases:
    return ArticlePhrases([Paragraph("T", context, ()) for context in contexts], alike)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "In 1999 the Battle of Poitiers cost $5 million and 30% of 1,200 men.",
            [
                ("1999", "year"),
                ("Battle of Poitiers", "name"),
                ("$5 million", "money"),
                ("30%", "percent"),
                ("1,200", "number"),
            ],
        ),
        (
            "On 7 July the third of two men left in the 19th century, in the 1920s.",
            [
                ("7", "small number"),
                ("July", "month"),
                ("third", "ordinal"),
                ("two", "number word"),
                ("19th", "century"),
                ("1920s", "decade"),
            ],
        ),
        ("When Marie Curie's work won, version 3.0 came.", [("Marie Curie", "name")]),
    ],
)
def test_phrases(text: str, found: list[tuple[str, str]]) -> None:
    assert [(p.text, p.kind) for p in phrases(text)] == found
    assert all(text[p.start : p.end] == p.text for p in phrases(text))


def test_the_first_word_of_a_question_is_no_name() -> None:
    assert [p.text for p in phrases("Paris lies on which Seine?", question=True)] == ["Seine"]


@pytest.mark.parametrize(
    ("context", "question", "answer", "others", "new"),
    [
        (  # a year of the article that the paragraph does not hold
            "Ann Lee won the race in 1999.",
            "Who won the race in 1999?",
            "Ann Lee",
            "Nobody raced in 1974.",
            "Who won the race in 1974?",
        ),
        (  # open-ended: what holds after 1999 may hold after 1974
            "Ann Lee won the race after 1999.",
            "Who won the race after 1999?",
            "Ann Lee",
            "Nobody raced in 1974.",
            None,
        ),
        (  # the paragraph answers for the other year as well
            "Ann Lee won the race in 1999. Bob Fox won the race in 1974.",
            "Who won the race in 1999?",
            "Ann Lee",
            "",
            None,
        ),
        (  # the phrase is not checkable in the paragraph
            "Ann Lee won the race that year.",
            "Who won the race in 1999?",
            "Ann Lee",
            "Nobody raced in 1974.",
            None,
        ),
        (  # a name by a like name
            "The tower of Lisbon is 90 metres tall.",
            "How tall is the tower of Lisbon?",
            "90 metres",
            "Trains go to Madrid.",
            "How tall is the tower of Madrid?",
        ),
        (  # France is not another than French
            "Most French wine is red.",
            "What colour is most French wine?",
            "red",
            "Wine of France sells.",
            None,
        ),
        (  # neither is the answer a question's name
            "Oslo is the home of Eva Dahl.",
            "What city is the home of Eva Dahl?",
            "Oslo",
            "",
            None,
        ),
    ],
)
def test_swapped_phrase(
    context: str, question: str, answer: str, others: str, new: str | None
) -> None:
    asked = one_question(context, question, answer)

    made = swapped_phrase(asked, asked.questions[0], article(context, others), Random(1))

    assert made == new


@pytest.mark.parametrize(
    ("context", "question", "answer", "new"),
    [
        (
            "Rex is the largest dog.",
            "Which is the largest dog?",
            "Rex",
            "Which is the smallest dog?",
        ),
        ("Rex is the largest dog, Tim the smallest.", "Which is the largest dog?", "Rex", None),
        ("Rex is the dog.", "Which is the dog?", "Rex", None),
        (
            "Rex is the most loved dog.",
            "Which is the most loved dog?",
            "Rex",
            "Which is the least loved dog?",
        ),
        ("Most of the dogs bark.", "What do the most of dogs do?", "bark", None),
    ],
)
def test_swapped_opposite(context: str, question: str, answer: str, new: str | None) -> None:
    asked = one_question(context, question, answer)

    assert swapped_opposite(asked, asked.questions[0], article(context), Random(1)) == new


@pytest.mark.parametrize(
    ("context", "question", "new"),
    [
        ("Rex did bark.", "Why did Rex bark?", {"Why didn't Rex bark?"}),
        ("Rex can bark.", "What can Rex do?", {"What can't Rex do?"}),
        ("Rex is a dog.", "Who is a dog?", {"Who is not a dog?", "Who isn't a dog?"}),
        ("Rex did not bark.", "Why did Rex bark?", {None}),
        ("Rex did bark.", "Why did Rex not bark?", {None}),
        ("Rex barked.", "Who barked?", {None}),
    ],
)
def test_negated(context: str, question: str, new: set[str | None]) -> None:
    asked = one_question(context, question, "Rex")
    made = {
        negated(asked, asked.questions[0], article(context), Random(seed)) for seed in range(20)
    }

    assert made == new


def test_a_rewritten_question_is_not_one_the_paragraph_answers() -> None:
    context = "Rex barked in 1999. Later, Tim meowed on a cold and rainy Sunday of 1974."
    asked = Paragraph(
        "T",
        context,
        (
            Question("a", "Who barked in 1999?", (("Rex", 0),)),
            Question("b", "In 1974 who barked?", (("Tim", context.index("Tim")),)),
        ),
    )

    assert rewrite(asked, asked.questions[0], article(context), Random(1)) is None


def test_rewritten_examples_are_unanswerable_and_repeatable() -> None:
    paragraphs = [
        one_question(f"Rex {n} is the largest dog.", f"Which dog is the largest of {n}?", "Rex")
        for n in range(5)
    ]
    phrases_by_title = {"T": ArticlePhrases(paragraphs, alike)}
    drawn = [rewritten_examples(paragraphs, phrases_by_title, 4, Random(2)) for _ in range(2)]

    assert drawn[0] == drawn[1]
    assert len(drawn[0]) == 4
    assert not any(e.answerable for e in drawn[0])
    asked = {f"{q.id}/rewritten": q.text for p in paragraphs for q in p.questions}
    assert all(e.question != asked[e.id] for e in drawn[0])
