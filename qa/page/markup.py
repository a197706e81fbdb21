"""A conversation as markup in which every text is escaped.

``Markup.format`` escapes whatever is not markup already, so a text from a source, a title, a
file name or a question cannot become markup by being forgotten.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from qa.page.answer import answer_markup
from qa.page.conversation import Turn

JUDGED = "Kept on the computer that serves this page."


def conversation_markup(turns: Sequence[Turn]) -> str:
    """The turns, oldest first, on one line so that a Markdown reader takes it as it is."""
    items = Markup("").join(_turn(turn, number) for number, turn in enumerate(turns, start=1))
    return one_line(Markup('<div id="turns">{}</div>').format(items))


def one_line(markup: Markup) -> str:
    """The same markup without line breaks and tabs: text keeps its own as references."""
    text = str(markup)  # Markup.replace would escape the references
    return text.replace("\t", "&#9;").replace("\n", "&#10;").replace("\r", "&#13;")


def notice_markup(text: str) -> str:
    """A message about the question that was not asked."""
    return one_line(Markup('<p class="notice" data-announcement="{0}">{0}</p>').format(text))


def _turn(turn: Turn, number: int) -> Markup:
    resolved = tools = Markup("")
    if turn.answer is not None:
        result = answer_markup(turn.answer, number, turn.sources)
        tools = _tools(turn)
    elif turn.failure is not None:
        result = Markup('<p class="notice" data-announcement="{0}">{0}</p>').format(turn.failure)
    else:
        result = Markup('<p class="waiting">Reading the sources</p>')
    if turn.resolved and turn.answer is not None:
        resolved = Markup('<p class="resolved">Understood as: <q dir="auto">{}</q></p>').format(
            turn.answer.standalone_question
        )
    return Markup(
        '<article class="turn{}" aria-label="Question {}" data-turn="{}">'
        '<h2 class="question" dir="auto">{}</h2>{}{}{}</article>'
    ).format(
        " pending" if turn.waiting else "",
        number,
        turn.name,
        turn.question,
        resolved,
        result,
        tools,
    )


def _tools(turn: Turn) -> Markup:
    """What can be done with an answer: say whether it is right, link to its question."""
    if turn.answer is None:
        return Markup("")
    verdicts = (
        {"right": "Right", "wrong": "Wrong: they do say"}
        if turn.answer.abstained
        else {
            "right": "Right",
            "wrong": "Wrong",
            "wrong evidence": "Wrong evidence",
            "should have refused": "Should have refused",
        }
    )
    buttons = Markup(" ").join(
        Markup('<button type="button" class="tool" data-verdict="{}"{}>{}</button>').format(
            verdict, _pressed(verdict == turn.verdict) if turn.verdict else "", label
        )
        for verdict, label in verdicts.items()
    )
    return Markup(
        '<div class="tools"><div class="verdicts" role="group" aria-label="Is this right?">'
        '<span>Is this right?</span> {}<span class="judged" role="status">{}</span></div>'
        '<button type="button" class="tool" data-link="{}" '
        'aria-label="Copy link to this question">Copy link</button></div>'
    ).format(buttons, JUDGED if turn.verdict else "", turn.answer.standalone_question)


def _pressed(pressed: bool) -> Markup:
    return Markup(' aria-pressed="true"' if pressed else ' aria-pressed="false"')
