"""Sources on the page: read, listed, searched; what each says; notices before violence."""

from __future__ import annotations

import re

import pytest

from embeddings.passages import Document, Metadata
from qa.answers import Answer, Position
from qa.page.answer import answer_markup, voices_markup
from qa.page.caution import describes_violence
from qa.page.listing import matches
from qa.page.sources import about, article_text, dateline, published_at, quoted
from qa.voices import Voice
from tests.browser.scripted import hostile_document, seed_documents
from tests.test_page import FIRST, SECOND, cite, shown


@pytest.mark.parametrize("document", [*seed_documents(), hostile_document()])
def test_article_shows_every_character_wherever_it_is_cited(document: Document) -> None:
    assert shown(article_text(document)) == document.text
    length = len(document.text)
    for start, end in ((0, 1), (length - 1, length), (0, length), (length // 2, length // 2 + 40)):
        markup = article_text(document, (start, end))
        assert shown(markup) == document.text
        assert (
            "".join(shown(mark) for mark in re.findall(r"<mark.*?</mark>", markup, re.S))
            == (document.text[start:end])
        )
        assert markup.count('id="cited"') == 1


def test_article_greys_boilerplate_inside_a_cited_stretch() -> None:
    document = Document(
        "d", "t", "s", "One a. AD. Two b.", sentences=((0, 6), (11, 17)), boilerplate=((7, 10),)
    )
    assert str(article_text(document, (4, 15))) == (
        '<span class="sentence">One </span><mark id="cited" tabindex="-1">a. </mark>'
        '<mark><span class="boilerplate">AD.</span></mark><mark> Two </mark>'
        '<span class="sentence">b.</span>'
    )


def test_quoted_marks_overlapping_answers_once() -> None:
    markup = quoted(FIRST, (10, 30), [(19, 29), (22, 30)])
    assert str(markup) == ("We found <mark>445</mark><mark> graves</mark><mark>.</mark>")


def test_each_source_stands_with_what_it_says_alone() -> None:
    voices = (Voice(SECOND, Position((cite(SECOND, 11, 14),), 0.9)), Voice(FIRST, None))
    table = re.search(r"<tbody>(.*)</tbody>", voices_markup(voices), re.S)
    rows = [shown(row) for row in table.group(1).split("</tr>")]
    assert rows == ["Second title445 90%", "First titledoes not say", ""]


@pytest.mark.parametrize(("sources", "offered"), [(1, False), (2, True), (300, True)])
def test_sources_are_asked_one_by_one_where_there_are_several(sources, offered) -> None:
    answer = Answer("?", "?", positions=(Position((cite(SECOND, 11, 14),), 0.9),))
    assert ("by-source" in answer_markup(answer, 1, sources)) is offered


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (" date 2022-09-20 Almost all the bodies", "2022-09-20"),
        ("Kyiv, 3 May 2021. They came.", "3 May 2021"),
        ("On Saturday they came.", None),
        ("In September 2022 they came.", None),
        ("A long first sentence comes before the 3 May 2021 here.", None),
    ],
)
def test_date_of_a_source_stands_in_its_first_words(text: str, found: str | None) -> None:
    place = dateline(Document("d", "t", "s", text))
    assert (text[slice(*place)] if place else None) == found


@pytest.mark.parametrize(
    ("text", "violent"),
    [
        ("146 bodies were exhumed from a mass grave.", True),
        ("He was TORTURED there.", True),
        ("The therapist executed nobody's plans; a rapid rapport.", True),
        ("The mill was built in 1921 by a rapporteur.", False),
        ("They sat near the body of water, gravely.", False),
    ],
)
def test_violence_is_noticed(text: str, violent: bool) -> None:
    assert describes_violence(text) == violent


def test_search_shows_each_place_with_its_surroundings() -> None:
    markup = matches([FIRST, SECOND], "WERE 4")
    assert shown(markup) == "1 place in 1 sourceSecond title 1 placeThere were 445."
    assert 'data-start="6" data-end="12"' in markup
    assert shown(matches([FIRST, SECOND], "nowhere")) == "No source has these words."


def test_other_citations_of_the_conversation_are_marked_in_an_article() -> None:
    markup = article_text(FIRST, (19, 22), [(5, 8), (6, 12), (10, 22)])
    assert shown(markup) == FIRST.text
    assert "".join(re.findall(r'<mark class="other">(.*?)</mark>', markup)) == ("dug. We found ")
    assert re.findall(r'<mark id="cited"[^>]*>(.*?)</mark>', markup) == ["445"]


@pytest.mark.parametrize(
    ("stated", "told", "link"),
    [
        (Metadata(), "1 word a.txt", ""),
        (
            Metadata("Jane Roe", "2022-09-20", "The <Post>", "https://x.example/a?b=1&c"),
            "2022-09-20 Jane Roe The <Post> 1 word a.txt",
            "https://x.example/a?b=1&c",
        ),
        (Metadata(address="javascript:alert(1)"), "1 word a.txt", ""),
    ],
)
def test_what_a_source_states_about_itself_is_told(stated: Metadata, told: str, link: str) -> None:
    document = Document("d", "t", "a.txt", "Word", metadata=stated)
    assert shown(about(document)) == told
    assert shown(published_at(document)).strip() == link
