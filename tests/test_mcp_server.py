"""The sources as tools for an assistant, over MCP."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from mcp import Client

from qa.answers import Answer, Silence
from qa.mcp_server import build_server
from qa.page.sources import words
from qa.render import answer_json
from tests.browser.scripted import ScriptedPipeline
from tests.conftest import SEEDS

GRAVES = "How many graves were found at Izium?"


def converse(
    *calls: tuple[str, dict[str, Any]], pipeline: ScriptedPipeline | None = None
) -> list[Any]:
    async def talk() -> list[Any]:
        async with Client(build_server(pipeline or ScriptedPipeline())) as client:
            return [await client.call_tool(name, arguments) for name, arguments in calls]

    with ThreadPoolExecutor() as pool:  # a browser test before may have left its loop running
        return pool.submit(asyncio.run, talk()).result()


def test_ask_gives_the_answer_as_programs_get_it() -> None:
    first, follow_up, listed = converse(
        ("ask", {"question": GRAVES}),
        ("ask", {"question": "Who said so?", "history": [GRAVES]}),
        ("sources", {}),
    )
    pipeline = ScriptedPipeline()
    assert first.structured_content == {**answer_json(pipeline.ask(GRAVES)), "silence": None}
    assert follow_up.structured_content["text"] == "Oleksandr Filchakov"
    document = pipeline.documents[2]
    assert listed.structured_content["result"][2] == {
        "file": document.source,
        "title": document.title,
        "words": words(document),
    }


def test_a_question_back_is_given_with_its_choices() -> None:
    class Unsure(ScriptedPipeline):
        def ask(
            self, question: str, history: Sequence[str] = (), *, as_typed: bool = False
        ) -> Answer:
            return Answer(question, question, silence=Silence("unclear", (), ("A?", "B?")))

    [result] = converse(("ask", {"question": "Who?"}), pipeline=Unsure())
    assert result.structured_content["silence"] == {
        "reason": "unclear",
        "words": [],
        "choices": ["A?", "B?"],
    }


def test_wrong_arguments_are_told_and_the_server_goes_on() -> None:
    wrong, unknown, right = converse(
        ("ask", {"question": ["a", "list"]}), ("run", {}), ("ask", {"question": GRAVES})
    )
    assert (wrong.is_error, unknown.is_error, right.is_error) == (True, True, False)


@pytest.mark.slow
def test_example_in_the_documents_speaks_over_standard_input_and_output() -> None:
    example = Path(__file__).parents[1] / "docs" / "examples" / "ask_over_mcp.py"
    done = subprocess.run(
        [sys.executable, str(example), str(SEEDS), "What is the capital of Peru?"],
        cwd=example.parents[2],
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert done.stdout == "The sources don't say.\n"
