"""Files are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from embeddings.files import whole_file


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def break_off(path: Path, error: type[BaseException]) -> None:
    with whole_file(path) as partial:
        partial.write_text("sec")
        raise error


def test_file_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for text in ("first", "second"):
        with whole_file(path) as partial:
            partial.write_text(text)
    assert contents(tmp_path) == {"a.json": "second"}


@pytest.mark.parametrize("error", [ValueError, OSError, KeyboardInterrupt])
def test_write_that_fails_leaves_what_was_there(tmp_path: Path, error) -> None:
    path = tmp_path / "a.json"
    path.write_text("first")
    with pytest.raises(error):
        break_off(path, error)
    assert contents(tmp_path) == {"a.json": "first"}


def test_file_is_seen_only_once_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    with whole_file(path) as partial, partial.open("w") as file:
        file.write("first")
        assert not path.exists()
    assert contents(tmp_path) == {"a.json": "first"}


def test_only_what_dead_processes_left_of_this_file_is_removed(tmp_path: Path) -> None:
    dead, living, other = (
        tmp_path / name for name in ("a[1].json.1.part", "a[1].json.2.part", "a1.json.3.part")
    )
    for left in (dead, living, other):
        left.write_text("half")
    for left in (dead, other):
        os.utime(left, (0, 0))
    with whole_file(tmp_path / "a[1].json") as partial:
        partial.write_text("whole")
    assert contents(tmp_path) == {"a[1].json": "whole", living.name: "half", other.name: "half"}
