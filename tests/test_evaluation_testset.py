from __future__ import annotations

import gzip
import json

import pytest

from embeddings.passages import Document
from qa.evaluation import testset as testsets
from qa.evaluation.testset import Case, Claim, Evidence, load_testset, misplaced_evidence, same_file
from tests.evaluation_fakes import GRAVES, TOWN

LINE = {"id": "c1", "question": "How many graves?", "answerable": True, "answers": ["440"]}
SQUAD = {
    "version": "v2.0",
    "data": [
        {
            "title": "Old_Town",
            "paragraphs": [
                {"context": "It is old.\nVery old.", "qas": []},
                {
                    "context": "Ann built it in 1901.",
                    "qas": [
                        {
                            "id": "q1",
                            "question": "Who built it?",
                            "is_impossible": False,
                            "answers": [
                                {"text": "Ann", "answer_start": 0},
                                {"text": "Ann", "answer_start": 0},
                                {"text": "Ann built it", "answer_start": 0},
                            ],
                        },
                        {
                            "id": "q2",
                            "question": "Who burnt it?",
                            "is_impossible": True,
                            "answers": [],
                            "plausible_answers": [{"text": "Ann", "answer_start": 0}],
                        },
                    ],
                },
            ],
        },
        {
            "title": "A/B",
            "paragraphs": [
                {
                    "context": "Bo sings.",
                    "qas": [
                        {
                            "id": "q3",
                            "question": "Who sings?",
                            "answers": [{"text": "Bo", "answer_start": 0}],
                        }
                    ],
                }
            ],
        },
    ],
}


def save(tmp_path, *rows, name="set.jsonl"):
    path = tmp_path / name
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_a_line_becomes_a_case(tmp_path):
    row = {
        **LINE,
        "answers_all": ["440", "450"],
        "polarity": "yes",
        "history": ["Where?"],
        "sources": [{"file": "graves.txt", "evidence": "They found 440 graves."}],
        "disagreement": [
            {"answer": "440", "file": "graves.txt", "group": 1},
            {"answer": "450", "file": "town.txt", "group": 2},
        ],
        "disagreement_optional": True,
        "category": "count",
    }
    assert load_testset(save(tmp_path, row)) == testsets.TestSet(
        "set.jsonl",
        (
            Case(
                id="c1",
                question="How many graves?",
                answerable=True,
                answers=("440",),
                answers_all=("440", "450"),
                polarity="yes",
                history=("Where?",),
                sources=(Evidence("graves.txt", "They found 440 graves."),),
                disagreement=(Claim("440", "graves.txt", "1"), Claim("450", "town.txt", "2")),
                disagreement_optional=True,
                category="count",
            ),
        ),
    )


def test_fields_may_be_null_or_left_out(tmp_path):
    nulls = dict.fromkeys(("answers", "answers_all", "polarity", "history", "disagreement"))
    row = {"id": "c1", "question": "", "answerable": False, **nulls, "category": None}
    assert load_testset(save(tmp_path, row)).cases == (Case("c1", "", False),)


def test_blank_lines_and_byte_order_mark_are_skipped(tmp_path):
    path = tmp_path / "set.jsonl"
    path.write_text(f"\ufeff\n{json.dumps(LINE)}\r\n\n", encoding="utf-8")
    assert [case.id for case in load_testset(path).cases] == ["c1"]


def test_accepted_texts_of_a_list_question():
    items = ("Ann", "Bo")
    assert Case("c", "?", True, answers_all=items).accepted == ("Ann, Bo",)
    assert Case("c", "?", True, answers=("Ann and Bo",), answers_all=items).accepted == (
        "Ann and Bo",
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": None}, "line 2: id is None; write a text in quotes"),
        ({"id": ""}, "line 2: id is ''; write a text in quotes"),
        ({"question": 3}, "line 2 (id 'c2'): question is 3; write a text in quotes"),
        ({"answerable": "yes"}, "(id 'c2'): answerable is 'yes'; write true or false"),
        ({"answers": "440"}, "(id 'c2'): answers is '440'; write a list of texts"),
        ({"answers": [440]}, "answers is [440]; write a list of texts, none of them empty"),
        ({"answers": [" "]}, "answers is [' ']; write a list of texts, none of them empty"),
        ({"answers": []}, 'answers is []; write a list of accepted texts, or "answerable": false'),
        ({"answerable": False}, 'answerable is False; write true, or leave "answers"'),
        ({"polarity": "maybe"}, 'polarity is \'maybe\'; write "yes" or "no", or leave it out'),
        ({"history": {"q": 1}}, "history is {'q': 1}; write a list of texts"),
        ({"sources": ["a.txt"]}, "sources is ['a.txt']; write a list of objects"),
        (
            {"sources": [{"file": "a.txt"}]},
            "(id 'c2'), sources[0]: evidence is missing; write a text in quotes",
        ),
        (
            {"sources": [{"file": "a", "evidence": "b", "start": -1}]},
            "start is -1; write a character offset",
        ),
        (
            {"disagreement": [{"answer": "440", "file": "a.txt", "group": "1"}]},
            'write claims of two or more different "group"s, or null',
        ),
        ({"id": "c1"}, "line 2: id 'c1' is also that of"),
    ],
)
def test_a_wrong_field_is_named_with_file_line_id_and_remedy(tmp_path, change, message):
    path = save(tmp_path, LINE, {**LINE, "id": "c2", **change})
    with pytest.raises(ValueError, match=r"set\.jsonl line 2") as caught:
        load_testset(path)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("set.jsonl", b"{", "line 1 is not JSON"),
        ("set.jsonl", b"[1]", "line 1 is '[1]'; write a JSON object"),
        ("set.jsonl", b"\n", "holds no questions; write one JSON object a line"),
        ("set.jsonl", b"\xff\xfe", "is not UTF-8 text"),
        ("set.jsonl", b'{"id": "\\ud800"}', "holds half a character"),
        ("set.jsonl.gz", b"\x1f\x8bbroken", "is a damaged gzip file"),
        ("set.csv", b"id,question", "is no test set; name JSON lines .jsonl"),
        ("set.json", b'{"id": "c1"}', "has not the shape of SQuAD JSON"),
        ("set.json", b'{"data": []}', "holds no questions"),
    ],
)
def test_a_file_that_is_no_test_set(tmp_path, name, content, message):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ValueError, match=message.replace("[", r"\[")):
        load_testset(tmp_path / name)


def test_unknown_fields_are_named_and_not_used(tmp_path, caplog):
    load_testset(save(tmp_path, {**LINE, "histroy": [], "note": "x"}))
    assert "fields not known and not used: histroy, note" in caplog.text


def test_squad_articles_become_documents_and_offsets_move_along(tmp_path):
    path = tmp_path / "dev.json.gz"
    path.write_bytes(gzip.compress(json.dumps(SQUAD).encode()))
    text = "It is old.\nVery old.\n\nAnn built it in 1901."
    town = Document("Old_Town.txt", "Old Town", "Old_Town.txt", text)
    loaded = load_testset(path)
    assert loaded == testsets.TestSet(
        "dev.json",
        (
            Case(
                "q1",
                "Who built it?",
                True,
                ("Ann", "Ann built it"),
                sources=(
                    Evidence("Old_Town.txt", "Ann", 22),
                    Evidence("Old_Town.txt", "Ann built it", 22),
                ),
                category="Old_Town",
                article="Old_Town",
            ),
            Case("q2", "Who burnt it?", False, category="Old_Town", article="Old_Town"),
            Case(
                "q3",
                "Who sings?",
                True,
                ("Bo",),
                sources=(Evidence("A_B.txt", "Bo", 0),),
                category="A/B",
                article="A/B",
            ),
        ),
        (town, Document("A_B.txt", "A/B", "A_B.txt", "Bo sings.")),
    )
    assert [e.interval(town) for e in loaded.cases[0].sources] == [(22, 25), (22, 34)]
    assert misplaced_evidence(loaded, loaded.documents) == []


def test_squad_articles_of_one_title_keep_apart(tmp_path):
    article = SQUAD["data"][1]
    other = json.loads(json.dumps(article).replace("q3", "q4"))
    path = save(tmp_path, {"data": [article, other]}, name="dev.json")
    assert [d.source for d in load_testset(path).documents] == ["A_B.txt", "A_B-2.txt"]


def test_squad_answer_that_is_not_in_its_paragraph(tmp_path):
    wrong = json.loads(json.dumps(SQUAD).replace('"Bo"', '"Al"'))
    with pytest.raises(ValueError, match=r"\(id 'q3'\): 'Al' does not stand at character 0"):
        load_testset(save(tmp_path, wrong, name="dev.json"))


def test_misplaced_evidence_is_named():
    cases = (
        Case("c1", "?", True, ("a",), sources=(Evidence("graves.txt", "440 graves"),)),
        Case("c2", "?", True, ("a",), sources=(Evidence("town.txt", "440 graves"),)),
        Case("c3", "?", True, ("a",), sources=(Evidence("sea.txt", "440 graves"),)),
    )
    assert misplaced_evidence(testsets.TestSet("set", cases), [GRAVES, TOWN]) == [
        "c2: '440 graves' does not stand in town.txt; copy it from there",
        "c3: '440 graves' does not stand in sea.txt; copy it from there",
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("a.txt", "a.txt", True),
        ("/folder/sources/a.txt", "a.txt", True),
        ("a.txt", "sources/a.txt", True),
        ("x/sources/a.txt", "sources/a.txt", True),
        ("x/drafts/a.txt", "sources/a.txt", False),
        ("ba.txt", "a.txt", False),
    ],
)
def test_same_file(one, other, same):
    assert same_file(one, other) is same
