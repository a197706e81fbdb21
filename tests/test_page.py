"""The page's markup: whole strings, and every text escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

import pytest

from embeddings.passages import Document, Hit, Passage
from qa.answers import Answer, Citation, Position, Span
from qa.page.answer import agreement, announcement, answer_markup, elapsed, voices_markup
from qa.page.conversation import Turn, asked, clean_history, clean_question
from qa.page.examples import IZIUM_QUESTIONS, examples_for
from qa.page.limits import Limits
from qa.page.listing import matches, source_list
from qa.page.markup import conversation_markup, one_line
from qa.page.shelf import Shelf
from qa.page.sources import article, quoted
from qa.voices import Voice
from tests.browser.scripted import hostile_document, seed_documents

FIRST = Document(
    "d1", "First title", "first.txt", "They dug. We found 445 graves. More follows.",
    sentences=((0, 9), (10, 30), (31, 44)),
)  # fmt: skip
SECOND = Document("d2", "Second title", "second.txt", "There were 445.", sentences=((0, 15),))

SIGNS = (
    "<script>window.hacked = 1</script>",
    '"><img src=x onerror="alert(1)">',
    "' onmouseover='alert(1)",
    "</blockquote></div><iframe src=//198.51.100.1>",
    "**bold** _it_ `code` [link](javascript:alert(1)) ![i](http://198.51.100.1/)",
    "$x$ $$y$$ \\(z\\)",
    "&lt;kept&gt; &amp; &#60;",
    "\u202ereversed\u202c \u05e9\u05dc\u05d5\u05dd",
    "```mermaid\ngraph\n```\n\n# head\n\n    code\r\n<!-- -->",
    "{} {0} {title} %s %(x)s",
)


def cite(document: Document, start: int, end: int, number: int = 1) -> Citation:
    return Citation(number, Span(Passage(document, 0, len(document.text)), start, end, 5.0))


def shown(markup: str) -> str:
    """The text a browser shows of markup."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def test_answer_is_a_quotation_with_chips_facts_and_excerpts() -> None:
    answer = Answer(
        "How many?",
        "How many?",
        positions=(Position((cite(FIRST, 19, 22), cite(SECOND, 11, 14, 2)), 0.93),),
        confidence=0.93,
        elapsed_ms=412,
    )
    assert str(answer_markup(answer, 3, 5)) == (
        '<section class="answer" aria-label="Answer 3" data-announcement="The sources say: 445. '
        '2 of 5 sources. very likely right (93%).">'
        '<p class="lead">The sources say:</p>'
        '<blockquote class="say" dir="auto"><span class="words">445</span><span class="chips"> '
        '<button type="button" class="chip" id="t3c1" data-document="d1" data-start="19" '
        'data-end="22" data-quote="t3q1" aria-label="1: open First title at the quoted place">'
        "1</button> "
        '<button type="button" class="chip" id="t3c2" data-document="d2" data-start="11" '
        'data-end="14" data-quote="t3q2" aria-label="2: open Second title at the quoted place">'
        "2</button></span></blockquote>"
        '<p class="facts"><span>2 of 5 sources</span> <span title="The fitted probability that '
        'this answer is right">very likely right (93%)</span></p>'
        '<ol class="citations">'
        '<li class="citation"><p class="where"><span><span class="number" id="t3q1">1</span></span>'
        ' <button type="button" class="open-source" dir="auto" data-document="d1" '
        'data-start="19" data-end="22">First title</button> '
        '<button type="button" class="tool copy" data-reference="First title (first.txt, '
        'characters 10–30)" aria-label="Copy this citation">Copy</button></p>'
        '<blockquote class="excerpt" dir="auto">We found <mark>445</mark> graves.</blockquote></li>'
        '<li class="citation"><p class="where"><span><span class="number" id="t3q2">2</span></span>'
        ' <button type="button" class="open-source" dir="auto" data-document="d2" '
        'data-start="11" data-end="14">Second title</button> '
        '<button type="button" class="tool copy" data-reference="Second title (second.txt, '
        'characters 0–15)" aria-label="Copy this citation">Copy</button></p>'
        '<blockquote class="excerpt" dir="auto">There were <mark>445</mark>.</blockquote></li>'
        '</ol><details class="by-source"><summary>Source by source</summary><div class="voices" '
        'aria-live="polite">Reading each source alone</div></details>'
        '<p class="elapsed">Answered in 412 ms</p></section>'
    )


def test_refusal_shows_passages_that_are_no_answers() -> None:
    hit = Hit(Passage(FIRST, 10, 30), 0.5)
    answer = Answer("Why?", "Why?", nearest=(hit,), confidence=0.2, elapsed_ms=1250)
    assert str(answer_markup(answer, 1, 5)) == (
        '<section class="answer" aria-label="Answer 1" '
        'data-announcement="The sources don&#39;t say.">'
        '<p class="lead">The sources don&#39;t say.</p>'
        '<p class="not-answers">The closest passages, to read for yourself. They are not answers.'
        '</p><ol class="passages"><li class="passage"><p class="where"><button type="button" '
        'class="open-source" dir="auto" data-document="d1" data-start="10" data-end="30">'
        "First title</button></p>"
        '<blockquote class="excerpt" dir="auto">We found 445 graves.</blockquote></li></ol>'
        '<p class="elapsed">Answered in 1.2 s</p></section>'
    )


def test_refusal_without_passages_says_only_that() -> None:
    answer = Answer("Why?", "Why?", elapsed_ms=2)
    assert shown(answer_markup(answer, 1, 5)) == "The sources don't say.Answered in 2 ms"


def test_differing_positions_are_cards_and_list_items_share_a_sentence() -> None:
    one, other = Position((cite(FIRST, 19, 22),), 0.8), Position((cite(SECOND, 0, 5, 2),), 0.6)
    differing = answer_markup(Answer("?", "?", positions=(one, other)), 1, 2)
    assert differing.count('<li class="card">') == 2
    items = tuple(
        Position((cite(FIRST, *place, number),), 0.8)
        for number, place in enumerate(((19, 22), (10, 12), (23, 29)), start=1)
    )
    listed = answer_markup(Answer("?", "?", parts=items), 1, 2)
    assert listed.count('<li class="citation">') == 1
    assert "<mark>We</mark> found <mark>445</mark> <mark>graves</mark>." in listed


def test_confidence_of_another_reader_is_shown_without_a_number() -> None:
    position = Position((cite(FIRST, 19, 22),), 0.93, fitted=False)
    shown_answers = (
        Answer("?", "?", positions=(position,)),
        Answer(
            "?", "?", positions=(position, Position((cite(SECOND, 0, 5, 2),), 0.8, None, False))
        ),
        Answer("?", "?", parts=(position,)),
    )
    for answer in shown_answers:
        markup = answer_markup(answer, 1, 5)
        assert "confidence unknown: not fitted for this reader" in shown(markup)
        assert not re.search(r"\d%|likely|probab", markup)
    assert announcement(shown_answers[0], 5) == (
        "The sources say: 445. 1 of 5 sources. confidence unknown: not fitted for this reader."
    )
    voices = voices_markup([Voice(FIRST, position)])
    assert 'aria-label="confidence unknown: open the source' in voices
    assert shown(voices).endswith("First title445 confidence unknown")


def test_announcement_says_the_answer_in_one_breath() -> None:
    one, other = Position((cite(FIRST, 19, 22),), 0.8), Position((cite(SECOND, 0, 5, 2),), 0.6)
    assert announcement(Answer("?", "?", parts=(one, other)), 2) == "The sources say: 445; There."
    assert announcement(Answer("?", "?", positions=(one, other)), 2) == (
        "The sources differ: 445; There."
    )


def test_turn_shows_how_a_follow_up_was_understood() -> None:
    turn = Turn("And there?", Answer("And there?", "How many there?"), sources=5)
    assert (
        '<h2 class="question" dir="auto">And there?</h2><p class="resolved">Understood as: '
        '<q dir="auto">How many there?</q></p>'
    ) in conversation_markup([turn])


def test_waiting_and_failed_turns_say_so() -> None:
    turns = [Turn("One?", failure="It failed."), Turn("Two?")]
    assert shown(conversation_markup(turns)) == "One?It failed.Two?Reading the sources"


@pytest.mark.parametrize("sign", SIGNS)
def test_every_text_shows_as_text(sign: str) -> None:
    text = f"{sign} is the answer."
    document = Document(sign, sign, sign, text, sentences=((0, len(text)),))
    hit = Hit(Passage(document, 0, len(text)), 1.0)
    position = Position((cite(document, 0, len(sign)),), 0.9, attribution=sign)
    plain = Document("id", "t", "s", "x is the answer.", sentences=((0, 16),))
    plain_position = Position((cite(plain, 0, 1),), 0.9, attribution="x")

    def turns(position: Position, hit: Hit, text: str) -> list[Turn]:
        return [
            Turn(text, Answer(text, f"{text}2", positions=(position,)), sources=2),
            Turn(text, Answer(text, text, parts=(position,))),
            Turn(text, Answer(text, text, positions=(position, position))),
            Turn(text, Answer(text, text, nearest=(hit,))),
            Turn(text, failure=text),
        ]

    markup = conversation_markup(turns(position, hit, sign))
    harmless = conversation_markup(turns(plain_position, Hit(Passage(plain, 0, 16), 1.0), "x"))
    assert tags(markup) == tags(harmless)
    assert "\n" not in markup
    assert sign in shown(markup)
    voices, plain_voices = (
        voices_markup([Voice(each.citations[0].document, p) for p in (each, None)])
        for each in (position, plain_position)
    )
    assert tags(voices) == tags(plain_voices)
    assert tags(article(document, (0, 1))) == tags(article(plain, (0, 1)))
    assert tags(matches([document], sign)) == tags(matches([plain], "x"))
    assert tags(source_list(shelf_of(document))) == tags(source_list(shelf_of(plain)))


def shelf_of(*documents: Document) -> Shelf:
    class Sources:
        def __init__(self) -> None:
            self.documents = documents

        def ask(
            self, question: str, history: Sequence[str] = (), *, as_typed: bool = False
        ) -> Answer:
            return Answer(question, question)

    return Shelf(Sources(), Limits())


def tags(markup: str) -> list[str]:
    """Names of the elements in markup, in order, however many attributes they have."""
    return re.findall(r"</?[a-zA-Z][a-z0-9]*", markup)


def test_one_line_keeps_breaks_and_tabs_as_references() -> None:
    assert one_line(quoted(Document("d", "t", "s", "a\tb\r\nc"), (0, 6), [])) == (
        "a&#9;b&#13;&#10;c"
    )


def test_copies_of_one_text_are_told_from_independent_sources() -> None:
    text = seed_documents()[2].text
    start = 400
    copies = [Document(f"c{n}", "A dispatch", f"{n}.txt", text) for n in range(2)]
    cited = [cite(each, start, start + 3, n) for n, each in enumerate(copies, start=1)]
    other = cite(SECOND, 11, 14, 3)
    assert [
        agreement(Position(tuple(each), 0.9), 5) for each in (cited[:1], cited, [*cited, other])
    ] == [
        "1 of 5 sources",
        "2 of 5 sources, 1 independent",
        "3 of 5 sources, 2 independent",
    ]


def test_elapsed_reads_in_its_unit() -> None:
    assert [elapsed(ms) for ms in (0.4, 412.3, 999.4, 1000, 12_345)] == [
        "0 ms", "412 ms", "999 ms", "1.0 s", "12.3 s",
    ]  # fmt: skip


@pytest.mark.parametrize("text", [None, 3, ["a"], {"a": 1}, "", " \n\t", "\x00\x1b", "a" * 1001])
def test_question_that_is_none_is_said_in_a_sentence(text: object) -> None:
    with pytest.raises(ValueError, match=r"^[A-Z].*\.$"):
        clean_question(text)


def test_question_loses_control_characters_only() -> None:
    assert clean_question(" How\x00 many\r\n<b>graves</b>? \ud800") == "How many <b>graves</b>?"


def test_history_is_checked_and_kept_short() -> None:
    assert clean_history(None) == []
    assert clean_history([f"q{n}" for n in range(12)]) == [f"q{n}" for n in range(2, 12)]
    with pytest.raises(ValueError, match="list"):
        clean_history("not a list")


def test_only_answered_questions_are_history() -> None:
    turns = [Turn("a", Answer("a", "a")), Turn("b", failure="f"), Turn("c")]
    assert asked(turns) == ["a"]


def test_examples_belong_to_the_bundled_articles() -> None:
    assert examples_for(seed_documents()) == IZIUM_QUESTIONS
    assert examples_for([*seed_documents(), hostile_document()]) == ()
    assert examples_for([]) == ()
