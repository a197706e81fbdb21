"""How far an answer reaches: a clause around a span, or the whole enumeration it belongs to."""

from __future__ import annotations

import re
from bisect import bisect_right

from embeddings.passages import Document, Interval
from qa.values.denial import denies
from qa.values.quantities import find_quantities

_CLAUSE_BORDER = re.compile(
    r"[“”«»;:()\[\]]|(?<=[,.!?…])\"|(?<=[:,] )\"|\s[–—-]{1,2}\s|[.!?…]+(?=\s|$)"
    r"|,?\s(?=(?:and|or) that\b)"
    r"|,\s(?=(?:and|but|or|so|yet|while|whereas|although|though|because|since|as|who|which|where"
    r"|when|meaning|including|leaving|making|adding|according|despite)\b)"
    r"|\s(?=(?:but|because|although|though|whereas)\b)"
)
_SAYS = (
    r"(?:said|says|say|told \w+|claimed|claims|stated|states|added|adds|explained|explains"
    r"|confirmed|warned|believes?|believed|stressed|insisted|insists|admitted|admits|maintains|maintained"
    r"|concedes|conceded|recalls|recalled|remembers|swears|swore|wrote|writes|reported|reports)\b"
)
_REPORT = re.compile(
    r"^(?:[^,]{1,80}?,\s)?(?:[^\W\d_]\S*\s){1,8}?(?:has |have |had |also )?"
    rf"{_SAYS}(?: that)?[\s,:]+(?=\w)|^(?:according to|in the words of) [^,]{{1,60}},\s",
    re.IGNORECASE,
)
_REPORT_AFTER = re.compile(
    rf",[”’\"]?\s(?:[^\W\d_]\S*\s){{1,6}}?(?:has |have |had |also )?{_SAYS}[^,]*(?:,[^,]*)?$"
    rf"|,[”’\"]?\s{_SAYS}\s.*$"
)
_LINK = re.compile(r"\d\s?[-–—]\s?\d|\w\s(?:to|and|or)\s\w")
_OPENS_RANGE = re.compile(r"(?:\bbetween|\bfrom)\s$", re.IGNORECASE)
_LEADING = re.compile(r"(?:and|but|or|so|yet|that|,|\s)+\b\s*|[\s,“‘\"'(–—-]+")
_TRAILING = re.compile(r"[\s,;:–—“‘\"'(-]+$")
_SEPARATOR = re.compile(r",?\s+(?:and|or|as well as)\s+|,\s+|\s+&\s+")
_ITEM_END = re.compile(r"[.;:!?()\[\]“”«»]|\s[–—-]\s|,?[’‘'](?=\s|$)|(?<=\s)[‘'](?=\w)")
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|being|has|have|had|do|does|did|will|would|can|could|may|might"
    r"|must|said|says|say|told|he|she|it|they|we|you|I|who|which|that|where|when|because|while"
    r"|but|not|after|before|during|since|until|into|from|according|including)\b"
)
_LEAD_VERB = re.compile(
    _VERB.pattern + r"|\b(?:found|finds?|made|makes?|took|takes?|left|leaves?|saw|sees?|held|holds?"
    r"|lost|loses?|brought|brings?|gave|gives?|got|gets?|includ(?:e|es|ed|ing)|carried|carry"
    r"|contain(?:s|ed)?|wore|wears?|used?|uses|show(?:s|ed)?|sell|sold|bought|named|needs?"
    r"|such as)\b"
)
_LEAD = re.compile(r"\s*(?:(?:also|found|includ\w+|of|to|with|such as|like|the)\s+)*")
_ITEM_WORDS = 7
_HEAD_WORDS = 3


def clause_around(document: Document, start: int, end: int) -> Interval:
    """The clause that holds ``start`` to ``end``: without the words that say who reports it.

    Clauses end at quotation marks, dashes, colons and before conjunctions; of several that the
    span touches the whole run is taken. Never more than the sentences around the span.
    """
    first, last = document.sentences_around(start, end)
    text = document.text
    borders = [first]
    ends = [first]
    for match in _CLAUSE_BORDER.finditer(text, first, last):
        ends.append(match.start())
        borders.append(match.end())
    ends.append(last)
    left = borders[bisect_right(borders, start) - 1]
    right = next((e for e in ends if e >= end), last)
    report = _REPORT.match(text[left:right])
    if (
        report
        and left + report.end() <= start
        and right - left - report.end() > 8
        and not denies(report[0])  # "nobody said that it fell" does not say that it fell
    ):
        left += report.end()
    leading = _LEADING.match(text, left, start)
    left = leading.end() if leading else left
    after = _REPORT_AFTER.search(text[end:right])
    right = end + after.start() if after else right
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


def enumeration_around(document: Document, start: int, end: int) -> tuple[Interval, ...]:
    """The items of the enumeration that the span stands in or is, in order; () if it is none.

    Items are short phrases without a verb, separated by commas and a last "and" or "or". The span
    keeps its own first word, and its own last one where it holds several items already.
    """
    first, last = document.sentences_around(start, end)
    text = document.text
    left = max((m.end() for m in _ITEM_END.finditer(text, first, start)), default=first)
    right = next((m.start() for m in _ITEM_END.finditer(text, end, last)), last)
    borders = [left, *(x for m in _SEPARATOR.finditer(text, left, right) for x in m.span()), right]
    pieces = list(zip(borders[::2], borders[1::2], strict=True))
    touched = [i for i, (a, b) in enumerate(pieces) if a < end and start < b]
    if not touched:
        return ()
    low, high = touched[0], touched[-1]
    pieces[low] = (max(pieces[low][0], start), pieces[low][1])
    if low < high:
        pieces[high] = (pieces[high][0], min(pieces[high][1], end))
    while low > 0 and _is_item(text, _without_lead(text, pieces[low - 1]), _HEAD_WORDS):
        low -= 1
        whole = pieces[low]
        pieces[low] = _without_lead(text, whole)
        if pieces[low] != whole:
            break
    while high + 1 < len(pieces) and _is_item(text, pieces[high + 1], _ITEM_WORDS):
        high += 1
    return tuple(pieces[low : high + 1]) if low < high else ()


def _is_item(text: str, piece: Interval, most_words: int) -> bool:
    words = text[slice(*piece)]
    return 0 < len(words.split()) <= most_words and not _VERB.search(words)


def _without_lead(text: str, piece: Interval) -> Interval:
    """A first item without the verb, and what belongs to it, in front."""
    ends = [match.end() for match in _LEAD_VERB.finditer(text, *piece)]
    lead = _LEAD.match(text, ends[-1] if ends else piece[0], piece[1])
    return (lead.end() if lead else piece[0]), piece[1]
