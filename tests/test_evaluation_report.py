from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from embeddings.passages import Document
from qa.evaluation import testset as testsets
from qa.evaluation.compare import compare
from qa.evaluation.markdown import markdown_summary
from qa.evaluation.report import report_html
from qa.evaluation.results import Proposed
from qa.evaluation.run import evaluate
from qa.evaluation.stages import BOUNDS
from qa.evaluation.summary import points
from qa.evaluation.testset import Case, Evidence
from tests.evaluation_fakes import GRAVES, ScriptedPipeline, answer, hit, position

ATTACK = '"><script>alert(1)</script><img src=//x.example onerror=alert(2)>'
HOSTILE = Document("h", ATTACK, f"{ATTACK}.txt", f"{ATTACK} says 7.")


class Elements(HTMLParser):
    """All tags with their attributes, and the open tags, which must close in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag not in ("meta", "br", "img", "input"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


class ScriptedFinder:
    """Blames every case that lost F1 on not being read; a hostile one on what is hostile."""

    def find(self, case, result):
        f1 = points(result, "f1")
        if f1 in (None, 1):
            return None
        bounds = dict.fromkeys(BOUNDS, 1.0)
        return {
            "stage": "not read",
            "seen": f"seen {ATTACK}",
            "bounds": bounds,
            "passage": True,
            "document": False,
            "threshold": 0.4,
            "alone": {"passage": f"passage {ATTACK}", "document": f"document {ATTACK}"},
            "proposed": [
                Proposed(
                    text=ATTACK,
                    confidence=0.5,
                    right=False,
                    file=ATTACK,
                    excerpt=f"Excerpt {ATTACK}.",
                    rank=3,
                )
            ],
        }


def run(finder=None):
    evidence = (Evidence("graves.txt", "They found 440 graves."),)
    cases = (
        Case("c1", "How many?", True, ("440 graves", "440"), sources=evidence, category="count"),
        Case("c2", "Who spoke?", True, ("Ann",), sources=evidence, category="who"),
        Case("c3", ATTACK, False, history=(ATTACK,), category=ATTACK),
        Case("c4", "Who sang?", False, category="unanswerable"),
        Case(
            ATTACK, "What?", True, (ATTACK,), sources=(Evidence(ATTACK, ATTACK),), category="what"
        ),
    )
    answers = {
        "How many?": answer("How many?", position(GRAVES, "440 graves"), elapsed_ms=12.0),
        "Who spoke?": answer("Who spoke?", position(GRAVES, "The police chief"), confidence=0.4),
        ATTACK: answer(ATTACK, position(HOSTILE, ATTACK), confidence=0.6),
        "Who sang?": answer("Who sang?", confidence=0.1, nearest=(hit(HOSTILE, ATTACK),)),
        "What?": answer("What?", position(HOSTILE, ATTACK)),
    }
    testset = testsets.TestSet(f"{ATTACK}.jsonl", cases)
    pipeline = ScriptedPipeline(answers, [hit(GRAVES, "Rain")])
    return evaluate(pipeline, testset, finder=finder), testset


@pytest.fixture(scope="module")
def page() -> str:
    return report_html(*run(ScriptedFinder()))


def test_the_page_loads_nothing(page):
    tags = Elements(page)
    assert tags.open == []
    assert not {"link", "img", "iframe", "object", "embed", "base", "form", "a"} & {
        tag for tag, _ in tags.found
    }
    assert not {"src", "href", "xlink:href", "srcset"} & {n for _, a in tags.found for n in a}
    assert "http" not in page.replace("http-equiv", "")
    assert not re.search(r"url\(|@import", page)


def test_text_of_questions_answers_and_sources_stays_text(page):
    tags = Elements(page)
    assert [tag for tag, _ in tags.found].count("script") == 1
    assert not any(name.startswith("on") for _, attributes in tags.found for name in attributes)
    assert ATTACK not in page
    assert page.count("&lt;script&gt;alert(1)") > 10


def test_failures_come_first_and_every_case_can_be_filtered(page):
    cards = [a for tag, a in Elements(page).found if tag == "article"]
    found = [
        tuple(card[f"data-{name}"] for name in ("outcome", "stage", "category", "document"))
        for card in cards
    ]
    assert found == [
        ("wrong", "not read", "who", "graves.txt"),
        ("wrongly answered", "not read", ATTACK, ""),
        ("right", "", "count", "graves.txt"),
        ("rightly refused", "", "unanswerable", ""),
        ("right", "", "what", ATTACK),
    ]


def test_answer_and_accepted_answers_are_marked_in_their_sentences(page):
    assert "<blockquote>They found <mark>440 graves</mark>. <small>sources/graves.txt" in page
    assert "<blockquote>They found <mark>440 graves</mark>. <small>graves.txt" in page


def test_the_page_says_what_to_fix_first(page):
    assert "Most is lost at <strong>not read</strong> (the reader proposes no right" in page
    assert "in 2 of 5 questions" in page
    assert '<button data-name="stage" data-value="not read">show 2</button>' in page
    assert "Read from the right passage alone: right, passage &quot;" in page
    assert "; from the right document alone: wrong, document &quot;" in page
    assert "<small>50% · passage 3, &quot;" in page
    assert "<summary>Proposed, by score; given from 40% on</summary>" in page
    assert "<summary>By category</summary>" in page
    assert "<td>refusal</td>" in page


def test_the_charts_are_there(page):
    drawn = [attributes["aria-label"] for tag, attributes in Elements(page).found if tag == "svg"]
    assert drawn == [
        "Where F1 is lost",
        "Is the confidence honest?",
        "Does it know when it is wrong?",
        "Is the evidence retrieved?",
        "F1 by category",
        "F1 by document",
        "False answers",
        "Time to answer",
    ]


def test_a_run_without_faults_or_answers_still_has_a_page():
    assert "What to fix first" not in report_html(*run())
    testset = testsets.TestSet("set.jsonl", (Case("c", "Who?", False),))
    results = evaluate(ScriptedPipeline({"Who?": answer("Who?")}), testset, finder=ScriptedFinder())
    page = report_html(results, testset)
    drawn = [a["aria-label"] for t, a in Elements(page).found if t == "svg"]
    assert drawn == ["False answers"]
    assert "No question lost a point." in page


def test_the_page_says_how_many_of_the_items_shown_are_of_the_list():
    case = Case("c", "Which?", True, answers_all=("440 graves",))
    shown = tuple(position(GRAVES, text) for text in ("440 graves", "Rain"))
    testset = testsets.TestSet("set.jsonl", (case,))
    results = evaluate(ScriptedPipeline({"Which?": answer("Which?", parts=shown)}), testset)
    row = "<td>list_precision</td><td>0.500</td><td>0.500 to 0.500</td><td>1</td>"
    assert f"{row}<td>items shown that are of the list</td>" in report_html(results, testset)


def test_markdown_summary_for_a_pull_request():
    results, _ = run(ScriptedFinder())
    text = markdown_summary(results, compare(results, results))
    lines = text.splitlines()
    assert lines[2] == "5 questions: 2 right, 1 wrong, 1 wrongly answered, 1 rightly refused."
    assert "Nothing fell beyond noise." in lines
    assert text.count("<details>") == text.count("</details>") == 2
    assert "| not read | 2     | -0.400 " in text
    assert "Where F1 is lost" not in markdown_summary(run()[0])
