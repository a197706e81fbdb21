"""Test sets are checked, drafted and imported from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from embeddings.documents import build_document
from qa.cli import main
from qa.evaluation import testset as testsets
from qa.evaluation.checks import leaks, problems
from qa.evaluation.draft import draft_questions
from qa.evaluation.rows import row_of, save_rows
from qa.evaluation.testset import Case, Claim, Evidence, load_testset
from tests.conftest import SEEDS
from tests.evaluation_fakes import GRAVES, TOWN
from tests.test_evaluation_testset import SQUAD

FOUND = Evidence("graves.txt", "They found 440 graves.")
QUESTIONS = Path(__file__).parent / "questions"


def case(identity: str, question: str = "How many graves?", *answers: str, **more) -> Case:
    return Case(identity, question, True, answers or ("440",), **{"sources": (FOUND,), **more})


@pytest.mark.parametrize(
    ("one", "lines"),
    [
        (case("c"), []),
        (case("c", sources=()), ["c: has no sources; name the file and the evidence in it"]),
        (
            case("c", sources=(Evidence("none.txt", "440"),)),
            ["c: there is no source none.txt"],
        ),
        (
            case("c", sources=(Evidence("graves.txt", "They dug 440."),)),
            ["c: 'They dug 440.' does not stand in graves.txt; copy it from there"],
        ),
        (
            case("c", "Who?", "wn", sources=(Evidence("town.txt", "o"),)),
            [
                "c: 'o' stands several times in town.txt; quote more, or start",
                "c: 'wn' is not in the evidence; quote the sentence that holds it",
            ],
        ),
        (case("c", "Who?", "o", sources=(Evidence("town.txt", "o", 2),)), []),
        (
            case("c", "How many?", "450"),
            [
                "c: '450' stands in none of its sources; copy it from there",
                "c: '450' is not in the evidence; quote the sentence that holds it",
            ],
        ),
        (
            case(
                "c", disagreement=(Claim("440", "graves.txt", "1"), Claim("450", "town.txt", "2"))
            ),
            ["c: no evidence from town.txt holds the differing '450'"],
        ),
    ],
)
def test_problems_of_a_case(one, lines):
    assert problems(testsets.TestSet("set", (one,)), (GRAVES, TOWN)) == lines


def test_questions_asked_twice():
    cases = (
        case("c1"),
        case("c2", "how many GRAVES"),
        case("c3", history=("Where?",)),
        case("c4", "Wholly other words?"),
        case("c5", ""),
        case("c6", ""),
    )
    assert problems(testsets.TestSet("set", cases), (GRAVES,)) == ["c2: asks what c1 asks"]


def test_leaks_between_sets():
    dev = testsets.TestSet("dev", (case("d1"), case("d2", "Who spoke then?", sources=())))
    spoke = Evidence("graves.txt", "graves. The police chief spoke.")
    test = testsets.TestSet("test", (case("t1", "Who spoke, then?", sources=(spoke,)),))
    assert leaks(dev, test, (GRAVES, TOWN)) == [
        "dev and test: d2 asks what t1 asks",
        "dev and test: d1 has evidence in common with t1 (sources/graves.txt 0-22)",
    ]


def test_the_projects_own_sets_have_no_problem(capsys):
    sets = [str(QUESTIONS / f"{name}.jsonl") for name in ("dev", "test")]
    assert main(["testset", "check", *sets, "--sources", str(SEEDS)]) == 0
    assert capsys.readouterr().out.count(" 0 problems\n") == 2


def test_check_lists_problems_and_fails(tmp_path, capsys):
    save_rows([row_of(case("c1")), row_of(case("c2"))], tmp_path / "set.jsonl")
    (tmp_path / "graves.txt").write_text(GRAVES.text, encoding="utf-8")
    arguments = ["testset", "check", str(tmp_path / "set.jsonl")]
    assert main([*arguments, "--sources", str(tmp_path / "graves.txt")]) == 1
    captured = capsys.readouterr()
    assert captured.out.splitlines() == [
        f"{tmp_path / 'set.jsonl'}: 2 questions, 1 problems",
        f"{tmp_path / 'set.jsonl'}: c2: asks what c1 asks",
    ]
    assert captured.err == "sourcesay: 1 problems in 1 test sets; they are listed above\n"
    assert main(arguments) == 2


@pytest.mark.parametrize(
    ("sentence", "category", "question", "answers"),
    [
        (
            "Ann Lee, the mayor of Old Town, signed the order.",
            "who",
            "Who signed the order?",
            ["Ann Lee"],
        ),
        (
            "Three rats lived on a ledge.",
            "how-many",
            "How many rats lived on a ledge?",
            ["Three rats", "Three"],
        ),
        (
            "Prosecutors counted about 440 graves in the forest.",
            "how-many",
            "How many graves did prosecutors count in the forest?",
            ["about 440 graves", "about 440"],
        ),
        (
            "The graves were found near prosecutors in May 2022.",
            "when",
            "When were the graves found near prosecutors?",
            ["May 2022"],
        ),
    ],
)
def test_a_sentence_turned_into_a_draft(sentence, category, question, answers):
    document = build_document("a.txt", f"All the prosecutors came. {sentence}")
    assert draft_questions([document], 9) == [
        {
            "id": "draft-001",
            "question": question,
            "answerable": True,
            "answers": answers,
            "sources": [{"file": "a.txt", "evidence": sentence}],
            "category": category,
            "draft": True,
        }
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "He signed the order on Friday.",
        "When Ann Lee signed the order, it rained.",
        "“Ann Lee signed the order,” he said.",
        "One of them had a rope around the neck.",
        "Rain fell.",
    ],
)
def test_a_sentence_that_is_not_plain_is_left_alone(sentence):
    assert draft_questions([build_document("a.txt", sentence)], 9) == []


def test_drafts_are_asked_only_once_accepted(tmp_path, capsys, caplog):
    path = tmp_path / "new.jsonl"
    assert main(["testset", "draft", "--sources", str(SEEDS), "--output", str(path)]) == 0
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert capsys.readouterr().out == f"{path}: {len(rows)} drafts\n"
    with pytest.raises(ValueError, match="holds no questions"):
        load_testset(path)
    del rows[0]["draft"]
    save_rows(rows, tmp_path / "accepted.jsonl")
    accepted = load_testset(tmp_path / "accepted.jsonl")
    assert [case.id for case in accepted.cases] == ["draft-001"]
    assert f"{len(rows) - 1} drafts left out" in caplog.text
    documents = [build_document(p.name, p.read_text(encoding="utf-8")) for p in SEEDS.glob("*.txt")]
    assert problems(accepted, documents) == []

    assert main(["testset", "draft", "--sources", str(SEEDS), "--output", str(path)]) == 1
    assert "is there already; name a new file" in capsys.readouterr().err


def test_squad_becomes_lines_and_sources(tmp_path, capsys):
    (tmp_path / "dev.json").write_text(json.dumps(SQUAD), encoding="utf-8")
    output, folder = tmp_path / "set.jsonl", tmp_path / "articles"
    squad = ["testset", "import", str(tmp_path / "dev.json"), "--output", str(output)]
    assert main([*squad, "--documents", str(folder)]) == 0
    original, imported = load_testset(tmp_path / "dev.json"), load_testset(output)
    assert imported.cases == original.cases
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == {
        document.source: document.text for document in original.documents
    }
    capsys.readouterr()
    assert main(["testset", "check", str(output), "--sources", str(folder)]) == 0
    assert capsys.readouterr().out == f"{output}: 3 questions, 0 problems\n"
    assert main([*squad, "--documents", str(folder)]) == 1


def test_a_case_becomes_its_line_again(tmp_path):
    testset = load_testset(QUESTIONS / "dev.jsonl")
    save_rows(map(row_of, testset.cases), tmp_path / "again.jsonl")
    assert load_testset(tmp_path / "again.jsonl").cases == testset.cases
