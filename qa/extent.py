"""How far an answer reaches: the clause, the range or the title around a span."""

from __future__ import annotations

import re
from dataclasses import replace

from embeddings.passages import Document, Interval
from qa.answers import Span
from qa.questions.kinds import Kind
from qa.values.denial import denies
from qa.values.hedges import with_hedge
from qa.values.quantities import find_quantities

LEAST_OF_A_CLAUSE = 3  # words

_BREAK = re.compile(r"\s[–—-]\s|[:;]\s")
_CLAUSE_BORDER = re.compile(
    r"[“”«»;:()\[\]]|(?<=[,.!?…])\"|(?<=[:,] )\"|\s[–—-]{1,2}\s"
    r"|(?<!\b[A-Z])(?<!\b[A-Z][a-z])[.!?…]+(?=\s|$)"
    r"|,?\s(?=(?:and|or) that\b)"
    r"|,\s(?=(?:and|but|or|so|yet|while|whereas|although|though|because|since|as|who|which|where"
    r"|when|meaning|including|leaving|making|adding|according|despite)\b)"
    r"|\s(?=(?:but|because|although|though|whereas)\b)"
)
_NEXT_CLAUSE = re.compile(r"\sand (?:he|she|they|we|I|nobody|no one|there (?:is|are|was|were))\s")
_TITLE = re.compile(
    r"(?:\b(?:former|acting|deputy|vice|assistant|alleged|suspected|so-called|would-be"
    r"|self-(?:proclaimed|styled)|first(?=\s(?:deputy|vice)))[\s-])+$",
    re.IGNORECASE,
)
_UNSURE = re.compile(  # "few believe", "if he says", "those who say"
    r"(?:^|[\s,])(?:few|only|if|unless|whether|whoever|anyone|anybody|those who|he who"
    r"|mistaken\w*|erroneous\w*|used to|once|withdr[ae]w\w*|retract\w*|pretend\w*)\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"\d\s?[-–—]\s?\d|\w\s(?:to|and|or)\s\w")
_OPENS_RANGE = re.compile(r"(?:\bbetween|\bfrom)\s$", re.IGNORECASE)
_LEADING = re.compile(r"(?:and|but|or|so|yet|that|,|\s)+\b\s*|[\s,“‘\"'(–—-]+")
_TRAILING = re.compile(r"[\s,;:–—“‘\"'(-]+$")


def full_extent(kind: Kind, span: Span) -> Span:
    """The span as far as its answer reaches.

    Figures take the bounds that stand with them: "more than 440", not "440", and leave what stands
    before a dash: "443", not "war dead – 443". The answer to a yes-no question keeps what denies
    it or leaves it open. Lone quotation marks at the ends go.
    """
    if kind == "how-many":
        span = _after_break(span)
    start, end = span.start, span.end
    if kind in ("how-many", "how-long"):
        start, end = range_around(span.document, start, end)
    start, end = with_hedge(span.document.text, *title_around(span.document, start, end))
    if kind == "yes-no":
        start, end = stance_around(span.document, start, end)
    if not (span.passage.start <= start and end <= span.passage.end):
        start, end = span.start, span.end
    text = span.document.text
    while end - start > 1 and text[start] in "“‘«\"'" and not _closed(text[start:end], first=True):
        start += 1
    while end - start > 1 and (
        text[end - 1] in ",;:"
        or (text[end - 1] in "”’»\"'" and not _closed(text[start:end], first=False))
    ):
        end -= 1
    return replace(span, start=start, end=end)


def _after_break(span: Span) -> Span:
    """The span from the dash or colon on that its one figure follows."""
    figures = find_quantities(span.text)
    if len(figures) != 1:
        return span
    breaks = [match.end() for match in _BREAK.finditer(span.text, 0, figures[0].start)]
    return replace(span, start=span.start + breaks[-1]) if breaks else span


def clause_around(document: Document, start: int, end: int) -> Interval:
    """The clause that holds ``start`` to ``end``, with the words that say who reports it.

    Clauses end at quotation marks, dashes, colons and before conjunctions; of several that the
    span touches the whole run is taken. Never more than the sentences around the span.
    """
    first, last = document.sentences_around(start, end)
    text = document.text
    borders = [match.span() for match in _CLAUSE_BORDER.finditer(text, first, last)]
    left = max((after for _, after in borders if after <= start), default=first)
    right = min((before for before, _ in borders if before >= end), default=last)
    leading = _LEADING.match(text, left, start)
    left = leading.end() if leading else left
    following = _NEXT_CLAUSE.search(text, end, right)
    right = following.start() if following else right
    trailing = _TRAILING.search(text, end, right)
    return min(left, start), trailing.start() if trailing else max(right, end)


def range_around(document: Document, start: int, end: int) -> Interval:
    """The span with the other end of the range that its figure is one end of.

    "20" and "20 and 30" become "between 20 and 30" where that is what the text has.
    """
    first, last = document.sentences_around(start, end)
    text = document.text
    for found in find_quantities(text[first:last]):
        left, right = first + found.start, first + found.end
        if left < end and start < right and _LINK.search(text, left, right):
            opening = _OPENS_RANGE.search(text, first, left)
            left = opening.start() if opening else left
            return min(left, start), max(right, end)
    return start, end


def title_around(document: Document, start: int, end: int) -> Interval:
    """The span with what makes its title another: "former mayor", not "mayor"."""
    first, _ = document.sentences_around(start, end)
    title = _TITLE.search(document.text[first:start])
    return (first + title.start() if title else start), end


def stance_around(document: Document, start: int, end: int) -> Interval:
    """The span, or its clause where that says otherwise of whether it is so.

    The clause denies what the span does not, or the other way, or begins as one that leaves it
    open: "Few here accept that", "Anyone who says so". It also stands for one or two words that
    deny nothing: "axes". Of 100 yes-no questions of the twelve libraries kept for development 71
    are answered exactly so, 51 where the whole clause always is the answer: readers find it
    themselves.
    """
    left, right = clause_around(document, start, end)
    text = document.text
    denied = denies(text[start:end])
    scrap = not denied and len(text[start:end].split()) < LEAST_OF_A_CLAUSE
    unsure = _UNSURE.search(f" {text[left:start]}")
    if scrap or unsure or denied != denies(text[left:right]):
        return left, right
    return start, end


def _closed(text: str, *, first: bool) -> bool:
    """Whether the quotation mark at one end of the text has its other half in it."""
    opening, closing = ("“‘«\"'", "”’»\"'")
    if first:
        return closing[opening.index(text[0])] in text[1:]
    return opening[closing.index(text[-1])] in text[:-1]
