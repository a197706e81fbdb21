"""Sources chosen, brought, searched and read; conversations kept, saved, shared and judged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from embeddings.index import open_index
from embeddings.indexing import update
from embeddings.keywords import KeywordIndex
from embeddings.library import Library
from embeddings.loaders import load
from embeddings.retriever import Retriever
from embeddings.sources import find_sources
from qa.confidence import Calibration
from qa.page.limits import Limits
from qa.page.server import Options
from qa.pipeline import Pipeline
from tests.browser.conftest import PATIENCE, Served
from tests.browser.screen import Screen
from tests.browser.scripted import EXHUMED, PROSECUTOR
from tests.conftest import SEEDS, ScriptedReader, WordEncoder

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GRAVES = "How many graves were found in this place?"
SCORES = {"445 graves": 6.0, "About 450 graves": 4.8, "purple": 5.0}
FILE = "The mayor’s house in Hillford is purple. <b>Nothing</b> else is known of it."


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The articles behind hashed words and a scripted reader: everything but the models is real."""
    folder = tmp_path_factory.mktemp("desk")
    encoder, reader = WordEncoder(), ScriptedReader(SCORES)
    curve = Calibration("scripted", slope=1.0, length=0.0, intercept=0.0, threshold=0.5)
    options = Options(
        examples=(), limits=Limits(files=3, bytes=50_000), feedback=folder / "feedback.jsonl"
    )
    with Library.create(folder / "library", encoder.name, encoder.dimension) as library:
        update(library, load(find_sources([SEEDS])), encoder)
        index, keywords = open_index(library, encoder), KeywordIndex(library)
        retriever = Retriever(library, encoder, index, keywords)
        pipeline = Pipeline(library, retriever, reader, curve)  # type: ignore[arg-type]
        with Served(pipeline, options) as server:
            yield server


@pytest.fixture
def screen(chromium: Any, served: Served) -> Iterator[Screen]:
    with Screen(chromium, served.url) as opened:
        opened.page.locator("#source-list").wait_for()
        yield opened
        assert opened.errors == []
        assert opened.hosts() == {"127.0.0.1"}


def words_of(turn: Any) -> list[str]:
    return turn.locator(".answer .say .words").all_inner_texts()


def test_sources_are_chosen_searched_and_read(screen: Screen) -> None:
    page = screen.page
    listed = page.locator("#source-list > ol > .source")
    assert listed.count() == 5
    assert page.locator("#source-list").get_by_text("2022-09-20").count() == 1
    first = screen.ask(GRAVES)
    assert words_of(first) == ["445 graves", "About 450 graves"]

    # left out: neither asked nor counted, but still there to be read
    prosecutor = listed.filter(has_text=PROSECUTOR)
    prosecutor.locator(".choose").uncheck()
    page.locator("#asked", has_text="Questions go to 4 of them.").wait_for()
    second = screen.ask(GRAVES)
    assert words_of(second) == ["About 450 graves"]
    assert second.locator(".facts span").first.inner_text() == "1 of 4 sources"
    second.locator(".by-source summary").click()
    second.locator(".by-source tbody tr").first.wait_for()
    said = second.locator(".by-source td").all_inner_texts()
    assert sorted(said) == ["About 450 graves 98%", *["does not say"] * 3]
    page.get_by_role("button", name="Ask none").click()
    page.locator("#asked", has_text="Questions go to 0 of them.").wait_for()
    screen.box.fill(GRAVES)
    screen.box.press("Enter")
    page.locator("#notice .notice", has_text="No source is chosen.").wait_for()
    page.get_by_role("button", name="Ask all").click()
    page.locator("#asked", has_text="Questions go to all of them.").wait_for()

    # searched: each place opens where it stands
    page.locator("#search").fill("145 BODIES")
    page.locator("#matches", has_text="No source has these words.").wait_for()
    page.locator("#search").fill("146 BODIES")
    match = page.locator("#matches .match")
    match.wait_for()
    assert "1 place in 1 source" in page.locator("#matches").inner_text()
    match.click()
    assert screen.cited.inner_text() == "146 bodies"
    assert screen.in_view(screen.cited)
    assert page.locator("mark.other").all_inner_texts() == ["About 450 graves"]

    # read: words are found one after the other
    page.locator("#find").fill("izyum")
    page.locator("#found", has_text="1 of ").wait_for()
    total = page.locator(".article-text").inner_text().lower().count("izyum")
    page.locator("#find").press("Enter")
    page.locator("#found", has_text=f"2 of {total}").wait_for()
    page.locator("#find").press("Shift+Enter")
    page.locator("#found", has_text=f"1 of {total}").wait_for()
    assert page.evaluate("() => CSS.highlights.get('found').size") == total


def test_own_files_are_brought_refused_and_removed(
    chromium: Any, served: Served, screen: Screen, tmp_path: Path
) -> None:
    page = screen.page
    limits = page.locator("#limits").inner_text()
    assert "up to 3 files of 0.05 MB, 1,000,000 characters of text in all" in limits
    files = {
        "house.txt": FILE.encode(),
        "huge.txt": b"x" * 60_000,
        "program.exe": b"MZ\x90\x00",
        "empty.txt": b"",
        "binary.txt": bytes(range(256)) * 4,
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    page.locator("#files").set_input_files([tmp_path / name for name in files])
    page.locator("#uploads li", has_text="binary.txt: not added").wait_for()
    told = page.locator("#uploads li").all_inner_texts()
    assert [line.split(",")[0] for line in told] == [
        "house.txt: added",
        "huge.txt: not added: larger than 0.05 MB",
        "program.exe: not added: .exe files cannot be read here; readable are .txt",
        "empty.txt: not added: empty: it holds no text",
        "binary.txt: not added: binary",
    ]
    turn = screen.ask("Which colour is the mayor’s house in Hillford?")
    assert words_of(turn) == ["purple"]
    assert turn.locator(".facts span").first.inner_text() == "1 of 6 sources"
    turn.locator(".chip").first.click()
    assert screen.cited.inner_text() == "purple"
    assert page.locator(".article-text").evaluate("e => e.textContent") == FILE

    page.evaluate(  # dropped anywhere on the page
        """() => {
            const data = new DataTransfer();
            data.items.add(new File(["The tower is green."], "tower.txt"));
            const drop = new DragEvent("drop", {dataTransfer: data, bubbles: true});
            document.querySelector("#talk").dispatchEvent(drop);
        }"""
    )
    page.locator("#uploads li", has_text="tower.txt: added").wait_for()
    with Screen(chromium, served.url) as other:  # another reader has none of them
        other.page.locator("#source-list").wait_for()
        assert other.page.locator(".source").count() == 5
        assert words_of(other.ask("Which colour is the mayor’s house in Hillford?")) != ["purple"]
    page.get_by_role("button", name="Remove house.txt").click()
    page.locator(".own").nth(1).wait_for(state="detached")
    assert page.locator(".source .file").first.inner_text() == "tower.txt"
    refused = screen.ask("Which colour is the mayor’s house in Hillford?")
    assert words_of(refused) != ["purple"]


def test_conversation_is_kept_in_this_browser_and_reopened(
    chromium: Any, served: Served, screen: Screen
) -> None:
    page = screen.page
    screen.ask(GRAVES)
    screen.ask("What became of the brewery?")
    page.reload()
    screen.turns.nth(1).wait_for()
    questions = page.locator("#turns .question")
    assert questions.all_inner_texts() == [GRAVES, "What became of the brewery?"]
    screen.turns.first.locator(".chip").first.click()
    assert screen.cited.inner_text() == "445 graves"
    with Screen(chromium, served.url) as other:
        other.page.locator("#source-list").wait_for()
        assert other.turns.count() == 0

    page.get_by_role("button", name="New conversation").click()
    page.locator("#earlier").wait_for()
    page.reload()
    page.locator("#earlier").get_by_role("button", name=GRAVES).click()
    screen.turns.nth(1).wait_for()
    page.get_by_role("button", name="New conversation").click()
    page.get_by_role("button", name="Delete these").click()
    page.locator("#earlier").wait_for(state="hidden")
    page.reload()
    page.locator("#source-list").wait_for()
    assert page.locator("#earlier").is_hidden()
    assert screen.turns.count() == 0


def test_answer_is_saved_copied_linked_and_judged(
    chromium: Any, served: Served, tmp_path: Path
) -> None:
    with Screen(chromium, served.url, permissions=["clipboard-read", "clipboard-write"]) as screen:
        page = screen.page
        page.locator("#source-list").wait_for()
        turn = screen.ask(GRAVES)
        saved = {}
        for name in ("Markdown", "HTML", "JSON"):
            with page.expect_download() as download:
                page.get_by_role("button", name=name).click()
            saved[download.value.suggested_filename] = Path(download.value.path()).read_text(
                encoding="utf-8"
            )
        assert set(saved) == {"sourcesay.md", "sourcesay.html", "sourcesay.json"}
        [answer] = json.loads(saved["sourcesay.json"])["answers"]
        citation = answer["positions"][0]["citations"][0]
        text = (SEEDS / citation["file"]).read_text(encoding="utf-8")
        assert text[citation["start"] : citation["end"]] == "445 graves"
        assert all("445 graves" in text for text in saved.values())

        place = f"characters {citation['excerpt_start']}–"
        turn.get_by_role("button", name="Copy this citation").first.click()
        copied = page.evaluate("() => navigator.clipboard.readText()")
        assert copied.startswith(f"“{citation['excerpt']}”\n")
        assert f"({PROSECUTOR}, {place}" in copied

        turn.get_by_role("button", name="Copy link to this question").click()
        link = page.evaluate("() => navigator.clipboard.readText()")
        assert link.startswith(f"{served.url}/?q=How+many+graves")

        turn.get_by_role("button", name="Wrong", exact=True).click()
        turn.locator(".amend input").fill("about 450")
        turn.locator(".amend input").press("Enter")
        turn.locator(".amend").wait_for(state="detached")
        assert turn.locator("[aria-pressed=true]").inner_text() == "Wrong"
        assert turn.locator(".judged").inner_text() == "Kept on the computer that serves this page."
        assert screen.errors == []

    with Screen(chromium, link) as linked:  # a link asks its question once
        linked.turns.first.wait_for()
        assert words_of(linked.turns.first) == ["445 graves", "About 450 graves"]
        assert linked.page.url == f"{served.url}/"
        linked.page.goto(link)
        linked.page.locator("#source-list").wait_for()
        linked.turns.first.wait_for()
        linked.page.wait_for_timeout(500)
        assert linked.turns.count() == 1


def test_feedback_holds_the_answer_and_its_trace(screen: Screen, served: Served) -> None:
    turn = screen.ask(GRAVES)
    turn.get_by_role("button", name="Should have refused").click()
    turn.locator(".judged", has_text="Kept").wait_for()
    folder = Path(served.pipeline.library.folder).parent
    lines = (folder / "feedback.jsonl").read_text(encoding="utf-8").splitlines()
    kept = json.loads(lines[-1])
    assert (kept["verdict"], kept["answer"]["question"]) == ("should have refused", GRAVES)
    assert kept["answer"]["positions"][1]["citations"][0]["file"] == EXHUMED
    assert "passages, by score:" in kept["trace"]
    assert "positions (answered" in kept["trace"]


def test_verdict_and_open_table_stay_when_the_next_answer_comes(screen: Screen) -> None:
    page = screen.page
    turn = screen.ask(GRAVES)
    turn.locator(".by-source summary").click()
    turn.locator(".by-source tbody tr").first.wait_for()
    told = turn.locator(".by-source").inner_text()
    turn.get_by_role("button", name="Wrong", exact=True).click()
    turn.locator(".amend input").fill("about")
    screen.ask("What became of the brewery?")
    pressed = turn.locator("[aria-pressed=true]")
    assert pressed.all_inner_texts() == ["Wrong"]
    assert turn.locator(".judged").inner_text() == "Kept on the computer that serves this page."
    assert turn.locator(".amend input").input_value() == "about"
    assert turn.locator(".by-source").inner_text() == told
    page.reload()
    screen.turns.nth(1).wait_for()
    assert pressed.all_inner_texts() == ["Wrong"]
    assert turn.locator(".judged").inner_text() == "Kept on the computer that serves this page."


def test_sources_chosen_in_one_tab_are_shown_so_in_the_other(
    screen: Screen, served: Served
) -> None:
    other = screen.context.new_page()
    other.set_default_timeout(PATIENCE)
    other.goto(served.url)
    other.locator("#source-list").wait_for()
    screen.page.locator(".choose").first.uncheck()
    other.locator("#asked", has_text="Questions go to 4 of them.").wait_for()
    assert not other.locator(".choose").first.is_checked()
