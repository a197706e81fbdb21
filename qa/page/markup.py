"""An answer and a conversation as markup in which every text is escaped.

``Markup.format`` escapes whatever is not markup already, so a text from a source, a title, a
file name or a question cannot become markup by being forgotten.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from embeddings.passages import Hit
from qa.answers import Answer, Position
from qa.confidence import in_words
from qa.page.citations import chips, citation_list
from qa.page.conversation import Turn
from qa.page.sources import count
from qa.render import DIFFER, SAYS, SILENT

LONG = 140
"""Characters from which an answer is set in smaller type."""


def conversation_markup(turns: Sequence[Turn], sources: int) -> str:
    """The turns, oldest first, on one line so that a Markdown reader takes it as it is."""
    items = Markup("").join(
        _turn(turn, number, sources) for number, turn in enumerate(turns, start=1)
    )
    return one_line(Markup('<div id="turns">{}</div>').format(items))


def one_line(markup: Markup) -> str:
    """The same markup without line breaks and tabs: text keeps its own as references."""
    text = str(markup)  # Markup.replace would escape the references
    return text.replace("\t", "&#9;").replace("\n", "&#10;").replace("\r", "&#13;")


def notice_markup(text: str) -> str:
    """A message about the question that was not asked."""
    return one_line(Markup('<p class="notice" data-announcement="{0}">{0}</p>').format(text))


def answer_markup(answer: Answer, turn: int, sources: int) -> Markup:
    """What the sources say, with every citation; or that they do not say."""
    if answer.abstained:
        body = _refusal(answer)
    elif answer.parts:
        body = _list(answer, turn, sources)
    elif answer.stance == "differ":
        body = _differing(answer, turn, sources)
    else:
        body = _lead(SAYS) + _position(answer.positions[0], turn, sources)
    return Markup(
        '<section class="answer" aria-label="Answer" data-announcement="{}">{}'
        '<p class="elapsed">Answered in {}</p></section>'
    ).format(announcement(answer, sources), body, elapsed(answer.elapsed_ms))


def announcement(answer: Answer, sources: int) -> str:
    """The answer in one breath, for a screen reader."""
    if answer.abstained:
        return SILENT
    if answer.parts:
        return f"{SAYS} {'; '.join(part.text for part in answer.parts)}."
    if answer.stance == "differ":
        return f"{DIFFER} {'; '.join(position.text for position in answer.positions)}."
    best = answer.positions[0]
    return f"{SAYS} {best.text}. {agreement(best, sources)}. {confidence(best)}."


def agreement(position: Position, sources: int) -> str:
    """``2 of 5 sources``."""
    return f"{len(position.documents)} of {count(sources, 'source')}"


def confidence(position: Position) -> str:
    """How likely the answer is right, in words and as a number."""
    return f"{in_words(position.confidence)} ({position.confidence:.0%})"


def elapsed(milliseconds: float) -> str:
    """``340 ms`` or ``1.2 s``."""
    if milliseconds < 1000:
        return f"{milliseconds:.0f} ms"
    return f"{milliseconds / 1000:.1f} s"


def _turn(turn: Turn, number: int, sources: int) -> Markup:
    if turn.answer is not None:
        result = answer_markup(turn.answer, number, sources)
    elif turn.failure is not None:
        result = Markup('<p class="notice" data-announcement="{0}">{0}</p>').format(turn.failure)
    else:
        result = Markup('<p class="waiting">Reading the sources</p>')
    resolved = Markup("")
    if turn.resolved and turn.answer is not None:
        resolved = Markup('<p class="resolved">Understood as: <q dir="auto">{}</q></p>').format(
            turn.answer.standalone_question
        )
    return Markup(
        '<article class="turn{}" aria-label="Question {}">'
        '<h2 class="question" dir="auto">{}</h2>{}{}</article>'
    ).format(" pending" if turn.waiting else "", number, turn.question, resolved, result)


def _lead(text: str) -> Markup:
    return Markup('<p class="lead">{}</p>').format(text)


def _position(position: Position, turn: int, sources: int) -> Markup:
    return (
        Markup(
            '<blockquote class="{}" dir="auto"><span class="words">{}</span>{}</blockquote>'
        ).format(
            "say long" if len(position.text) > LONG else "say",
            position.text,
            chips(position.citations, turn),
        )
        + _attribution(position)
        + _facts(position, sources)
        + citation_list(position.citations, turn)
    )


def _differing(answer: Answer, turn: int, sources: int) -> Markup:
    cards = Markup("").join(
        Markup('<li class="card">{}</li>').format(_position(position, turn, sources))
        for position in answer.positions
    )
    return _lead(DIFFER) + Markup('<ol class="cards">{}</ol>').format(cards)


def _list(answer: Answer, turn: int, sources: int) -> Markup:
    items = Markup("").join(
        Markup(
            '<li><blockquote class="item" dir="auto"><span class="words">{}</span>{}</blockquote>'
            "{}{}</li>"
        ).format(
            part.text,
            chips(part.citations, turn),
            _attribution(part),
            _facts(part, sources),
        )
        for part in answer.parts
    )
    cited = [citation for part in answer.parts for citation in part.citations]
    return (
        _lead(SAYS) + Markup('<ul class="items">{}</ul>').format(items) + citation_list(cited, turn)
    )


def _refusal(answer: Answer) -> Markup:
    if not answer.nearest:
        return _lead(SILENT)
    passages = Markup("").join(_passage(hit) for hit in answer.nearest)
    return _lead(SILENT) + Markup(
        '<p class="not-answers">The closest passages, to read for yourself. '
        'They are not answers.</p><ol class="passages">{}</ol>'
    ).format(passages)


def _passage(hit: Hit) -> Markup:
    passage = hit.passage
    return Markup(
        '<li class="passage"><p class="where"><button type="button" class="open-source" dir="auto" '
        'data-document="{}" data-start="{}" data-end="{}">{}</button></p>'
        '<blockquote class="excerpt" dir="auto">{}</blockquote></li>'
    ).format(passage.document.id, passage.start, passage.end, passage.document.title, passage.text)


def _attribution(position: Position) -> Markup:
    if position.attribution is None:
        return Markup("")
    return Markup('<p class="attribution">Stated by <q dir="auto">{}</q></p>').format(
        position.attribution
    )


def _facts(position: Position, sources: int) -> Markup:
    return Markup('<p class="facts"><span>{}</span> <span>{}</span></p>').format(
        agreement(position, sources), confidence(position)
    )
