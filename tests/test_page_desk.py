"""What the page's script asks for beside the conversation."""

import threading
from pathlib import Path

import gradio as gr
import pytest

from qa.answers import Answer
from qa.feedback import FeedbackStore, read_feedback
from qa.page import desk as desk_module
from qa.page.conversation import Turn
from qa.page.desk import Desk
from qa.page.handlers import Handlers
from qa.page.markup import JUDGED
from qa.page.server import each_source, explain
from qa.page.shelves import Shelves
from qa.pipeline import Pipeline

QUESTION = "When was the mill built?"


@pytest.fixture
def desk(town_pipeline: Pipeline) -> Desk:
    return Desk(Shelves(town_pipeline, None), None, explain, each_source)


def answered(desk: Desk) -> tuple[str, str]:
    """The keys of a session and of a turn in it."""
    shelf = desk.shelves.open()
    return shelf.key, shelf.remember(Turn(QUESTION, shelf.asked.ask(QUESTION), sources=2)).name


def test_each_source_answers_alone(desk: Desk) -> None:
    table = desk.each_source(*answered(desk))
    assert table.count("<tr>") == 3
    assert "<q>1921</q>" in table
    assert "<q>1930</q>" in table


def test_sources_answer_what_was_asked_of_them_not_another_reading(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = desk.shelves.open()
    answer = shelf.asked.ask("When was the mil built?", as_typed=True)
    name = shelf.remember(Turn(answer.question, answer, sources=2)).name
    monkeypatch.setattr(desk, "each", lambda _, answer: explained.append(answer) or ())
    explained: list[Answer] = []
    desk.each_source(shelf.key, name)
    assert [each.standalone_question for each in explained] == ["When was the mil built?"]


def test_question_for_each_source_does_not_wait_for_ever(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_module, "PATIENCE", 0.01)
    keys = answered(desk)
    entered, leave = threading.Event(), threading.Event()

    def slow(*_: object) -> tuple[()]:
        entered.set()
        leave.wait(30)
        return ()

    desk.each = slow
    first = threading.Thread(target=desk.each_source, args=keys)
    first.start()
    assert entered.wait(30)
    with pytest.raises(gr.Error, match="try again in a moment"):
        desk.each_source(*keys)
    leave.set()
    first.join()
    assert desk.each_source(*keys).count("<tr>") == 1


def test_verdict_is_shown_again_after_the_page_is_loaded_anew(
    town_pipeline: Pipeline, tmp_path: Path
) -> None:
    shelves = Shelves(town_pipeline, None)
    store = tmp_path / "feedback.jsonl"
    desk = Desk(shelves, FeedbackStore(store), explain, each_source)
    handlers = Handlers(shelves)
    *_, shown = handlers.respond(QUESTION, handlers.arrive(None)[1], None)
    [turn] = shown[1].turns
    for verdict in ("wrong", "right"):
        assert desk.judge(shown[1].shelf, turn.name, verdict) == JUDGED
    again = handlers.arrive(shown[2])
    assert [each.name for each in again[1].turns] == [turn.name]
    assert (
        'data-verdict="right" aria-pressed="true">Right</button> <button type="button" '
        'class="tool" data-verdict="wrong" aria-pressed="false">Wrong</button>'
    ) in again[0]
    assert f'<span class="judged" role="status">{JUDGED}</span>' in again[0]
    assert "aria-pressed" not in shown[0]
    desk.judge(again[1].shelf, turn.name, "wrong evidence")
    assert [entry["verdict"] for entry in read_feedback(store)] == ["wrong evidence"]


def test_each_source_of_an_unknown_turn_is_refused(desk: Desk) -> None:
    with pytest.raises(gr.Error, match="not on the page any more"):
        desk.each_source(answered(desk)[0], "nothing")
