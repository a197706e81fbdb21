"""Conversations as files: every citation with its place, and every sign shown as text."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from embeddings.passages import Document, Hit, Passage
from qa.answers import Answer, Citation, Position, Span
from qa.export import as_html, as_json, as_markdown, export
from qa.render import answer_json, answer_text
from tests.test_page import SIGNS, tags

WHEN = datetime(2026, 11, 2, 9, 5, tzinfo=UTC)
MILL = Document(
    "m", "The mill", "mill.txt", "It rained. The mill was built in 1921. It burned.",
    sentences=((0, 10), (11, 38), (39, 49)),
)  # fmt: skip


def answer(document: Document, start: int, end: int, **fields: object) -> Answer:
    passage = Passage(document, 0, len(document.text))
    position = Position((Citation(1, Span(passage, start, end, 1.0)),), 0.84, **fields)  # type: ignore[arg-type]
    return Answer("When?", "When was the mill built?", positions=(position,), elapsed_ms=3)


FOUND = answer(MILL, 33, 37, attribution="The mill")
SILENT = Answer("Why?", "Why?", nearest=(Hit(Passage(MILL, 0, 10), 1.0),))


def test_markdown_has_quotations_with_their_places() -> None:
    assert as_markdown([FOUND, SILENT], WHEN) == (
        "# Questions to the sources\n\nExported from Sourcesay, 2 November 2026, 09:05.\n\n"
        "## When?\n\nUnderstood as: When was the mill built?\n\n**The sources say:**\n\n"
        "“1921”\n\nStated by The mill. Probably right (84%).\n\n"
        "> The mill was built in 1921.\n>\n> — The mill (mill.txt, characters 11–38)\n\n"
        "## Why?\n\n**The sources don't say.**\n\n"
        "The closest passages, which do not answer the question:\n\n"
        "> It rained.\n>\n> — The mill (mill.txt, characters 0–10)\n"
    )


def test_confidence_of_another_reader_is_exported_as_unknown() -> None:
    unknown = answer(MILL, 33, 37, fitted=False)
    told = "Confidence unknown: not fitted for this reader."
    for text in (as_markdown([unknown], WHEN), as_html([unknown], WHEN)):
        assert told in text
        assert "84%" not in text


def test_every_item_of_a_list_is_exported_with_its_citation() -> None:
    parts = (*answer(MILL, 3, 9).positions, *answer(MILL, 42, 48).positions)
    listed = replace(FOUND, parts=parts)
    markdown, page = as_markdown([listed], WHEN), as_html([listed], WHEN)
    assert re.findall(r"^“(.*)”$", markdown, re.M) == ["rained", "burned"]
    assert re.findall(r"^> (?!—)(.+)$", markdown, re.M) == ["It rained.", "It burned."]
    assert re.findall(r"<mark>(.*?)</mark>", page) == ["rained", "burned"]
    assert re.findall(r"^“(.*)”", answer_text(listed), re.M) == ["rained", "burned"]


def test_html_marks_the_answer_and_runs_nothing() -> None:
    page = as_html([FOUND, SILENT], WHEN)
    assert "<figure><blockquote>The mill was built in <mark>1921</mark>.</blockquote>" in page
    assert "<figcaption>The mill (mill.txt, characters 11–38)</figcaption>" in page
    assert "default-src 'none'" in page
    assert page.count("<figure>") == 2


def test_json_is_the_answers_as_programs_get_them() -> None:
    assert json.loads(as_json([FOUND, SILENT], WHEN)) == {
        "exported": "2026-11-02T09:05:00+00:00",
        "answers": [answer_json(FOUND), answer_json(SILENT)],
    }


@pytest.mark.parametrize("sign", SIGNS)
def test_every_sign_of_a_source_is_text(sign: str) -> None:
    text = f"{sign} is the answer."
    document = Document(sign, sign, sign, text, sentences=((0, len(text)),))
    hostile = answer(document, 0, len(sign), attribution=sign)
    assert tags(as_html([hostile], WHEN)) == tags(as_html([FOUND], WHEN))
    written = as_markdown([hostile], WHEN)
    for markup in (r"(?<!\\)[`*_$](?!\*)", r"(?<!\\)\[", r"(?<!\\)<", r"^>* *#{1,6} (?!Q|W)"):
        plain = written.replace("**The sources say:**", "")
        assert not re.search(markup, plain.replace("# Questions", ""), re.MULTILINE), markup


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("- no list", "\\- no list"),
        ("12. no list", "12\\. no list"),
        ("+ no list", "\\+ no list"),
        ("=====", "\\=\\=\\=\\=\\="),
        ("a - b, 12. May", "a - b, 12. May"),
    ],
)
def test_line_of_a_source_begins_no_markdown_block(line: str, written: str) -> None:
    document = Document("d", "t", "s", line, sentences=((0, len(line)),))
    assert f"\n> {written}\n" in as_markdown([answer(document, 0, len(line))], WHEN)


def test_form_that_is_none_is_told() -> None:
    assert export([FOUND], "html").media_type == "text/html"
    with pytest.raises(ValueError, match="no export as 'pdf'; choose one of markdown, html, json"):
        export([FOUND], "pdf")
