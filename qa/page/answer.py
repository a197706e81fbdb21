"""One answer as escaped markup: what the sources say, agree on, differ in, or do not say."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from embeddings.passages import Hit
from qa.answers import Answer, Position
from qa.page.caution import CAUTION, describes_violence
from qa.page.citations import chips, citation_list
from qa.page.sources import count
from qa.render import DIFFER, SAYS, SILENT, likelihood, percentage, silence_text
from qa.voices import Voice

LONG = 140
"""Characters from which an answer is set in smaller type."""

NOT_SAID = "does not say"

PROBABILITY = "The fitted probability that this answer is right"
NO_PROBABILITY = "How often answers of this model are right has not been measured"


def answer_markup(answer: Answer, turn: int, sources: int) -> Markup:
    """What the sources say, with every citation, of so many sources; or that they do not say."""
    if answer.abstained:
        body = _refusal(answer)
    elif answer.parts:
        body = _list(answer, turn, sources)
    elif answer.stance == "differ":
        body = _differing(answer, turn, sources)
    else:
        body = _lead(SAYS) + _position(answer.positions[0], turn, sources)
    return Markup(
        '<section class="answer" aria-label="Answer {}" data-announcement="{}">{}{}{}'
        '<p class="elapsed">Answered in {}</p></section>'
    ).format(
        turn,
        announcement(answer, sources),
        _caution(answer),
        body,
        by_source(answer, sources),
        elapsed(answer.elapsed_ms),
    )


def by_source(answer: Answer, sources: int) -> Markup:
    """Where the answers of each source alone will stand; asked for when it is unfolded."""
    if answer.abstained or sources < 2:
        return Markup("")
    return Markup(
        '<details class="by-source"><summary>Source by source</summary>'
        '<div class="voices" aria-live="polite">Reading each source alone</div></details>'
    )


def voices_markup(voices: Sequence[Voice]) -> Markup:
    """The answer of each source alone, or that it does not say, as a table."""
    rows = Markup("").join(
        Markup('<tr><th scope="row" dir="auto">{}</th><td dir="auto">{}</td></tr>').format(
            voice.document.title, _voice(voice.position)
        )
        for voice in voices
    )
    return Markup(
        '<table><thead><tr><th scope="col">Source</th><th scope="col">What it says alone</th></tr>'
        "</thead><tbody>{}</tbody></table>"
    ).format(rows)


def _voice(position: Position | None) -> Markup:
    if position is None:
        return Markup(NOT_SAID)
    span = position.citations[0].span
    return Markup(
        '<q>{}</q> <button type="button" class="open-source" data-document="{}" data-start="{}" '
        'data-end="{}" aria-label="{}: open the source at this place">{}</button>'
    ).format(
        span.text,
        span.document.id,
        span.start,
        span.end,
        percentage(position),
        percentage(position),
    )


def _caution(answer: Answer) -> Markup:
    """A notice before passages that describe violence."""
    texts = [c.excerpt for p in (*answer.positions, *answer.parts) for c in p.citations]
    texts += [hit.passage.text for hit in answer.nearest]
    if not any(map(describes_violence, texts)):
        return Markup("")
    return Markup('<p class="caution">{}</p>').format(CAUTION)


def announcement(answer: Answer, sources: int) -> str:
    """The answer in one breath, for a screen reader."""
    if answer.abstained:
        return f"{SILENT} {silence_text(answer.silence)}" if answer.silence else SILENT
    if answer.parts:
        return f"{SAYS} {'; '.join(part.text for part in answer.parts)}."
    if answer.stance == "differ":
        return f"{DIFFER} {'; '.join(position.text for position in answer.positions)}."
    best = answer.positions[0]
    return f"{SAYS} {best.text}. {agreement(best, sources)}. {likelihood(best)}."


def agreement(position: Position, sources: int) -> str:
    """``2 of 5 sources``, and how many of them are independent where copies are among them."""
    cited = len(position.documents)
    told = f"{cited} of {count(sources, 'source')}"
    return told if position.voices >= cited else f"{told}, {position.voices} independent"


def elapsed(milliseconds: float) -> str:
    """``340 ms`` or ``1.2 s``."""
    if milliseconds < 1000:
        return f"{milliseconds:.0f} ms"
    return f"{milliseconds / 1000:.1f} s"


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
    lead = _lead(SILENT) + _reason(answer)
    if not answer.nearest:
        return lead
    passages = Markup("").join(_passage(hit) for hit in answer.nearest)
    return lead + Markup(
        '<p class="not-answers">The closest passages, to read for yourself. '
        'They are not answers.</p><ol class="passages">{}</ol>'
    ).format(passages)


def _reason(answer: Answer) -> Markup:
    """Why there is no answer; the readings of an unclear question, each to ask."""
    if answer.silence is None:
        return Markup("")
    choices = Markup("").join(
        Markup(
            '<li><button type="button" class="open-source" data-ask="{0}">{0}</button></li>'
        ).format(choice)
        for choice in answer.silence.choices
    )
    listed = Markup('<ul class="choices-of">{}</ul>').format(choices) if choices else Markup("")
    return Markup('<p class="reason">{}</p>').format(silence_text(answer.silence)) + listed


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
    return Markup('<p class="facts"><span>{}</span> <span title="{}">{}</span></p>').format(
        agreement(position, sources),
        PROBABILITY if position.fitted else NO_PROBABILITY,
        likelihood(position),
    )
