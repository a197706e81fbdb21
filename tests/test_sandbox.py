"""Hostile files end their reader, not the indexing."""

import warnings
import zipfile
from pathlib import Path

import pytest

from embeddings.documents import read_document
from embeddings.formats import archive
from embeddings.loaders import Skipped, load
from embeddings.passages import Document
from embeddings.sandbox import Sandbox
from embeddings.sources import find_sources
from tests.written_files import pdf, printed, word, zipped

LINES = b"a\n" * 400_000  # takes seconds to draw sentences in


def test_what_is_read_outside_is_what_would_be_read_here() -> None:
    data = pdf([printed(["“Ten graves.” Photo: Jane Roe/Reuters"]), printed(["Two."])], "A title")
    with Sandbox() as sandbox:
        assert sandbox.read("a.pdf", data) == read_document("a.pdf", data)
        with pytest.raises(ValueError, match=r"^damaged: no PDF reader can open it$"):
            sandbox.read("a.pdf", data[:500])


@pytest.mark.parametrize(
    ("limits", "name", "data", "reason"),
    [
        ({"seconds": 0.5}, "a.txt", LINES, "not read: it takes more than 0.5 seconds"),
        ({"memory": 300_000_000}, "a.txt", b"word " * 3_900_000, "takes too much memory"),
    ],
)
def test_file_that_takes_too_much_is_given_up(limits, name: str, data: bytes, reason: str) -> None:
    with Sandbox(**limits) as sandbox:
        with pytest.raises(ValueError, match=reason):
            sandbox.read(name, data)
        assert sandbox.read("b.txt", b"The next.")[0].text == "The next."


def test_program_among_the_sources_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("open('run', 'w'); raise SystemExit")
    monkeypatch.chdir(tmp_path)
    with Sandbox() as sandbox:
        assert sandbox.read("a.txt", b"One.")[0].text == "One."
    assert not (tmp_path / "run").exists()


def test_crash_of_a_reader_is_told_and_the_next_file_read() -> None:
    with Sandbox() as sandbox:
        sandbox._start().kill()
        with pytest.raises(ValueError, match=r"^not read: its reader crashed on it$"):
            sandbox.read("a.txt", b"One.")
        assert sandbox.read("a.txt", b"One.")[0].text == "One."


def test_bad_files_are_skipped_and_the_rest_is_read(tmp_path: Path) -> None:
    bomb = zipped({f"{n}.txt": b"0" * 20_000_000 for n in range(3)})
    deep = b"<div>" * 200_000 + b"Text in the deep." + b"</div>" * 200_000
    files = {
        "bad.docx": b"PK\3\4 no archive",
        "binary.txt": bytes(range(256)),
        "bomb.zip": bomb,
        "deep.html": deep,
        "good.docx": word(["Ten graves."]),
        "locked.pdf": pdf([printed(["A line."])], password="secret"),
        "mail.eml": (
            b'From: a@b\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n\nTen.\n--b\n'
            b'Content-Type: text/plain\nContent-Disposition: attachment; filename="a.txt"\n\n'
            b"Attached.\n--b--\n"
        ),
        "mixed.txt": "“Так” – ".encode() + "“naïve”".encode("cp1252"),
        "more.zip": zipped(
            {
                "../../evil.txt": "x",
                "/evil.txt": "x",
                "a/b.txt": "Inside.",
                "a/.hidden.txt": "x",
                ".hidden/c.txt": "x",
                "inner.zip": zipped({"c.txt": "Deeper.", "d.zip": zipped({"e.txt": "x"})}),
                "photo.jpg": b"\xff\xd8",
            }
        ),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    loaded = list(load(find_sources([tmp_path])))
    assert {d.source: d.text.strip() for d in loaded if isinstance(d, Document)} == {
        "good.docx": "Ten graves.",
        "mail.eml": "Ten.",
        "mail.eml/a.txt": "Attached.",
        "more.zip/a/b.txt": "Inside.",
        "more.zip/inner.zip/c.txt": "Deeper.",
    }
    skipped = {s.source: s.reason for s in loaded if isinstance(s, Skipped)}
    outside = "its name points outside the archive"
    assert skipped.pop("bomb.zip").startswith("unpacked it is ")
    assert skipped.pop("deep.html") == "not read: it is nested too deeply"
    assert skipped.pop("more.zip/photo.jpg").startswith("no reader for .jpg files; readable are ")
    assert skipped == {
        "bad.docx": "damaged: it cannot be unpacked",
        "binary.txt": "binary, not text",
        "locked.pdf": "encrypted: it needs a password; save it without one",
        "mixed.txt": "damaged UTF-8 (byte 0x93 at 17); save it as UTF-8",
        "more.zip/../../evil.txt": outside,
        "more.zip//evil.txt": outside,
        "more.zip/inner.zip/d.zip": "an archive this deep inside others is not opened",
    }


@pytest.mark.parametrize(
    ("limit", "value", "reason"),
    [
        ("MOST_MEMBERS", 2, "it holds 3 files, the limit is 2"),
        ("MOST_BYTES", 10, "unpacked it is 15 bytes, the limit is 10"),
    ],
)
def test_archive_has_limits(tmp_path: Path, monkeypatch, limit: str, value: int, reason) -> None:
    monkeypatch.setattr(archive, limit, value)
    (tmp_path / "a.zip").write_bytes(zipped({f"{n}.txt": "12345" for n in range(3)}))
    assert list(load(find_sources([tmp_path]))) == [Skipped("a.zip", reason)]


def test_members_of_the_same_name_are_told_apart(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the double name
        archive.writestr("b.txt", "One.")
        archive.writestr("b.txt", "Two.")
    loaded = load(find_sources([tmp_path]))
    assert [(d.source, d.text) for d in loaded if isinstance(d, Document)] == [
        ("a.zip/b.txt", "One."),
        ("a.zip/b (2).txt", "Two."),
    ]


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_damaged_member_is_skipped_and_the_others_read(tmp_path: Path, method: int) -> None:
    data = bytearray(zipped({"a.txt": "First. " * 99, "b.txt": "Second."}, method))
    data[40:48] = b"\xff" * 8  # in the packed text, behind the header of 35 bytes
    (tmp_path / "a.zip").write_bytes(data)
    bad, good = load(find_sources([tmp_path]))
    assert bad == Skipped("a.zip/a.txt", "damaged: it cannot be unpacked")
    assert isinstance(good, Document)
    assert (good.source, good.text) == ("a.zip/b.txt", "Second.")


def test_member_without_a_name_is_left_out(tmp_path: Path) -> None:
    data = zipped({"?.txt": "Nameless.", "b.txt": "Second."}).replace(b"?.txt", b"\0.txt")
    (tmp_path / "a.zip").write_bytes(data)
    assert [loaded.source for loaded in load(find_sources([tmp_path]))] == ["a.zip/b.txt"]
