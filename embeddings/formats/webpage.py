"""Web pages: the body of the article, without what the site puts around it."""

from __future__ import annotations

import codecs
import re
from typing import Any

from embeddings.formats.blocks import block_text
from embeddings.formats.extract import Extract
from embeddings.formats.text import decode
from embeddings.formats.webmeta import page_metadata

_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I
)
_XML = re.compile(r"^\s*<\?xml[^>]*\?>")
_AROUND = frozenset("aside footer form nav".split())
_WESTERN = {"iso8859-1": "cp1252", "ascii": "cp1252"}  # what browsers read these two as
_HEAD = 4096  # bytes in which the encoding is declared


def read_webpage(data: bytes) -> Extract:
    """The article of a page, found by trafilatura; of a page without one all its text.

    Menus, cookie notices, comments and footers are left out.
    """
    from trafilatura import bare_extraction

    tree = parse(data)
    if tree is None:
        raise ValueError("no HTML page: it holds no elements")
    title, metadata = page_metadata(tree)
    found = bare_extraction(
        tree, include_comments=False, include_tables=True, include_formatting=True
    )
    body = getattr(found, "body", None)  # None, or a Document by its declaration
    if body is None or not _marked_up(body):
        text = block_text(parse(data), _AROUND)
    else:
        text = block_text(body)
    if not text:
        raise ValueError("empty: the page holds no text of its own")
    return Extract(text, title, metadata)


def parse(data: bytes | str) -> Any:
    """The lxml tree of a page, None where it is empty; ValueError if it is not text.

    Of bytes the encoding is the one that the page declares.
    """
    from lxml import etree, html

    text = _XML.sub("", data if isinstance(data, str) else _decoded(data))
    parser = html.HTMLParser(huge_tree=True)
    try:
        tree = html.document_fromstring(text, parser=parser)
    except etree.ParserError:
        return None
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise ValueError("not read: it is nested too deeply")  # and broken off there
    return tree


def _decoded(data: bytes) -> str:
    declared = _DECLARED.search(data[:_HEAD])
    if declared and not data.startswith(
        (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    ):
        try:
            name = codecs.lookup(declared[1].decode("ascii")).name
            if name.startswith("utf-16"):  # none in which this could be read
                name = "utf-8"
            return data.decode(_WESTERN.get(name, name))
        except UnicodeDecodeError:  # it is not what the page says it is, or damaged
            try:
                return decode(data)
            except ValueError:
                return data.decode(_WESTERN.get(name, name), "replace")
        except LookupError:
            pass
    return decode(data)


def _marked_up(body: Any) -> bool:
    """Whether the article was found by its structure, not as the bare words of the page."""
    return len(body) > 1 or any(len(child) for child in body) or "\n" not in (body[0].text or "")
