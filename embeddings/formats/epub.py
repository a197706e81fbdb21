"""Electronic books (EPUB): the chapters in reading order, metadata from the package file."""

from __future__ import annotations

import posixpath
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

from embeddings.formats.archive import opened
from embeddings.formats.blocks import block_text
from embeddings.formats.dates import stated_date
from embeddings.formats.extract import Extract
from embeddings.formats.webpage import parse
from embeddings.passages import Metadata

_CONTAINER = "META-INF/container.xml"
_PACKAGE = "string(//*[local-name()='rootfile']/@full-path)"
_CHAPTERS = ("application/xhtml+xml", "text/html")


def read_epub(data: bytes) -> Extract:
    """The text of a book; ValueError if it is none, or is locked."""
    with opened(data) as archive:
        names = set(archive.namelist())
        if "META-INF/rights.xml" in names or "META-INF/sinf.xml" in names:
            raise ValueError("encrypted: it is locked to a reading device or account")
        try:
            package_name = _parse(archive, _CONTAINER).xpath(_PACKAGE)
            package = _parse(archive, package_name)
        except (KeyError, SyntaxError) as error:
            raise ValueError("damaged: it has no readable package file") from error
        folder = posixpath.dirname(package_name)
        items = {item.get("id"): item for item in package.xpath("//*[local-name()='item']")}
        texts: list[str] = []
        for reference in package.xpath("//*[local-name()='spine']/*[local-name()='itemref']"):
            item = items.get(reference.get("idref"))
            if item is None or item.get("media-type") not in _CHAPTERS:
                continue
            name = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
            if name not in names:
                raise ValueError(f"damaged: it lacks its chapter {name}")
            tree = parse(archive.read(name))
            if tree is not None:
                texts.append(block_text(tree))
    text = "\n\n".join(filter(None, texts))
    return Extract(
        text,
        _stated(package, "title"),
        Metadata(
            author=", ".join(_all_stated(package, "creator")) or None,
            date=stated_date(_stated(package, "date")),
            publisher=_stated(package, "publisher"),
        ),
    )


def _parse(archive: ZipFile, name: str) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(archive.read(name), parser)


def _all_stated(package: Any, name: str) -> list[str]:
    """The values of a Dublin Core element."""
    values = package.xpath(f"//*[local-name()='metadata']/*[local-name()='{name}']/text()")
    return [" ".join(value.split()) for value in values if value.strip()]


def _stated(package: Any, name: str) -> str | None:
    return next(iter(_all_stated(package, name)), None)
