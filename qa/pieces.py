"""A sentence divided where the items of an enumeration may be divided: at commas and "and"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from qa.values.dates import MONTHS

_END = re.compile(
    r"(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\bMrs)[.!?…]+(?=[\s”\"’]|$)|[;\[\]()“”«»]|:(?=\s|$)|\s[–—-]\s"
    r"|,?[’‘'](?=\s|$)|(?<=\s)[‘'](?=\w)"
)
_SEPARATOR = re.compile(
    r"(?P<comma>,)?\s+(?P<joined>(?:and|or),\s[^,;]{1,40},|(?:and|or)(?: also)?|nor|but also"
    r"|as well as|along with|together with)\s+|,\s+|\s+&\s+(?=[a-z])"
)
_SEMICOLON = re.compile(r"(?P<comma>;)\s+(?P<joined>(?:and|or)\s+)?")
_WHOLE = re.compile(  # names and dates with an "and" or a comma inside
    r"Bosnia and Herzegovina|Trinidad and Tobago|Antigua and Barbuda|Serbia and Montenegro"
    r"|Kitts and Nevis|S[aã]o Tom[eé] and Pr[ií]ncipe|Vincent and the Grenadines|Tyne and Wear"
    rf"|(?:{MONTHS}) \d{{1,2}}, \d{{4}}|, (?:Jr|Sr|Inc|Ltd|LLC|PhD|MD)\b"
    r"|[A-Z][\w’']+ and (?:Sons?|Daughters?|Brothers|Co|Company|Partners|Associates)\b"
    r"|(?:Ministr?(?:y|er)|Department|Secretary|Committee|Office|Agency|Institute|Faculty|Board"
    r"|Council|Commission(?:er)?|School|College|Academy)"
    r" (?:of|for|on)(?: the)? [A-Z]\w+(?:, [A-Z]\w+)*,? and(?: the)? [A-Z]\w+"
)
_BRACKETS = re.compile(r"\s?\([^()]*\)")
_QUOTES = re.compile(r"[”\"](?=,? (?:and |or )?[“\"])|(?<=[”\"], )[“\"]|(?<=[”\"] and )[“\"]")


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between two separators; ``joined`` to what stands before by an "and".

    ``apart`` is what a comma or semicolon divides from it nevertheless.
    """

    start: int
    end: int
    joined: bool = False
    apart: bool = True


def masked(text: str, start: int, end: int) -> str:
    """The text with blanks for brackets outside the span and for quotation marks between items."""

    def blank(match: re.Match[str]) -> str:
        outside = match.end() <= start or end <= match.start()
        return " " * len(match[0]) if outside else match[0]

    return _QUOTES.sub(blank, _BRACKETS.sub(blank, text))


def divided(text: str, start: int, end: int) -> list[Piece]:
    """The pieces of the part of a sentence that holds ``start`` to ``end``.

    Its semicolons divide it if there are several, or the span has one; else it ends at them.
    """
    ends = [m for m in _END.finditer(text) if m.end() <= start or end <= m.start()]
    for among in (_SEMICOLON, _SEPARATOR):
        hard = [m for m in ends if among is _SEPARATOR or m[0] != ";"]
        left = max((m.end() for m in hard if m.end() <= start), default=0)
        right = min((m.start() for m in hard if m.start() >= end), default=len(text))
        if text.count(";", left, right) > (";" not in text[start:end]):
            break
    whole = [match.span() for match in _WHOLE.finditer(text, left, right)]
    pieces, piece = [], Piece(left, right)
    for match in among.finditer(text, left, right):
        if not any(a < match.end() and match.start() < b for a, b in whole):
            pieces.append(_stripped(text, replace(piece, end=match.start())))
            piece = Piece(match.end(), right, bool(match["joined"]), bool(match["comma"]))
    return [*pieces, _stripped(text, piece)]


def _stripped(text: str, piece: Piece) -> Piece:
    words = text[piece.start : piece.end]
    start = piece.start + len(words) - len(words.lstrip())
    return replace(piece, start=start, end=max(start, piece.start + len(words.rstrip())))
