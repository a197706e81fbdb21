"""Conversations in the browser: kept as places, and rebuilt from the sources only."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest

from embeddings.passages import Document
from qa.page.conversation import Turn
from qa.page.keeping import MOST_CONVERSATIONS, Kept, kept_turns, restored_turns
from tests.browser.scripted import ScriptedPipeline

PIPELINE = ScriptedPipeline()
QUESTIONS = (
    "How many graves were found at Izium?",
    "Do the sources agree on the number of graves?",
    "What signs of torture were found on the bodies?",
    "Who dug the tunnel under the moon?",
)


def find(key: object) -> Document | None:
    return next((document for document in PIPELINE.documents if document.id == key), None)


def turns() -> list[Turn]:
    return [
        Turn(q, PIPELINE.ask(q), history=QUESTIONS[:n], sources=6) for n, q in enumerate(QUESTIONS)
    ]


def test_turn_keeps_the_name_it_was_given_and_no_other() -> None:
    names = ("0123456789ab", "", "0123456789AB", "../../etc/x", "0" * 13, 7, None)
    kept = [{**kept_turns(turns()[:1])[0], "name": name} for name in names]
    unnamed = {key: value for key, value in kept[0].items() if key != "name"}
    restored = restored_turns(through_the_browser([*kept, unnamed]), find)
    assert [turn.name for turn in restored] == ["0123456789ab", *[""] * 7]


def test_conversations_of_other_tabs_are_kept_before_ones_own() -> None:
    one, two, three = ({"question": question} for question in "abc")
    shown = [one, two]
    for others, earlier in (
        ([], []),
        ([[one], [one, two], []], []),
        ([[two], [one, two, three], [one, three]], [[two], [one, two, three], [one, three]]),
        ([[two]] * MOST_CONVERSATIONS, [[two]] * (MOST_CONVERSATIONS - 1)),
    ):
        assert Kept("key", ([three], shown)).beside(others) == Kept("key", (*earlier, shown))
    assert Kept("key").beside([[one], [], [two]]).conversations == ([one], [two], [])


def through_the_browser(value: Any) -> Any:
    return json.loads(json.dumps(value))


def test_every_kind_of_answer_comes_back_as_it_was() -> None:
    kept = through_the_browser(kept_turns(turns()))
    assert restored_turns(kept, find) == turns()


def test_only_places_are_kept_and_no_text_of_a_source() -> None:
    kept = json.dumps(kept_turns(turns()[:1]))
    assert "445" not in kept
    assert "We have found" not in kept


def test_failed_and_waiting_turns_are_not_kept() -> None:
    assert kept_turns([Turn("a?", failure="f"), Turn("b?")]) == []


def forged(path: tuple[Any, ...], value: Any) -> list[Any]:
    kept = through_the_browser(kept_turns(turns()[:1]))
    place = kept[0]
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return kept


SPAN = ("answer", "positions", 0, "citations", 0, "span")


@pytest.mark.parametrize(
    "kept",
    [
        None,
        "text",
        [None],
        [[]],
        [{"question": "?"}],
        forged(("question",), 3),
        forged(("question",), "x" * 2000),
        forged(("history",), "text"),
        forged(("sources",), "many"),
        forged(("answer",), "445"),
        forged(("answer", "is"), "Position"),
        forged(("answer", "is"), "os.system"),
        forged(("answer", "standalone_question"), {"is": "Document", "id": "x"}),
        forged(("answer", "elapsed_ms"), "soon"),
        forged(("answer", "positions", 0, "confidence"), "high"),
        forged(("answer", "positions", 0, "attribution"), "An invented minister"),
        forged(("answer", "positions", 0, "citations"), []),
        forged((*SPAN, "end"), 10**9),
        forged((*SPAN, "start"), -1),
        forged((*SPAN, "passage", "document", "id"), "gone"),
        forged((*SPAN, "passage", "document"), "text of my own"),
    ],
)
def test_what_is_forged_or_gone_is_left_out(kept: object) -> None:
    assert restored_turns(kept, find) == []


def test_turn_that_is_whole_stays_beside_one_that_is_not() -> None:
    kept = through_the_browser(kept_turns(turns()))
    kept[1] = deepcopy(forged((*SPAN, "end"), 10**9)[0])
    assert restored_turns(kept, find) == [turns()[0], *turns()[2:]]


@pytest.mark.parametrize(
    "sent",
    [
        *(None, 3, [], {"conversations": []}, "", "{", "3", "[]", "{}", "[" * 100_000),
        *('{"conversations": []}', '{"shelf": 3, "conversations": ["x"]}', '{"conversations": 3}'),
    ],
)
def test_browser_that_kept_nothing_begins_empty(sent: object) -> None:
    assert Kept.of(sent) == Kept("", ([],))


def test_conversations_are_started_over_and_opened_again() -> None:
    kept = Kept("key")
    for question in QUESTIONS[:3]:
        kept = kept.with_current([Turn(question, PIPELINE.ask(question))]).started_over()
    assert Kept.of(kept.text) == kept
    assert kept.titles == list(QUESTIONS[2::-1])
    again = kept.reopened(1)
    assert again.current[0]["question"] == QUESTIONS[1]
    assert again.titles == [QUESTIONS[2], QUESTIONS[0]]
    assert kept.reopened(7) == kept
    for _ in range(MOST_CONVERSATIONS):
        kept = kept.with_current([Turn("One more?", PIPELINE.ask("?"))]).started_over()
    assert kept.titles == ["One more?"] * (MOST_CONVERSATIONS - 1)


def test_long_question_is_a_short_title() -> None:
    turn = Turn("word " * 40, PIPELINE.ask("?"))
    [title] = Kept().with_current([turn]).started_over().titles
    assert title == ("word " * 12).rstrip()[:59] + "…"
