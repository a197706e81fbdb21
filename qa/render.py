"""An Answer as JSON and as plain text; decides nothing."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from embeddings.passages import Hit
from qa.answers import Answer, Citation, Position, Silence
from qa.confidence import in_words

if TYPE_CHECKING:
    from qa.voices import Voice

SAYS = "The sources say:"
DIFFER = "The sources differ:"
SILENT = "The sources don't say."
UNKNOWN = "confidence unknown"


def answer_json(answer: Answer) -> dict[str, Any]:
    """The answer in the JSON shape that `sourcesay ask --json` prints."""
    return {
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "abstained": answer.abstained,
        "text": answer.text,
        "confidence": answer.confidence,
        "stance": answer.stance,
        "positions": [_position_json(position) for position in answer.positions],
        "parts": [_position_json(part) for part in answer.parts],
        "nearest": [_nearest_json(hit) for hit in answer.nearest],
        "elapsed_ms": answer.elapsed_ms,
    }


def answer_text(answer: Answer) -> str:
    """The answer for a terminal, and at its end as what the question was understood."""
    lines = _answer_lines(answer)
    if answer.resolved:
        lines.append(f"Understood as: {answer.standalone_question}")
    return "\n".join(lines)


def _answer_lines(answer: Answer) -> list[str]:
    if answer.abstained:
        lines = [SILENT]
        if answer.silence:
            lines.append(silence_text(answer.silence))
            lines += [f"  {choice}" for choice in answer.silence.choices]
        if answer.nearest:
            lines.append("The nearest passages, which do not answer the question:")
        for hit in answer.nearest:
            document = hit.passage.document
            lines += [f"  {document.title} ({document.source})", _quote(hit.passage.text)]
        return lines
    lines = [DIFFER if answer.stance == "differ" else SAYS]
    for position in answer.parts or answer.positions:
        numbers = "".join(f"[{citation.number}]" for citation in position.citations)
        lines.append(f"“{position.text}” {numbers}")
        if position.attribution:
            lines.append(f"  stated by {position.attribution}")
        for citation in position.citations:
            document = citation.document
            place = document.source
            if citation.page is not None:
                place += f", page {citation.page}"
            lines += [f"  [{citation.number}] {document.title} ({place})"]
            lines += [_quote(citation.excerpt)]
        lines.append(f"  {likelihood(position)}")
    return lines


def voices_text(voices: Sequence[Voice]) -> str:
    """What each source says alone, a line each, for a terminal."""
    lines = ["Each source alone:"]
    for voice in voices:
        document, position = voice.document, voice.position
        said = f"“{position.text}” ({percentage(position)})" if position else "does not say"
        lines.append(f"  {document.title} ({document.source}): {said}")
    return "\n".join(lines)


def likelihood(position: Position) -> str:
    """How likely the answer is right, in words and as a number."""
    if not position.fitted:
        return f"{UNKNOWN}: not fitted for this reader"
    return f"{in_words(position.confidence)} ({percentage(position)})"


def percentage(position: Position) -> str:
    """The confidence as ``93%``; no number where it is no probability."""
    return f"{position.confidence:.0%}" if position.fitted else UNKNOWN


def silence_text(silence: Silence) -> str:
    """The reason for silence in words; the choices of an unclear question are not listed."""
    words = ", ".join(f"“{word}”" for word in silence.words)
    match silence.reason:
        case "no question":
            return "They can be asked what they state: facts, not opinions or instructions."
        case "unclear" if silence.choices:
            return "The question can mean several things. Which one is asked?"
        case "unclear":
            return f"The question leaves open who is meant by {words}. Ask again with the name."
        case "untouched":
            reason = "No passage is about this."
        case "unsaid":
            reason = "There are passages about this, but none that states it."
    return f"{reason} No source has {words}." if words else reason


def _quote(text: str) -> str:
    return textwrap.fill(
        " ".join(text.split()), 96, initial_indent="      ", subsequent_indent="      "
    )


def _position_json(position: Position) -> dict[str, Any]:
    return {
        "text": position.text,
        "confidence": position.confidence,
        "attribution": position.attribution,
        "citations": [_citation_json(citation) for citation in position.citations],
    }


def _citation_json(citation: Citation) -> dict[str, Any]:
    return {
        "file": citation.document.source,
        "title": citation.document.title,
        "page": citation.page,
        "text": citation.span.text,
        "start": citation.span.start,
        "end": citation.span.end,
        "excerpt": citation.excerpt,
        "excerpt_start": citation.excerpt_start,
    }


def _nearest_json(hit: Hit) -> dict[str, Any]:
    return {
        "file": hit.passage.document.source,
        "excerpt": hit.passage.text,
        "excerpt_start": hit.passage.start,
    }
