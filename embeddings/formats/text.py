"""Plain text and Markdown: the text exactly as decoded."""

from __future__ import annotations

import codecs
import re

from embeddings.formats.extract import Extract
from embeddings.formats.stated import stated
from embeddings.titles import markdown_title

_BOMS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UTF8_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x7f]")
_FOREIGN_SHARE = 0.4  # of the letters; Western European prose has less than half of that
_CONTROL_SHARE = 0.05


def read_text(data: bytes) -> Extract:
    """A plain-text file."""
    text = decode(data)
    return Extract(text, metadata=stated(text))


def read_markdown(data: bytes) -> Extract:
    """A Markdown file, its marks left in the text."""
    text = decode(data)
    return Extract(text, markdown_title(text), stated(text))


def decode(data: bytes) -> str:
    """The text of a file; ValueError with the reason if it is not text in a known encoding."""
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8-sig")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\0" in data and encoding == "utf-8-sig":
            raise ValueError("binary, not text") from error
        where = f"byte 0x{data[error.start]:02x} at {error.start}"
        if encoding != "utf-8-sig" or _mostly_utf8(data):
            name = "UTF-8" if encoding == "utf-8-sig" else encoding.upper()
            raise ValueError(f"damaged {name} ({where}); save it as UTF-8") from error
        text = _western(data, where)
    if "\0" in text or len(_CONTROL.findall(text)) > _CONTROL_SHARE * len(text):
        raise ValueError("binary, not text")
    return text


def _mostly_utf8(data: bytes) -> bool:
    valid = _UTF8_SEQUENCE.findall(data)
    high = sum(byte >= 0x80 for byte in data)
    return len(valid) > high - sum(map(len, valid))


def _western(data: bytes, where: str) -> str:
    """Windows-1252, the old encoding of Western European text, if that makes plausible text."""
    problem = f"unknown encoding ({where} is not UTF-8); save it as UTF-8"
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise ValueError(problem) from error
    letters = [character for character in text if character.isalpha()]
    if sum(not letter.isascii() for letter in letters) > _FOREIGN_SHARE * len(letters):
        raise ValueError(problem)
    return text
