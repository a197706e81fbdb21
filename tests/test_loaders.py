from __future__ import annotations

import codecs
import errno
import hashlib
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.documents import build_document, read_document
from embeddings.formats.text import decode
from embeddings.loaders import LoadError, Skipped, Unchanged, load, load_file
from embeddings.passages import Document, Origin
from embeddings.sources import find_sources
from embeddings.titles import markdown_title, title_of

SEEDS = Path(__file__).parent.parent / "seeds"
READABLE = ".txt, .md, .markdown, .html, .htm, .xhtml, .pdf, .docx, .epub, .eml, .zip"


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_txt", ".txt")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def loaded(*paths: Path, **options) -> tuple[list[Document], list[Skipped]]:
    """The documents, and what was skipped."""
    outcomes = list(load(find_sources(paths), **options))
    documents = [outcome for outcome in outcomes if isinstance(outcome, Document)]
    return documents, [outcome for outcome in outcomes if isinstance(outcome, Skipped)]


def names(*paths: Path) -> list[str]:
    return [file.source for file in find_sources(paths)]


def test_files_of_a_folder_are_found_in_order_without_hidden_ones(tmp_path: Path) -> None:
    write(tmp_path, b_txt="b", a_txt="a", sub__c_txt="c", sub__deep__d_txt="d")
    write(tmp_path, **{".hidden_txt": "x", ".git__e_txt": "x"})
    assert names(tmp_path) == ["a.txt", "b.txt", "sub/c.txt", "sub/deep/d.txt"]


def test_a_single_file_goes_by_its_name(tmp_path: Path) -> None:
    write(tmp_path, sub__c_txt="c")
    assert names(tmp_path / "sub" / "c.txt") == ["c.txt"]


def test_each_file_is_found_once(tmp_path: Path) -> None:
    write(tmp_path, a_txt="a", sub__c_txt="c")
    assert names(tmp_path, tmp_path / "sub", tmp_path / "a.txt") == ["a.txt", "sub/c.txt"]


def test_files_of_the_same_name_are_told_apart(tmp_path: Path) -> None:
    write(tmp_path, one__a_txt="a", two__a_txt="b")
    assert names(tmp_path / "one", tmp_path / "two") == ["a.txt", "two/a.txt"]


def test_name_of_a_stored_file_is_not_taken_by_another(tmp_path: Path) -> None:
    write(tmp_path, one__a_txt="a", two__a_txt="b")
    one, two = tmp_path / "one" / "a.txt", tmp_path / "two" / "a.txt"

    def named(paths: list[Path], **places: Path) -> list[str]:
        stored = {name.replace("_txt", ".txt"): str(place) for name, place in places.items()}
        return [file.source for file in find_sources(paths, stored)]

    assert named([two], a_txt=one) == ["two/a.txt"]
    assert named([two, one], a_txt=one) == ["two/a.txt", "a.txt"]
    assert named([one], a_txt=two, b_txt=one) == ["b.txt"]
    assert named([two], a_txt=tmp_path / "moved" / "a.txt") == ["a.txt"]


def test_links_are_followed_and_loops_end(tmp_path: Path) -> None:
    write(tmp_path, inside__a_txt="a", outside__b_txt="b")
    inside = tmp_path / "inside"
    (inside / "loop").symlink_to(inside, target_is_directory=True)
    (inside / "self").symlink_to(inside / "self")
    (inside / "there").symlink_to(tmp_path / "outside", target_is_directory=True)
    (inside / "again.txt").symlink_to(inside / "a.txt")
    assert names(inside) == ["a.txt", "self", "there/b.txt"]


def test_missing_path_is_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no file or folder .*nowhere; check the path"):
        find_sources([tmp_path / "nowhere"])


@pytest.mark.skipif(os.name == "nt", reason="file names are text there")
def test_unprintable_file_name_becomes_one_line_of_text(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/a\xff\n.txt"
    with open(path, "w", encoding="utf-8") as file:
        file.write("text")
    assert names(tmp_path) == ["a\ufffd\ufffd.txt"]
    assert [document.text for document in loaded(tmp_path)[0]] == ["text"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "empty: it holds no text"),
        ("a.txt", b" \n\t\r\n", "empty: it holds no text"),
        ("a.txt", codecs.BOM_UTF8, "empty: it holds no text"),
        ("a.txt", b"text\0more", "binary, not text"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe", "binary, not text"),
        ("a.txt", bytes(range(1, 9)) * 9, "binary, not text"),
        ("a.txt", b"%PDF-1.4\n" + bytes(range(256)), "binary, not text"),
        (
            "a.txt",
            "“Так”, – сказал он.".encode("cp1251"),
            "unknown encoding (byte 0x93 at 0 is not UTF-8); save it as UTF-8",
        ),
        (
            "a.txt",
            "“Yes” – naïve".encode()[:-3] + b"\xff",
            "damaged UTF-8 (byte 0xc3 at 16); save it as UTF-8",
        ),
        (
            "a.txt",
            codecs.BOM_UTF16_LE + b"a\0b",
            "damaged UTF-16 (byte 0x62 at 4); save it as UTF-8",
        ),
        ("a.bin", b"\0", f"no reader for .bin files; readable are {READABLE}"),
        ("README", b"text", f"no reader for files without an ending; readable are {READABLE}"),
    ],
)
def test_what_cannot_be_read_is_skipped_with_its_reason(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(data)
    write(tmp_path, z_txt="Text.")
    documents, skipped = loaded(tmp_path)
    assert [document.text for document in documents] == ["Text."]
    assert skipped == [Skipped(name, reason)]
    with pytest.raises(LoadError) as caught:
        load_file(tmp_path / name, name)
    assert str(caught.value) == f"{name}: {reason}"


def test_file_beyond_the_limit_is_not_read(tmp_path: Path) -> None:
    with open(tmp_path / "a.txt", "wb") as file:
        file.truncate(1_000_000_000)
    assert loaded(tmp_path) == (
        [],
        [Skipped("a.txt", "too large: 1,000,000,000 bytes, the limit is 20,000,000")],
    )
    with pytest.raises(LoadError, match=r"a\.txt: too large: .* the limit is 1,000$"):
        load_file(tmp_path / "a.txt", "a.txt", max_bytes=1000)


def test_what_is_unchanged_is_not_read_again(tmp_path: Path) -> None:
    write(tmp_path, a_txt="a", b_txt="b")
    [a, b], _ = loaded(tmp_path)
    assert a.origin == Origin(hashlib.sha256(b"a").hexdigest(), "text-1")
    stored = {"a.txt": a.origin, "b.txt": Origin(b.origin.content, "text-0")}
    place = str(tmp_path / "a.txt")
    assert a.origin.place == place
    assert list(load(find_sources([tmp_path]), stored)) == [Unchanged("a.txt", place), b]


def test_progress_counts_files(tmp_path: Path) -> None:
    write(tmp_path, a_txt="a", b_txt="")
    calls: list[tuple[int, int]] = []
    loaded(tmp_path, progress=lambda done, total: calls.append((done, total)))
    assert calls == [(1, 2), (2, 2)]


def test_what_cannot_be_opened_is_skipped_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    assert loaded(tmp_path) == (
        [],
        [
            Skipped("gone.txt", "cannot be opened: No such file or directory"),
            Skipped("loop.txt", "cannot be opened: Too many levels of symbolic links"),
            Skipped("pipe.txt", "not a regular file"),
        ],
    )


def forbid(monkeypatch: pytest.MonkeyPatch, method: str, path: Path) -> None:
    """Refuse a path as the system does; by its permissions root would not be refused."""
    real = getattr(Path, method)

    def guarded(self: Path, *arguments):
        if self == path:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(self, *arguments)

    monkeypatch.setattr(Path, method, guarded)


def test_forbidden_files_and_folders_are_skipped_with_their_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, a_txt="a", closed__b_txt="b")
    forbid(monkeypatch, "open", tmp_path / "a.txt")
    forbid(monkeypatch, "iterdir", tmp_path / "closed")
    skipped = loaded(tmp_path)[1]
    assert [file.reason for file in skipped] == [
        "cannot be opened: Permission denied",
        "the folder cannot be listed; check its permissions",
    ]


def test_folder_without_files_gives_nothing(tmp_path: Path) -> None:
    assert loaded(tmp_path) == ([], [])


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Ünï “q” 😀\r\nb\rc\n\n".encode(), "Ünï “q” 😀\r\nb\rc\n\n"),
        (codecs.BOM_UTF8 + "é".encode(), "é"),
        ("\ufeffé\ufeff".encode(), "é\ufeff"),
        ("é “a”\r\n".encode("utf-16"), "é “a”\r\n"),
        (codecs.BOM_UTF16_BE + "é".encode("utf-16-be"), "é"),
        ("é".encode("utf-32"), "é"),
        ("a naïve café – “yes”".encode("cp1252"), "a naïve café – “yes”"),
        ("‘La CAFÉ’ a été fermé".encode("cp1252"), "‘La CAFÉ’ a été fermé"),
        (b"form\x0cfeed \x1b[1mbold", "form\x0cfeed \x1b[1mbold"),
    ],
)
def test_text_is_kept_exactly_in_every_known_encoding(data: bytes, text: str) -> None:
    assert decode(data) == text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_every_utf8_text_is_kept_exactly(text: str) -> None:
    assert decode(codecs.BOM_UTF8 + text.encode()) == text


@given(st.binary())
def test_any_bytes_are_text_or_refused_in_one_line(data: bytes) -> None:
    try:
        outcome = decode(data)
    except ValueError as error:
        outcome = str(error)
        assert re.fullmatch("[^\n]+", outcome)
    assert "\0" not in outcome


def test_document_has_its_identity_and_boundaries() -> None:
    text = "He left. Photo: Jane Roe/Reuters She stayed."
    document = build_document("sub/a.txt", text)
    assert document.id == hashlib.sha256(f"sub/a.txt\0{text}".encode()).hexdigest()[:16]
    assert (document.source, document.text) == ("sub/a.txt", text)
    assert [text[start:end] for start, end in document.sentences] == ["He left.", "She stayed."]
    assert [text[start:end] for start, end in document.boilerplate] == ["Photo: Jane Roe/Reuters"]
    assert build_document("b.txt", text).id != document.id


def test_halves_of_surrogate_pairs_are_in_no_document() -> None:
    page = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ten \\ud83d",'
        ' "author": {"name": "Ann \\ud83d"}}</script><p>Ten graves were found in the town.</p>'
    )
    document, _ = read_document("a.html", page.encode())
    assert (document.title, document.metadata.author) == ("Ten ?", "Ann ?")


def test_title_is_the_source_when_the_text_has_none() -> None:
    assert build_document("a.txt", "").title == "a.txt"
    assert build_document("a.txt", "Text.", "A title").title == "A title"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("A heading\n\nThe text begins.", "A heading"),
        ("A heading\r\n\r\nThe text begins.", "A heading"),
        ("Was it so?\n\nThe text begins.", "Was it so?"),
        (
            f"A heading {'of more than sixty characters ' * 2}\n\nText.",
            f"A heading {'of more than sixty characters ' * 2}".strip(),
        ),
        ("A heading\n=========\nThe text begins.", "A heading"),
        ("\n\n  * * *\n\nA heading\n\nText", "A heading"),
        ("A first line.\n\nThe text goes on.", "A first line."),
        (
            "Words one two three four five six seven eight nine, unspeakable.",
            "Words one two three four five six seven eight nine…",
        ),
        ("date 2022-09-20 Almost all the bodies\n\nText", "Almost all the bodies"),
        ("---\ntitle: 'The stated title'\n---\nText.", "The stated title"),
        ("Title: The stated title\nDate: 2022-01-01\n\nText.", "The stated title"),
        ("Photo: Jane Roe/Reuters\n\nHe left. She stayed.", "He left. She stayed."),
        ("a" * 80, "a" * 59 + "…"),
        ("😀", "😀"),
        ("", ""),
    ],
)
def test_title_of_plain_text(text: str, title: str) -> None:
    document = build_document("", text)
    assert title_of(text, document.boilerplate) == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# A heading\nText", "A heading"),
        ("Text first.\n\n# A *heading* of [C#](x) in C# ##\n", "A heading of C# in C#"),
        ("A heading\n===\n\nText", "A heading"),
        ("```\n# a comment\n```\n\n# A heading", "A heading"),
        ("---\n# a comment\ntitle: The stated title\n---\n# A heading", "The stated title"),
        ("---\n# a comment\nlayout: post\n---\n# A heading", "A heading"),
        ("## A lesser heading\n\nText", None),
        ("Text without a heading.", None),
    ],
)
def test_title_of_markdown(text: str, title: str | None) -> None:
    assert markdown_title(text) == title


def test_markdown_without_a_main_heading_takes_its_first_line(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("## A lesser heading\n\nText goes on.", encoding="utf-8")
    assert loaded(tmp_path)[0][0].title == "A lesser heading"


def test_seed_articles_are_loaded_with_their_titles() -> None:
    documents, skipped = loaded(SEEDS)
    assert skipped == []
    assert [(document.source[:3], document.title) for document in documents] == [
        ("000", "And then it started. A soldier twisted the handle, turning…"),
        ("001", "The men digging in the dusty ground looked visibly sickened…"),
        ("002", "Execution and nameless graves: what was found in Izium…"),
        ("003", "The corpses of Moscow’s Z-symbol tanks are dotted along the…"),
        ("004", "Almost all the bodies exhumed from mass graves in the…"),
    ]
    for document in documents:
        assert document.text.encode() == (SEEDS / document.source).read_bytes()
