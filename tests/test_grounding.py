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

pytestmark = pytest.mark.slow

QUESTIONS = Path(__file__).parent / "questions"
TEXTS = {path.name: path.read_bytes().decode("utf-8") for path in SEEDS.glob("*.txt")}


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


def check(answer: dict) -> None:
    best = answer["positions"] or answer["parts"]
    assert answer["abstained"] == (not best)
    assert answer["text"] == (best[0]["text"] if best else None)
    assert 0 <= answer["confidence"] <= 1
    for position in answer["positions"] + answer["parts"]:
        assert position["text"] == position["citations"][0]["text"]
        for citation in position["citations"]:
            text, excerpt = TEXTS[citation["file"]], citation["excerpt"]
            assert text[citation["start"] : citation["end"]] == citation["text"] != ""
            assert text[citation["excerpt_start"] :][: len(excerpt)] == excerpt
            assert citation["excerpt_start"] <= citation["start"]
            assert citation["end"] <= citation["excerpt_start"] + len(excerpt)
        if position["attribution"] is not None:
            assert position["attribution"] in TEXTS[position["citations"][0]["file"]]
    for passage in answer["nearest"]:
        start = passage["excerpt_start"]
        assert TEXTS[passage["file"]][start:][: len(passage["excerpt"])] == passage["excerpt"]


@pytest.mark.parametrize("name", ["dev", "test"])
def test_every_answer_to_the_scripted_sets_is_grounded(fast_pipeline: Pipeline, name: str) -> None:
    cases = load_testset(QUESTIONS / f"{name}.jsonl").cases
    for case in random.Random(0).sample(cases, 30):
        check(answer_json(fast_pipeline.ask(case.question, case.history)))


def test_every_answer_to_random_questions_is_grounded(pipeline: Pipeline) -> None:
    draw = random.Random(0)
    words = [word for text in TEXTS.values() for word in text.split()]
    openings = ["Who", "When did", "How many", "Why was", "<b>", "“", "٣", "\U0001f642", ""]
    for _ in range(20):
        length = draw.randint(1, 12)
        question = " ".join([draw.choice(openings), *draw.choices(words, k=length)])
        check(answer_json(pipeline.ask(question)))


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
