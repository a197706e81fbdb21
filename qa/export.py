"""A conversation to take away, as Markdown, as a page of HTML or as JSON, with every citation.

Each excerpt is given with its source and its place there, in characters of the source's text. In
JSON it is verbatim; Markdown and HTML show it as text, whatever signs it holds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup

from embeddings.passages import Document
from qa.answers import Answer, Position
from qa.render import DIFFER, SAYS, SILENT, answer_json, likelihood, silence_text

NEAREST = "The closest passages, which do not answer the question:"


class Export(NamedTuple):
    """A file to save: its ending, its media type and its text."""

    ending: str
    media_type: str
    text: str


def export(answers: Sequence[Answer], form: str) -> Export:
    """The answers as ``form``: markdown, html or json; ValueError for any other."""
    if form not in FORMS:
        raise ValueError(f"no export as {form!r}; choose one of {', '.join(FORMS)}")
    ending, media_type, write = FORMS[form]
    return Export(ending, media_type, write(answers, datetime.now().astimezone()))


def reference(document: Document, start: int, end: int) -> str:
    """Where a quotation stands: title, file, page, characters (from 0, the end not included)."""
    page = document.page(start)
    paged = f"page {page}, " if page is not None else ""
    return f"{document.title} ({document.source}, {paged}characters {start}–{end})"


def lead(answer: Answer) -> str:
    """What is said of the answer as a whole."""
    if answer.abstained:
        return SILENT
    return DIFFER if answer.stance == "differ" else SAYS


def as_json(answers: Sequence[Answer], when: datetime) -> str:
    """The answers as `sourcesay ask --json` gives them, with the time of the export."""
    exported = {
        "exported": when.isoformat(timespec="seconds"),
        "answers": [answer_json(answer) for answer in answers],
    }
    return json.dumps(exported, ensure_ascii=False, indent=2)


def as_markdown(answers: Sequence[Answer], when: datetime) -> str:
    """The answers as CommonMark in which no sign of a source is read as markup."""
    lines = ["# Questions to the sources", "", f"Exported from Sourcesay, {_date(when)}."]
    for answer in answers:
        lines += ["", f"## {literal(answer.question)}"]
        if answer.resolved:
            lines += ["", f"Understood as: {literal(answer.standalone_question)}"]
        lines += ["", f"**{lead(answer)}**"]
        if answer.silence:
            lines += ["", literal(silence_text(answer.silence))]
        for position in answer.parts or answer.positions:
            lines += ["", f"“{literal(position.text)}”", "", literal(_facts(position))]
            for citation in position.citations:
                start = citation.excerpt_start
                where = reference(citation.document, start, start + len(citation.excerpt))
                lines += ["", _quote(citation.excerpt), ">", f"> — {literal(where)}"]
        if answer.nearest:
            lines += ["", NEAREST]
        for hit in answer.nearest:
            passage = hit.passage
            where = reference(passage.document, passage.start, passage.end)
            lines += ["", _quote(passage.text), ">", f"> — {literal(where)}"]
    return "\n".join(lines) + "\n"


def as_html(answers: Sequence[Answer], when: datetime) -> str:
    """The answers as a page that needs nothing else and runs nothing."""
    return str(
        Markup(
            '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
            '<meta http-equiv="Content-Security-Policy" '
            "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            "<title>Questions to the sources</title><style>{}</style></head>\n"
            "<body><h1>Questions to the sources</h1><p>Exported from Sourcesay, {}.</p>\n"
            "{}</body></html>\n"
        ).format(STYLE, _date(when), Markup("\n").join(_section(answer) for answer in answers))
    )


def _section(answer: Answer) -> Markup:
    resolved = Markup("")
    if answer.resolved:
        resolved = Markup("<p>Understood as: {}</p>").format(answer.standalone_question)
    positions = Markup("").join(
        Markup("<p class=answer>{}</p><p>{}</p>{}").format(
            position.text,
            _facts(position),
            Markup("").join(
                _cited(c.document, c.excerpt_start, c.excerpt, (c.span.start, c.span.end))
                for c in position.citations
            ),
        )
        for position in answer.parts or answer.positions
    )
    nearest = Markup("").join(
        _cited(hit.passage.document, hit.passage.start, hit.passage.text) for hit in answer.nearest
    )
    if nearest:
        nearest = Markup("<p>{}</p>{}").format(NEAREST, nearest)
    reason = Markup("")
    if answer.silence:
        reason = Markup("<p>{}</p>").format(silence_text(answer.silence))
    return Markup("<section><h2>{}</h2>{}<p><b>{}</b></p>{}{}{}</section>").format(
        answer.question, resolved, lead(answer), reason, positions, nearest
    )


def _cited(
    document: Document, start: int, text: str, marked: tuple[int, int] | None = None
) -> Markup:
    first, last = (marked[0] - start, marked[1] - start) if marked else (0, 0)
    return Markup(
        "<figure><blockquote>{}<mark>{}</mark>{}</blockquote><figcaption>{}</figcaption></figure>"
        if marked
        else "<figure><blockquote>{}{}{}</blockquote><figcaption>{}</figcaption></figure>"
    ).format(
        text[:first], text[first:last], text[last:], reference(document, start, start + len(text))
    )


def _facts(position: Position) -> str:
    stated = f"Stated by {position.attribution}. " if position.attribution else ""
    said = likelihood(position)
    return f"{stated}{said[:1].upper()}{said[1:]}."


def _date(when: datetime) -> str:
    return f"{when.day} {when:%B %Y, %H:%M}"


def _quote(text: str) -> str:
    return "\n".join(f"> {literal(line.strip())}".rstrip() for line in text.splitlines())


def literal(text: str) -> str:
    """Text on one line that CommonMark shows as it is."""
    line = " ".join(text.split())
    line = re.sub(r"([\\`*_{}\[\]<>#|~$&!=^])", r"\\\1", line)
    return re.sub(r"^(\d*)([-+.)])", r"\1\\\2", line)


STYLE = (
    "body{font:1.05rem/1.6 Georgia,serif;max-width:42rem;margin:2rem auto;padding:0 1rem;"
    "color:#1d1f21;background:#fff}h1{font-size:1.4rem}h2{font-size:1.15rem;margin-top:2.5rem}"
    "figure{margin:1rem 0;padding-left:1rem;border-left:3px solid #dcd8cf}blockquote{margin:0;"
    "white-space:pre-wrap;overflow-wrap:anywhere}figcaption{color:#595e64;font-size:.9rem;"
    "overflow-wrap:anywhere}.answer{font-size:1.4rem;margin-bottom:0}mark{background:#ffe08a}"
)

FORMS: dict[str, tuple[str, str, Callable[[Sequence[Answer], datetime], str]]] = {
    "markdown": ("md", "text/markdown", as_markdown),
    "html": ("html", "text/html", as_html),
    "json": ("json", "application/json", as_json),
}
