"""The page over the bundled models and the five articles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from embeddings.encoder import load_encoder
from qa.items import load_tagger
from qa.libraries import cached_library
from qa.pipeline import Pipeline, load_pipeline
from qa.reader import load_reader
from tests.browser.conftest import Served
from tests.browser.screen import Screen
from tests.conftest import SEEDS

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def pipeline() -> Iterator[Pipeline]:
    encoder = load_encoder()
    with cached_library(SEEDS, encoder) as library:
        yield load_pipeline(library, encoder, load_reader(), load_tagger())


def test_graves_question_is_answered_from_the_articles(chromium: Any, served: Served) -> None:
    with Screen(chromium, served.url) as screen:
        turn = screen.ask("How many graves were found at Izium?")
        assert turn.locator(".lead").inner_text() == "The sources differ:"
        answers = turn.locator(".words").all_inner_texts()
        assert {"450", "445"} <= {word for answer in answers for word in answer.split()}
        answer = answers[0]
        chip = turn.locator(".chip").first
        chip.click()
        start, end = (int(chip.get_attribute(name)) for name in ("data-start", "data-end"))
        document = {d.id: d for d in served.pipeline.documents}[chip.get_attribute("data-document")]
        assert screen.cited.inner_text() == document.text[start:end] == answer
        assert screen.place() == start
        assert screen.in_view(screen.cited)
        excerpt = turn.locator(".citation .excerpt").first.evaluate("e => e.textContent")
        assert excerpt in document.text
        assert answer in excerpt
        assert screen.errors == []
        assert screen.hosts() == {"127.0.0.1"}


def test_question_off_the_sources_is_refused_with_passages(chromium: Any, served: Served) -> None:
    with Screen(chromium, served.url) as screen:
        turn = screen.ask("What is the capital of Peru?")
        assert turn.locator(".lead").inner_text() == "The sources don't say."
        assert turn.locator(".passage").count() == 3
