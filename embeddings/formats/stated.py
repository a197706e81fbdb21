"""Author, date, publisher and address that a text states in front of itself; never guessed."""

from __future__ import annotations

import re

from embeddings.boilerplate import leading_stamp
from embeddings.formats.dates import stated_date
from embeddings.passages import Metadata

_LINE = re.compile(
    r"^[ \t]*(?P<key>[A-Za-z_. -]{2,30}?)[ \t]*[:=][ \t]*(?P<value>\S.*?)[ \t\r]*$", re.M
)
_LIST = re.compile(
    r"^[ \t]*(?P<key>authors?)[ \t]*:[ \t\r]*\n(?P<items>(?:[ \t]*-[ \t]+\S.*\n?)+)", re.M | re.I
)
_STAMP = re.compile(r"(?:date|published(?: on)?)[ \t]*[:=]?[ \t]*(\d{4}-\d\d?-\d\d?)", re.I)
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+")
_KEYS = {
    "author": ("author", "authors", "by", "byline", "creator"),
    "date": ("date", "published", "published on", "datepublished", "pubdate", "publication date"),
    "publisher": ("publisher", "publication", "site", "sitename", "site_name", "source"),
    "address": ("url", "link", "permalink", "canonical", "source_url", "address", "source"),
}
_DATELINE = re.compile(
    r"\s*(?P<place>[A-Z][A-Z’'. -]{2,40}(?:,[ ]?[A-Z][A-Za-z’'. -]{2,30}){0,2}),[ ]"
    r"(?P<date>(?:\d{1,2} )?[A-Z][a-z]{2,8}\.?(?: \d{1,2})?(?:, |[ ])[12]\d{3})[ ]?"
    r"(?:\((?P<publisher>[^()\n]{2,40})\)[ ]?)?[–—-]"
)


def stated(text: str) -> Metadata:
    """What front matter, header lines, a date stamp or a dateline state."""
    stamp = leading_stamp(text)
    head = text[slice(*stamp)] if stamp else ""
    found = {match["key"].lower(): _value(match["value"]) for match in _LINE.finditer(head)}
    for match in _LIST.finditer(head):
        names = [line.strip(" \t\r-\"'") for line in match["items"].splitlines()]
        found["authors"] = ", ".join(names)
    day = _first(found, "date") or next(iter(_STAMP.findall(head)), None)
    address = _ADDRESS.fullmatch(_first(found, "address") or "") or _ADDRESS.search(head)
    publisher = _first(found, "publisher")
    dateline = _DATELINE.match(text, stamp[1] if stamp else 0)
    if dateline:
        day, publisher = day or dateline["date"], publisher or dateline["publisher"]
    return Metadata(
        author=_first(found, "author"),
        date=stated_date(day),
        publisher=None if publisher and _ADDRESS.match(publisher) else publisher,
        address=address[0] if address else None,
    )


def _value(text: str) -> str:
    """A value without the marks of front matter around it."""
    if text[0] in "\"'" and text[-1] == text[0]:
        return text[1:-1].strip()
    if text.startswith("[") and text.endswith("]"):
        return ", ".join(item.strip(" \"'") for item in text[1:-1].split(",") if item.strip())
    return text


def _first(found: dict[str, str], what: str) -> str | None:
    return next((found[key] for key in _KEYS[what] if found.get(key)), None)
