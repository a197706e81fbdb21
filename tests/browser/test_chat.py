from __future__ import annotations

import re
from typing import Any

import pytest
from gradio_client import Client
from gradio_client.utils import Status

from tests.browser.conftest import Served
from tests.browser.screen import Screen
from tests.browser.scripted import EXHUMED, PROSECUTOR, SHELLING

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GRAVES = "How many graves were found at Izium?"
NOT_YET_ASKED = (Status.STARTING, Status.JOINING_QUEUE, Status.SENDING_DATA)


@pytest.fixture
def screen(chromium: Any, served: Served) -> Any:
    with Screen(chromium, served.url) as opened:
        yield opened
        assert opened.errors == []
        assert opened.hosts() == {"127.0.0.1"}


def test_question_is_answered_and_citation_opens_source_at_sentence(
    screen: Screen, served: Served
) -> None:
    turn = screen.ask(GRAVES)
    assert turn.locator(".lead").inner_text() == "The sources say:"
    chip = turn.locator(".chip").first
    chip.click()
    start, end = (int(chip.get_attribute(name)) for name in ("data-start", "data-end"))
    document = {d.id: d for d in served.pipeline.documents}[chip.get_attribute("data-document")]
    assert screen.cited.inner_text() == document.text[start:end]
    assert screen.place() == start
    assert screen.in_view(screen.cited)
    assert screen.page.locator(".article-title").inner_text() == document.title
    assert screen.page.locator(".article-text").evaluate("e => e.textContent") == document.text
    assert turn.locator(".words").first.inner_text() == document.text[start:end]


def test_answer_shows_agreement_confidence_time_and_whole_sentence(screen: Screen) -> None:
    turn = screen.ask("When did Izium fall to Russian forces?")
    assert turn.locator(".say .chip").all_inner_texts() == ["1", "2"]
    assert turn.locator(".facts span").all_inner_texts() == [
        "2 of 6 sources",
        "very likely right (93%)",
    ]
    assert turn.locator(".elapsed").inner_text() == "Answered in 412 ms"
    assert turn.locator(".citation .excerpt").nth(0).inner_text() == (
        "Izium fell to Russian forces on 1 April and Moscow turned it into the main launching "
        "point for the Russian assault against the remaining Ukrainian troops in Donbas."
    )
    assert turn.locator(".citation .excerpt mark").all_inner_texts() == ["1 April", "April 1"]


def test_example_question_is_asked_by_a_click(screen: Screen) -> None:
    screen.page.get_by_role("button", name="Why were residents without water?").click()
    screen.turns.first.wait_for()
    assert screen.turns.first.locator(".question").inner_text() == (
        "Why were residents without water?"
    )
    screen.page.locator("#welcome").wait_for(state="hidden")
    screen.page.get_by_role("button", name="New conversation").click()
    screen.page.locator("#welcome").wait_for()
    assert screen.turns.count() == 0


def test_refusal_shows_passages_that_open(screen: Screen) -> None:
    turn = screen.ask("Who dug the tunnel under the moon?")
    assert turn.locator(".lead").inner_text() == "The sources don't say."
    assert turn.locator(".not-answers").inner_text() == (
        "The closest passages, to read for yourself. They are not answers."
    )
    assert turn.locator(".chip").count() == 0
    passage = turn.locator(".passage").first
    passage.locator("button").click()
    shown = passage.locator(".excerpt").evaluate("e => e.textContent")
    assert screen.cited.evaluate("e => e.textContent") == shown
    assert screen.page.locator("#sources .file").last.inner_text() == EXHUMED


def test_differing_positions_stand_side_by_side(screen: Screen) -> None:
    turn = screen.ask("Do the sources agree on the number of graves?")
    assert turn.locator(".lead").inner_text() == "The sources differ:"
    cards = turn.locator(".card")
    assert cards.locator(".words").all_inner_texts() == [
        "445 graves",
        "About 450 graves",
        "more than 440 graves",
    ]
    first, second = (cards.nth(number).bounding_box() for number in (0, 1))
    assert first["y"] == second["y"]
    assert first["x"] + first["width"] <= second["x"]


def test_list_is_a_list_with_one_sentence_for_all_its_items(screen: Screen) -> None:
    turn = screen.ask("What signs of torture were found on the bodies?")
    items = ["broken ribs", "cracked skulls", "men with bound hands", "broken jaws"]
    assert turn.locator(".items li .words").all_inner_texts() == items
    assert turn.locator(".citation").count() == 1
    assert turn.locator(".citation mark").all_inner_texts() == items
    turn.locator(".chip").nth(2).click()
    assert screen.cited.inner_text() == "men with bound hands"


def test_follow_up_shows_how_it_was_understood_and_can_be_undone(
    screen: Screen, served: Served
) -> None:
    screen.ask(GRAVES)
    turn = screen.ask("Who said so?")
    assert turn.locator(".resolved").inner_text() == (
        "Understood as: Who said how many graves were found at Izium?"
    )
    screen.page.get_by_role("button", name="Ask again exactly as typed").click()
    screen.turns.nth(2).wait_for()
    assert screen.turns.nth(2).locator(".lead").inner_text() == "The sources don't say."
    assert served.pipeline.asked[-2:] == [("Who said so?", (GRAVES,)), ("Who said so?", ())]
    assert served.pipeline.taken_as_typed == ["Who said so?"]


def test_what_goes_wrong_is_seen_until_the_next_click(screen: Screen) -> None:
    chip = screen.ask(GRAVES).locator(".say .chip")
    chip.evaluate("chip => { chip.dataset.document = 'gone'; }")
    chip.click()
    trouble = screen.page.locator("#trouble", has_text="This source is not in the library.")
    trouble.wait_for()
    screen.page.locator("#asked").click()
    trouble.wait_for(state="hidden")
    assert [error.split()[0] for error in screen.errors] == ["500"]
    screen.errors.clear()


def test_repeated_sentence_opens_at_the_cited_one(screen: Screen, served: Served) -> None:
    turn = screen.ask("When was the bridge destroyed?")
    turn.locator(".say .chip").click()
    text = served.pipeline.documents[-1].text
    assert screen.place() == text.rindex("March") != text.index("March")
    assert screen.in_view(screen.cited)


def test_hostile_source_shows_as_text_and_nothing_runs(screen: Screen, served: Served) -> None:
    hostile = served.pipeline.documents[-1]
    turn = screen.ask("What is the secret word?")
    assert turn.locator(".excerpt").evaluate("e => e.textContent") == (
        "The secret word is <mark>quince</mark>."
    )
    assert turn.locator(".citation .open-source").inner_text() == hostile.title
    turn.locator(".say .chip").click()
    assert screen.cited.inner_text() == "quince"
    article = screen.page.locator(".article-text")
    assert article.evaluate("e => e.textContent") == hostile.text
    assert screen.page.locator("#sources :is(img, script, iframe, style, b, a)").count() == 0
    refused = screen.ask("<img src=x onerror=alert(1)> **bold** $x$ ![i](http://198.51.100.3/)")
    assert refused.locator(".question").inner_text() == (
        "<img src=x onerror=alert(1)> **bold** $x$ ![i](http://198.51.100.3/)"
    )
    assert (
        refused.locator(".passage .excerpt").nth(2).evaluate("e => e.textContent")
        == (hostile.text[: len(refused.locator(".passage .excerpt").nth(2).text_content())])
    )
    assert screen.page.locator("#turns :is(img, script, iframe, style, b, a)").count() == 0
    assert screen.page.evaluate("() => window.hacked") is None
    assert screen.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_policy_stops_handlers_even_if_an_escape_were_missing(
    chromium: Any, served: Served
) -> None:
    with Screen(chromium, served.url) as screen:
        screen.page.evaluate(
            """() => { document.querySelector(".masthead").innerHTML +=
                '<img src=nowhere onerror="window.hacked = 1"><script>window.hacked = 2</script>' +
                '<img id=outside src="http://198.51.100.4/x.png">'; }"""
        )
        screen.ask(GRAVES)
        assert screen.page.evaluate("() => window.hacked") is None
        assert screen.page.evaluate("() => document.querySelector('#outside').naturalWidth") == 0


def test_question_that_cannot_be_asked_gets_a_message_and_stays(screen: Screen) -> None:
    empty = "The question is empty; type a question about the sources."
    short = "The question has 1,001 characters; ask in at most 1,000."
    long = "The question has 10,000 characters; ask in at most 1,000."
    # No message twice in a row: it would be there before the page has answered.
    asked = ((" \t ", empty), ("a" * 1_001, short), ("", empty), ("a" * 10_000, long))
    for question, message in asked:
        screen.box.fill(question)
        screen.box.press("Enter")
        screen.page.locator("#notice .notice", has_text=message).wait_for()
        assert screen.page.locator("#announcement").inner_text() == message
        assert screen.box.input_value() == question
    assert screen.page.locator("#counter").inner_text() == "10,000 of 1,000 characters"
    assert screen.turns.count() == 0


def test_odd_question_is_refused_like_any_other(screen: Screen) -> None:
    for question in (
        "\U0001f600\U0001f600",
        "'; DROP TABLE documents; --",
        "\u202eabc",
        "{{7*7}} ${7*7} %s",
    ):
        turn = screen.ask(question)
        assert turn.locator(".lead").inner_text() == "The sources don't say."


def test_failure_is_told_without_its_details_and_the_page_goes_on(screen: Screen) -> None:
    turn = screen.ask("Please fail.")
    assert turn.locator(".notice").inner_text() == (
        "No answer: the program failed on this question. Its log says why."
    )
    assert "secret detail" not in screen.page.content()
    assert screen.ask(GRAVES).locator(".words").inner_text() == "445"


def test_source_is_chosen_from_the_list(screen: Screen, served: Served) -> None:
    names = [document.source for document in served.pipeline.documents]
    screen.page.locator("#source-list").wait_for()
    assert screen.page.locator("#source-list .file").all_inner_texts() == names
    screen.page.locator("#source-list .open-source").nth(names.index(SHELLING)).click()
    screen.page.locator(".article-title:focus").wait_for()
    assert screen.cited.count() == 0
    grey = screen.page.locator(".boilerplate").all_inner_texts()
    assert [text.split(":")[0] for text in grey][:3] == ["Photo"] * 3
    screen.page.get_by_role("button", name="All sources").click()
    screen.page.locator("#source-list").wait_for()


def test_slow_questions_of_others_block_no_page_and_the_queue_is_seen(
    chromium: Any, served: Served
) -> None:
    gate = served.pipeline.gate
    gate.clear()
    client = Client(served.url, verbose=False)
    try:
        with Screen(chromium, served.url) as one, Screen(chromium, served.url) as two:
            slow = [client.submit("Please wait for the gate.", api_name="/ask") for _ in range(2)]
            one.box.fill("Please wait for the gate.")
            one.box.press("Enter")
            one.page.locator(".turn.pending .waiting").wait_for()
            assert one.page.evaluate("() => document.getAnimations().length") == 0
            assert two.ask(GRAVES).locator(".words").first.inner_text() == "445"
            two.turns.first.locator(".chip").first.click()
            assert two.cited.inner_text() == "445"
            slow += [client.submit("Please wait for the gate.", api_name="/ask") for _ in range(2)]
            while any(job.status().code in NOT_YET_ASKED for job in slow):
                two.page.wait_for_timeout(50)
            two.box.fill("Who dug the tunnel under the moon?")
            two.box.press("Enter")
            waiting = two.page.locator("#notice .progress-text")
            waiting.wait_for()
            assert re.match(r"queue: \d/\d", waiting.inner_text())
            two.page.wait_for_function(
                """() => {
                    const waiting = document.querySelector("#notice .progress-text");
                    return getComputedStyle(waiting, "::before").content
                        .includes("Waiting for other questions");
                }"""
            )
            gate.set()
            two.turns.nth(1).wait_for()
            one.turns.first.wait_for()
            assert one.page.locator(".question").all_inner_texts() == ["Please wait for the gate."]
            assert [job.result()["abstained"] for job in slow] == [True] * 4
    finally:
        gate.set()
        client.close()


def test_cited_documents_are_the_ones_shown(screen: Screen) -> None:
    turn = screen.ask("When did Izium fall to Russian forces?")
    for number, name in ((0, PROSECUTOR), (1, SHELLING)):
        turn.locator(".chip").nth(number).click()
        screen.page.locator("#sources .file", has_text=name).last.wait_for()


def wait_for_the_gate(screen: Screen, served: Served) -> None:
    """Asks a question whose answer does not come before the gate is set."""
    served.pipeline.gate.clear()
    screen.box.fill("Please wait for the gate.")
    screen.box.press("Enter")
    screen.page.locator(".turn.pending .waiting").wait_for()


def test_open_table_and_focus_stay_where_they_are_when_an_answer_arrives(
    screen: Screen, served: Served
) -> None:
    first = screen.ask(GRAVES)
    wait_for_the_gate(screen, served)
    summary = first.locator(".by-source summary")
    summary.click()
    first.locator(".voices table").wait_for()
    served.pipeline.gate.set()
    screen.turns.nth(1).wait_for()
    assert first.locator(".voices table").is_visible()
    assert summary.evaluate("summary => summary === document.activeElement")
    screen.page.locator(".masthead").click()
    screen.page.evaluate("() => document.activeElement.blur()")
    screen.ask("Who said so?")
    assert not summary.evaluate("summary => summary === document.activeElement")
    assert first.locator(".voices table").is_visible()
