from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from embeddings.passages import Document
from qa.evaluation import testset as testsets
from qa.evaluation.report import report_html
from qa.evaluation.run import evaluate
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
        if tag not in ("meta", "br", "img"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def page() -> str:
    evidence = (Evidence("graves.txt", "They found 440 graves."),)
    cases = (
        Case("c1", "How many?", True, ("440 graves",), sources=evidence, category="count"),
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
    return report_html(evaluate(ScriptedPipeline(answers, [hit(GRAVES, "Rain")]), testset), testset)


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


def test_every_case_can_be_filtered_by_outcome_and_category(page):
    rows = [a for tag, a in Elements(page).found if tag == "tr" and "data-outcome" in a]
    assert [(row["data-outcome"], row["data-category"]) for row in rows] == [
        ("right", "count"),
        ("wrong", "who"),
        ("false answer", ATTACK),
        ("rightly held back", "unanswerable"),
        ("right", "what"),
    ]


def test_the_answer_is_marked_in_its_sentence(page):
    assert "<blockquote>They found <mark>440 graves</mark>. <small>sources/graves.txt" in page


def test_the_charts_are_there(page):
    drawn = [attributes["aria-label"] for tag, attributes in Elements(page).found if tag == "svg"]
    assert drawn == [
        "Is the confidence honest?",
        "Does it know when it is wrong?",
        "Is the evidence retrieved?",
        "F1 by category",
        "False answers",
        "Time to answer",
    ]


def test_a_run_without_answers_still_has_a_page():
    testset = testsets.TestSet("set.jsonl", (Case("c", "Who?", False),))
    results = evaluate(ScriptedPipeline({"Who?": answer("Who?")}), testset)
    drawn = [
        a["aria-label"] for t, a in Elements(report_html(results, testset)).found if t == "svg"
    ]
    assert drawn == ["False answers", "Time to answer"]
