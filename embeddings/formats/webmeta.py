"""Title, author, date, publisher and address as the head of a web page states them.

Read from schema.org's JSON-LD, Open Graph, Dublin Core and the citation tags of scholarly pages,
in this order; nothing is taken from the running text or from the look of an address.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from embeddings.formats.dates import stated_date
from embeddings.passages import Metadata

_ARTICLE = ("article", "posting", "report", "webpage")  # ends of schema.org's types, lower-cased
_TAGS = {
    "title": ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title"),
    "author": ("author", "article:author", "dc.creator", "dcterms.creator", "citation_author"),
    "date": (
        "article:published_time",
        "datepublished",
        "dc.date",
        "dcterms.date",
        "dcterms.created",
        "citation_publication_date",
        "citation_date",
        "pubdate",
        "publishdate",
        "date",
    ),
    "publisher": ("og:site_name", "dc.publisher", "dcterms.publisher", "citation_publisher"),
    "address": ("og:url", "citation_public_url"),
}


def page_metadata(tree: Any) -> tuple[str | None, Metadata]:
    """The title and the metadata of a page's lxml tree."""
    tags = _meta_tags(tree)
    data = next(_articles(tree), {})
    headings = tree.xpath("//h1")
    title = (
        _text(data.get("headline"))
        or _tagged(tags, "title")
        or (_text(headings[0].text_content()) if len(headings) == 1 else None)
        or _text(tree.findtext(".//title"))
    )
    author = _names(data.get("author")) or _tagged(tags, "author")
    date = stated_date(data.get("datePublished")) or stated_date(_tagged(tags, "date"))
    publisher = _names(data.get("publisher")) or _tagged(tags, "publisher")
    canonical = tree.xpath("//link[@rel='canonical']/@href")
    addresses = (*canonical, _tagged(tags, "address"), data.get("url"))
    address = next((a for a in addresses if isinstance(a, str) and a.startswith("http")), None)
    if author and author.startswith("http"):
        author = None
    return title, Metadata(author, date, publisher, address)


def _meta_tags(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        value = _text(tag.get("content"))
        if not name or not value:
            continue
        key = name.lower()
        if key in ("author", "dc.creator", "citation_author") and key in found:
            value = f"{found[key]}, {value}"
            found[key] = value
        found.setdefault(key, value)
    for tag in tree.xpath("//time[@itemprop='datePublished' or @pubdate]/@datetime"):
        found.setdefault("datepublished", str(tag))
    return found


def _tagged(tags: Mapping[str, str], what: str) -> str | None:
    return next((tags[name] for name in _TAGS[what] if name in tags), None)


def _articles(tree: Any) -> Iterator[Mapping[str, Any]]:
    """The JSON-LD objects of the page that describe an article, or the page."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            waiting = [json.loads(script, strict=False)]
        except ValueError:
            continue
        while waiting:
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting[:0] = value
            elif isinstance(value, dict):
                kinds = value.get("@type")
                kinds = kinds if isinstance(kinds, list) else [kinds]
                if any(str(kind).lower().endswith(_ARTICLE) for kind in kinds):
                    yield value
                waiting += [value[key] for key in ("@graph", "mainEntity") if key in value]


def _names(value: Any) -> str | None:
    """The names in a JSON-LD value: a text, an object with a name, or a list of them."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_names, value))) or None
    return _text(value.get("name") if isinstance(value, dict) else value)


def _text(value: Any) -> str | None:
    return (" ".join(value.split()) or None) if isinstance(value, str) else None
