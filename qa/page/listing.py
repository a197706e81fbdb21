"""The list of sources as escaped markup: choose, read, search, bring and remove."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup

from embeddings.formats.registry import FORMATS
from embeddings.passages import Document
from qa.page.shelf import Shelf
from qa.page.sources import about, count, words

LISTED = 300
"""Sources shown in the list; others are found by searching."""

MOST_MATCHES = 100
MATCHES_EACH = 5
AROUND = 60
"""Characters shown before and after a match."""


def source_list(shelf: Shelf) -> Markup:
    """All sources of a session, each to choose for the questions and to open."""
    documents = shelf.documents
    own = {document.id for document in shelf.own}
    asked = sum(document.id not in shelf.left_out for document in documents)
    items = Markup("").join(
        _item(document, document.id not in shelf.left_out, document.id in own)
        for document in documents[:LISTED]
    )
    more = Markup("")
    if len(documents) > LISTED:
        more = Markup('<p class="about">{} more: search to find them.</p>').format(
            f"{len(documents) - LISTED:,}"
        )
    return Markup(
        '<div id="source-list" data-shelf="{}"><h2>Sources</h2>'
        '<p class="about"><span>{}, {}</span> <span id="asked">{}</span> '
        '<span class="choices"><button type="button" class="plain" data-choose="all">Ask all'
        '</button> <button type="button" class="plain" data-choose="none">Ask none</button>'
        "</span></p>{}"
        '<form class="find" role="search"><input type="search" id="search" autocomplete="off" '
        'maxlength="100" placeholder="Search all sources" aria-label="Search all sources"></form>'
        '<div id="matches"></div><ol>{}</ol>{}</div>'
    ).format(
        shelf.key,
        count(len(documents), "source"),
        count(sum(words(document) for document in documents), "word"),
        asked_of(asked, len(documents)),
        _bring(shelf) if shelf.limits else "",
        items,
        more,
    )


def asked_of(asked: int, all_sources: int) -> str:
    """How many of the sources questions are asked of."""
    if asked == all_sources:
        return "Questions go to all of them."
    return f"Questions go to {asked:,} of them."


def matches(documents: Sequence[Document], text: str) -> Markup:
    """Where ``text`` stands in the documents, each place with its surroundings."""
    pattern = re.compile(re.escape(text), re.IGNORECASE)
    found = Markup("")
    shown = total = holding = 0
    for document in documents:
        places = list(pattern.finditer(document.text))
        named = pattern.search(f"{document.title} {document.source}") is not None
        total += len(places)
        holding += bool(places)
        if (places or named) and shown < MOST_MATCHES:
            lines = Markup("").join(_match(document, *m.span()) for m in places[:MATCHES_EACH])
            shown += max(1, len(places[:MATCHES_EACH]))
            found += Markup(
                '<li><button type="button" class="open-source" dir="auto" data-document="{}">{}'
                '</button> <span class="about">{}</span><ul>{}</ul></li>'
            ).format(document.id, document.title, count(len(places), "place"), lines)
    if not found:
        return Markup('<p class="about">No source has these words.</p>')
    summary = f"{count(total, 'place')} in {count(holding, 'source')}"
    return Markup('<p class="about">{}</p><ol>{}</ol>').format(summary, found)


def _item(document: Document, chosen: bool, own: bool) -> Markup:
    badge = Markup("")
    if own:
        badge = Markup(
            '<span class="own">Your file</span> <button type="button" class="plain" '
            'data-remove="{}" aria-label="Remove {}">Remove</button>'
        ).format(document.id, document.source)
    return Markup(
        '<li class="source"><input type="checkbox" class="choose" data-choice="{id}"{checked} '
        'aria-label="Ask {title}"><div><button type="button" class="open-source" dir="auto" '
        'data-document="{id}">{title}</button><span class="about">{about} {badge}</span></div></li>'
    ).format(
        id=document.id,
        checked=Markup(" checked" if chosen else ""),
        title=document.title,
        about=about(document),
        badge=badge,
    )


def _match(document: Document, start: int, end: int) -> Markup:
    text = document.text
    first, last = max(0, start - AROUND), min(len(text), end + AROUND)
    return Markup(
        '<li><button type="button" class="match" dir="auto" data-document="{}" data-start="{}" '
        'data-end="{}">{}{}<mark>{}</mark>{}{}</button></li>'
    ).format(
        document.id,
        start,
        end,
        "…" if first else "",
        text[first:start],
        text[start:end],
        text[end:last],
        "…" if last < len(text) else "",
    )


def _bring(shelf: Shelf) -> Markup:
    limits = shelf.limits
    return Markup(
        '<div id="bring"><label class="add"><input type="file" id="files" multiple accept="{}" '
        'class="unseen" aria-describedby="limits">Add your own files</label>'
        '<p class="about" id="limits">Or drop them here: {} They are read by this session only, '
        "and deleted with it.</p>"
        '<ul id="uploads"></ul></div>'
    ).format(",".join(FORMATS), limits.said if limits else "")
