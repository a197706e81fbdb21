"""Whatever is asked, every answer, excerpt and passage shown is a slice of a source."""

import random
from pathlib import Path

import pytest

from embeddings.encoder import load_encoder
from qa.evaluation.testset import load_testset
from qa.items import load_tagger
from qa.libraries import cached_library
from qa.pipeline import Pipeline, load_pipeline
from qa.reader import load_reader
from qa.render import answer_json
from tests.conftest import SEEDS
from tests.grounded import ARTICLES, check_grounded

pytestmark = pytest.mark.slow

QUESTIONS = Path(__file__).parent / "questions"


def pipeline_of(reader: str | None) -> Pipeline:
    encoder = load_encoder()
    return load_pipeline(
        cached_library(SEEDS, encoder), encoder, load_reader(reader), load_tagger()
    )


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return pipeline_of(None)


@pytest.fixture(scope="module")
def fast_pipeline() -> Pipeline:
    return pipeline_of("fast")


@pytest.mark.parametrize("name", ["dev", "test"])
def test_every_answer_to_the_scripted_sets_is_grounded(fast_pipeline: Pipeline, name: str) -> None:
    cases = load_testset(QUESTIONS / f"{name}.jsonl").cases
    for case in random.Random(0).sample(cases, 30):
        check_grounded(answer_json(fast_pipeline.ask(case.question, case.history)), ARTICLES)


def test_every_answer_to_random_questions_is_grounded(pipeline: Pipeline) -> None:
    draw = random.Random(0)
    words = [word for text in ARTICLES.values() for word in text.split()]
    openings = ["Who", "When did", "How many", "Why was", "<b>", "“", "٣", "\U0001f642", ""]
    for _ in range(20):
        length = draw.randint(1, 12)
        question = " ".join([draw.choice(openings), *draw.choices(words, k=length)])
        check_grounded(answer_json(pipeline.ask(question)), ARTICLES)


def test_the_same_question_gets_the_same_answer(pipeline: Pipeline) -> None:
    question = "How many graves were found in the forest?"
    first, *others = (answer_json(pipeline.ask(question)) for _ in range(3))
    for answer in others:
        assert answer | {"elapsed_ms": 0} == first | {"elapsed_ms": 0}


def test_boilerplate_never_answers(pipeline: Pipeline) -> None:
    for question in ("What number can Samaritans be reached on?", "Who took the photo?"):
        answer = pipeline.ask(question)
        for position in answer.positions:
            for citation in position.citations:
                span = citation.span
                for start, end in span.document.boilerplate:
                    assert span.end <= start or end <= span.start
