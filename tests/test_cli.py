"""The command as a person runs it, with the real models where an answer is wanted."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from qa.cli import main
from tests.conftest import SEEDS


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    status = main(arguments)
    captured = capsys.readouterr()
    return status, captured.out, captured.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ask"], "Missing argument 'question'"),
        (["ask", "Who?", "--bogus"], "No such option: --bogus"),
        (["bogus"], "No such command 'bogus'"),
        (["chat", "--port", "99999"], "less than or equal to 65535"),
        (["ask", "Who?", "--library", "a", "--sources", "b"], "--library or --sources, not both"),
    ],
)
def test_bad_usage_is_one_line_and_status_2(capsys, arguments, message) -> None:
    status, out, err = run(capsys, *arguments)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert message in err


@pytest.mark.parametrize("arguments", [["--help"], ["ask", "--help"], ["index", "-h"], []])
def test_help_says_what_a_command_does(capsys, arguments) -> None:
    status, out, err = run(capsys, *arguments)
    assert (status, err) == (0, "")
    assert "Usage: sourcesay" in out


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ask", "", "--sources", str(SEEDS)], "the question is empty"),
        (["ask", "x" * 10_000, "--sources", str(SEEDS)], "the question has 10,000 characters"),
        (["ask", "Who?"], "no folder library and no folder seeds here"),
        (["ask", "Who?", "--library", "nowhere"], "no library in nowhere; run: sourcesay index"),
        (["ask", "Who?", "--sources", "nowhere"], "no file or folder nowhere"),
        (["ask", "Who?", "--sources", "empty"], "no sources in empty: 0 files skipped"),
        (["ask", "Who?", "--sources", "binaries"], "a.bin: no reader for .bin files"),
        (["ask", "Who?", "--library", "damaged"], "library.sqlite3 cannot be used"),
        (["ask", "Who?", "--sources", str(SEEDS), "--reader", "./none"], "no model at ./none"),
        (["ask", "Who?", "--sources", str(SEEDS), "--encoder", "./none"], "no model at ./none"),
        (["evaluate", "nowhere.jsonl"], "nowhere.jsonl"),
        (["evaluate", "set.txt", "--sources", str(SEEDS)], "set.txt is no test set"),
        (["index", "nowhere"], "no file or folder nowhere"),
    ],
)
def test_bad_input_is_one_line_and_status_1(capsys, folder: Path, arguments, message) -> None:
    (folder / "empty").mkdir()
    (folder / "binaries").mkdir()
    (folder / "binaries" / "a.bin").write_bytes(b"\x00\xff" * 100)
    (folder / "damaged").mkdir()
    (folder / "damaged" / "library.sqlite3").write_bytes(b"no database" * 500)
    (folder / "set.txt").write_text("Who?", encoding="utf-8")
    status, out, err = run(capsys, *arguments)
    assert (status, out) == (1, "")
    assert err.startswith("sourcesay: ")
    assert err.count("\n") == 1
    assert message in err


@pytest.mark.slow
def test_debug_shows_the_traceback(folder: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no library in nowhere"):
        main(["--debug", "ask", "Who?", "--library", "nowhere"])


@pytest.mark.slow
def test_index_then_ask(capsys, folder: Path) -> None:
    status, out, _ = run(capsys, "index", str(SEEDS), "--library", "lib")
    assert (status, out) == (0, "lib: 5 added, 0 changed, 0 unchanged, 0 removed, 0 skipped\n")
    status, out, _ = run(
        capsys, "index", str(SEEDS / "000_765f5df2bf05b5eb.txt"), "--library", "lib", "--prune"
    )
    assert (status, out) == (0, "lib: 0 added, 0 changed, 1 unchanged, 4 removed, 0 skipped\n")
    status, out, _ = run(capsys, "index", str(SEEDS), "--library", "lib")
    assert out == "lib: 4 added, 0 changed, 1 unchanged, 0 removed, 0 skipped\n"

    status, out, err = run(
        capsys,
        "ask",
        "Who is the chief prosecutor of the Kharkiv region?",
        "--library",
        "lib",
        "--json",
    )
    answer = json.loads(out)
    assert (status, err) == (0, "")
    assert (answer["abstained"], answer["text"]) == (False, "Oleksandr Filchakov")
    for citation in answer["positions"][0]["citations"]:
        text = (SEEDS / citation["file"]).read_bytes().decode("utf-8")
        assert text[citation["start"] : citation["end"]] == citation["text"]
        assert text[citation["excerpt_start"] :].startswith(citation["excerpt"])

    (folder / "bad.pdf").write_bytes(b"%PDF-1.7")
    status, out, err = run(capsys, "index", "bad.pdf", "--library", "lib")
    assert (status, out) == (1, "")
    assert "no sources in bad.pdf: 1 files skipped; bad.pdf: damaged: no PDF reader" in err
    status, out, err = run(capsys, "index", str(SEEDS), "bad.pdf", "--library", "lib")
    assert (status, out) == (0, "lib: 0 added, 0 changed, 5 unchanged, 0 removed, 1 skipped\n")
    assert err == "skipped bad.pdf: damaged: no PDF reader can open it\n"

    status, out, _ = run(capsys, "ask", "What is the capital of Peru?", "--library", "lib")
    assert (status, out.splitlines()[0]) == (0, "The sources don't say.")


@pytest.mark.slow
@pytest.mark.parametrize(
    "question",
    [
        "🙂🙂🙂",
        "\x00\x1b[31mWho\x07?",
        "<script>alert(1)</script> <b>Who</b> was tortured?",
        "'; DROP TABLE documents; --",
        '" OR 1=1 NEAR/5 (graves) * ^ :',
        "x" * 1000,
        "¿Cuántas tumbas? Скільки могил? كم عدد القبور؟",
    ],
)
def test_odd_questions_are_answered_or_refused(capsys, question: str) -> None:
    status, out, err = run(capsys, "ask", question, "--sources", str(SEEDS), "--json")
    assert (status, err) == (0, "")
    answer = json.loads(out)
    assert answer["question"] == question
    assert answer["abstained"] == (answer["text"] is None)


@pytest.mark.slow
def test_library_survives_a_wrong_encoder(capsys, folder: Path) -> None:
    run(capsys, "index", str(SEEDS), "--library", "lib")
    with sqlite3.connect("lib/library.sqlite3") as connection:
        connection.execute("UPDATE meta SET value = 'another' WHERE key = 'encoder'")
    status, _, err = run(capsys, "ask", "Who?", "--library", "lib")
    assert status == 1
    assert "built with encoder another" in err


def test_module_runs_as_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "qa", "bogus"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "sourcesay: No such command 'bogus'. (see sourcesay --help)\n"


@pytest.mark.slow
def test_answering_does_not_import_torch() -> None:
    script = (
        "import sys; from qa.cli import main; "
        f"status = main(['ask', 'How many graves?', '--sources', {str(SEEDS)!r}]); "
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'gradio'} & set(sys.modules); "
        "print(status, sorted(heavy))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "0 []"


def test_chat_without_the_login_it_is_told_of_does_not_start(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["chat", "--auth", "NO_SUCH_LOGIN"]) == 1
    assert capsys.readouterr().err == (
        "sourcesay: 'NO_SUCH_LOGIN' is no environment variable and no file; "
        "write NAME:PASSWORD in one\n"
    )
