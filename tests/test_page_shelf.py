"""The sources of a session: own files beside the library's, some left out."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread

import pytest

from qa.page import shelves as shelves_module
from qa.page.conversation import Turn
from qa.page.limits import Limits, file_name
from qa.page.shelf import MOST_TURNS, Shelf
from qa.page.shelves import Shelves
from qa.pipeline import Pipeline
from tests.browser.scripted import ScriptedPipeline

HOUSE = "The mayor’s house is purple."
SMALL = Limits(files=2, bytes=200, characters=90)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def no_progress(done: int, total: int) -> None:
    pass


def test_own_file_is_asked_at_once_and_by_this_session_only(
    town_pipeline: Pipeline, tmp_path: Path
) -> None:
    shelves = Shelves(town_pipeline, Limits())
    mine, other = shelves.open(), shelves.open()
    steps: list[tuple[int, int]] = []
    path = write(tmp_path, "upload", HOUSE).rename(tmp_path / "house.txt")
    document = mine.add("house.txt", path, lambda *step: steps.append(step))
    assert steps == [(0, 1), (1, 1)]
    assert mine.asked.ask("Which colour is the mayor’s house?").text == "purple"
    assert mine.asked.ask("When was the mill built?").text == "1921"
    assert [each.source for each in mine.documents] == ["house.txt", "bridge.txt", "mill.txt"]
    assert other.document(document.id) is None
    assert other.asked is town_pipeline
    mine.remove(document.id)
    assert mine.own == ()
    assert mine.asked is town_pipeline
    again = mine.add("house.txt", path, no_progress)
    assert again == document
    shelves.close()
    assert shelves.find(mine.key) is None


def test_file_of_the_same_name_is_replaced(town_pipeline: Pipeline, tmp_path: Path) -> None:
    shelf = Shelf(town_pipeline, SMALL)
    shelf.add("house.txt", write(tmp_path, "a.txt", HOUSE), no_progress)
    shelf.add("house.txt", write(tmp_path, "b.txt", HOUSE.replace("purple", "red")), no_progress)
    assert [document.text for document in shelf.own] == ["The mayor’s house is red."]
    assert shelf.asked.ask("Which colour is the mayor’s house?").text == "red"
    named = shelf.add("mill.txt", write(tmp_path, "c.txt", "The mill is mine."), no_progress)
    assert named.source == "own/mill.txt"  # the library has a mill.txt
    shelf.close()


def test_sources_are_chosen_and_removed_while_a_file_is_indexed(
    town_pipeline: Pipeline, tmp_path: Path
) -> None:
    shelf = Shelf(town_pipeline, Limits())
    path = write(tmp_path, "a.txt", HOUSE)
    first = shelf.add("first.txt", path, no_progress)
    bridge, mill = town_pipeline.documents

    def meanwhile(done: int, total: int) -> None:
        if done:
            changing = Thread(
                target=lambda: (shelf.choose([mill.id], False), shelf.remove(first.id))
            )
            changing.start()
            changing.join(30)
            assert not changing.is_alive()

    second = shelf.add("second.txt", path, meanwhile)
    assert shelf.asked.documents == (bridge, second)
    shelf.close()


@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize("before", [(), ("house.txt",)])
def test_file_that_is_broken_off_leaves_nothing(
    town_pipeline: Pipeline, tmp_path: Path, at: int, before: tuple[str, ...]
) -> None:
    shelf = Shelf(town_pipeline, Limits())
    owned = [shelf.add(each, write(tmp_path, each, HOUSE), no_progress) for each in before]
    broken_off = Event()
    path = write(tmp_path, "a.txt", HOUSE.replace("purple", "red"))
    with pytest.raises(ValueError, match="the upload was broken off"):
        shelf.add("house.txt", path, lambda done, _: done == at and broken_off.set(), broken_off)
    assert list(shelf.own) == owned
    assert shelf.add("other.txt", path, no_progress) in shelf.own
    shelf.close()


def test_file_still_indexed_when_the_session_ends_is_not_kept(
    town_pipeline: Pipeline, tmp_path: Path
) -> None:
    shelves = Shelves(town_pipeline, Limits())
    shelf = shelves.open()
    path = write(tmp_path, "a.txt", HOUSE)
    with pytest.raises(ValueError, match="this session has ended; reload the page"):
        shelf.add("house.txt", path, lambda done, _: done and shelves.close())
    assert shelf.own == ()


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("run.exe", "x", ".exe files cannot be read here; readable are .txt"),
        ("notes", "x", "files without an ending cannot be read here"),
        ("..", "x", "the file has no name"),
        ("a.txt", " \n", "empty: it holds no text"),
        ("a.txt", "x" * 201, "too large: 201 bytes, the limit is 200"),
        ("a.txt", "x" * 91, "there would be 91 characters of text, the limit is 90"),
        ("a.txt", "\x00\x01binary", "binary, not text"),
        ("a.txt", "The mill was built in 1921 by Anna Kovar.", "among the sources already"),
    ],
)
def test_file_that_cannot_be_added_is_refused_with_the_reason(
    town_pipeline: Pipeline, tmp_path: Path, name: str, text: str, reason: str
) -> None:
    shelf = Shelf(town_pipeline, SMALL)
    with pytest.raises(ValueError, match=reason):
        shelf.add(name, write(tmp_path, "upload.txt", text), no_progress)
    assert (shelf.own, shelf.asked) == ((), town_pipeline)


def test_number_of_files_is_limited(town_pipeline: Pipeline, tmp_path: Path) -> None:
    shelf = Shelf(town_pipeline, SMALL)
    path = write(tmp_path, "a.txt", HOUSE)
    for name in ("a.txt", "b.txt"):
        shelf.add(name, path, no_progress)
    with pytest.raises(ValueError, match="there are 2 files already; remove one first"):
        shelf.add("c.txt", path, no_progress)
    shelf.close()
    for closed in (Shelf(town_pipeline, None), Shelf(ScriptedPipeline(), SMALL)):
        with pytest.raises(ValueError, match="takes no files"):
            closed.add("a.txt", path, no_progress)


def test_sources_left_out_are_not_asked(town_pipeline: Pipeline) -> None:
    shelf = Shelf(town_pipeline, None)
    bridge, mill = town_pipeline.documents
    shelf.choose([mill.id, "unknown"], False)
    assert shelf.left_out == {mill.id}
    assert shelf.asked.documents == (bridge,)
    assert shelf.documents == (bridge, mill)  # still there to be read
    shelf.choose([bridge.id], False)
    with pytest.raises(ValueError, match="No source is chosen"):
        _ = shelf.asked
    shelf.choose(None, True)
    assert shelf.asked is town_pipeline


def test_only_own_files_can_be_removed(town_pipeline: Pipeline) -> None:
    shelf = Shelf(town_pipeline, Limits())
    for key in (town_pipeline.documents[0].id, "unknown", None, 3):
        with pytest.raises(ValueError, match="none of your own files"):
            shelf.remove(key)


def test_turns_are_remembered_by_names_of_their_own() -> None:
    shelf = Shelf(ScriptedPipeline(), None)
    first = shelf.remember(Turn("One?"))
    named = [shelf.remember(Turn(f"{number}?")) for number in range(MOST_TURNS)]
    assert shelf.turn(named[-1].name) == named[-1]
    assert shelf.turn(first.name) is None
    assert shelf.turn(["unhashable"]) is None
    assert len({turn.name for turn in named}) == MOST_TURNS


def test_turn_out_of_the_browser_has_its_name_and_the_verdict_given_before() -> None:
    shelf = Shelf(ScriptedPipeline(), None)
    turn = shelf.remember(Turn("One?"))
    shelf.judge(turn.name, "wrong")
    shelf.judge("unknown", "right")
    again = shelf.remember(Turn("One?", name=turn.name))
    assert again == Turn("One?", name=turn.name, verdict="wrong")
    assert shelf.turn(turn.name) == again
    other = Turn("Two?", name="0123456789ab")
    assert shelf.remember(other) == other


def test_shelves_long_unused_are_cleared(monkeypatch: pytest.MonkeyPatch) -> None:
    shelves = Shelves(ScriptedPipeline())
    old, kept = shelves.open(), shelves.open()
    old.used -= shelves_module.IDLE_SECONDS + 1
    new = shelves.open("a key that is not known")
    assert [shelves.find(each.key) for each in (old, kept, new)] == [None, kept, new]
    kept.used -= shelves_module.IDLE_SECONDS + 1
    assert shelves.find(kept.key) is None  # though nobody else came
    kept = shelves.open()
    monkeypatch.setattr(shelves_module, "MOST", 2)
    shelves.find(kept.key)
    newest = shelves.open()
    assert [shelves.find(each.key) for each in (kept, new, newest)] == [kept, None, newest]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("a.txt", "a.txt"),
        ("../../etc/pass wd.txt", "pass wd.txt"),
        ("C:\\fake\\b.md", "b.md"),
        ("line\nbreak\x00.txt", "line break .txt"),
        ("x" * 300 + ".txt", "x" * 200),
    ],
)
def test_file_name_is_the_last_part_of_a_path(given: str, name: str) -> None:
    assert file_name(given) == name
