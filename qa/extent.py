"""How far an answer reaches: a clause around a span, or the whole enumeration it belongs to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from embeddings.passages import Document, Interval
from qa.values.denial import denies
from qa.values.quantities import find_quantities

_CLAUSE_BORDER = re.compile(
    r"[“”«»;:()\[\]]|(?<=[,.!?…])\"|(?<=[:,] )\"|\s[–—-]{1,2}\s"
    r"|(?<!\b[A-Z])(?<!\b[A-Z][a-z])[.!?…]+(?=\s|$)"
    r"|,?\s(?=(?:and|or) that\b)"
    r"|,\s(?=(?:and|but|or|so|yet|while|whereas|although|though|because|since|as|who|which|where"
    r"|when|meaning|including|leaving|making|adding|according|despite)\b)"
    r"|\s(?=(?:but|because|although|though|whereas)\b)"
)
_SAYS = (
    r"(?:said|says|say|claimed|claims|stated|states|added|adds|explained|explains"
    r"|told (?:the |an? |his |her |its )?[\w’'.]+(?: [\w’'.]+){0,4}?"
    r"(?: (?:on|in|at|last|late|early|this) [\w ]{1,25}?)?"
    r"(?= (?:that|the|there|it|he|she|they|no|his|her|its|their)\b)"
    r"|(?:found|noted|notes|announced|estimated|estimates|suggested|concluded)(?= that\b)"
    r"|alleged|alleges|argued|argues|testified|acknowledged|confirmed|warned|believes?|believed"
    r"|stressed|insisted|insists|admitted|admits|maintains|maintained|concedes|conceded|recalls"
    r"|recalled|remembers|swears|swore|wrote|writes|reported|reports)\b"
)
_REPORT = re.compile(
    r"^(?:[^,]{1,80}?,\s)?(?:[^\W\d_]\S*\s){1,8}?(?:\d\d,\s)?(?:has |have |had |also )?"
    rf"{_SAYS}(?:,? (?:on|in|at|last|late|early) [\w ]{{1,30}}?(?= that))?(?: that)?[\s,:]+(?=\w)"
    rf"|^(?:[^\W\d_]\S*\s){{0,4}}[A-Z]\S*,\s\d\d,\s{_SAYS}(?: that)?[\s,:]+(?=\w)"
    r"|^(?:according to|in the words of) [^,]{1,60},\s",
    re.IGNORECASE,
)
_REPORT_AFTER = re.compile(
    rf",[”’\"]?\s(?:[^\W\d_]\S*\s){{1,6}}?(?:has |have |had |also )?{_SAYS}[^,]*(?:,[^,]*)?$"
    rf"|,[”’\"]?\s{_SAYS}\s.*$"
)
_VERB_BEHIND = re.compile(
    r"\s(?:is|are|was|were|has|have|had|do|does|did|will|would|can|could|may|might|must|said|says"
    r"|say|told|which|that|who|when|after|before|during|since|until|sent|came|went|took|made)\b"
)
_AND = re.compile(r"\b(?:and|or|as well as)\b")
_PRONOUN = re.compile(r"(?:he|she|it|they|we|I|there)\b")
_AGE = re.compile(r"(?:aged )?\d{1,3}")
_RELATIVE = re.compile(r"(?:who|which|whose|where)\b")
_UNSURE = re.compile(  # "few believe", "if he says", "those who say"
    r"(?:^|[\s,])(?:few|only|if|unless|whether|had|whoever|anyone|anybody|those who|he who"
    r"|mistaken\w*|erroneous\w*|used to|once|withdr[ae]w\w*|retract\w*|pretend\w*)\b",
    re.IGNORECASE,
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
        and not _UNSURE.search(report[0])
    ):
        left += report.end()
    leading = _LEADING.match(text, left, start)
    left = leading.end() if leading else left
    after = _REPORT_AFTER.search(text[end:right])
    right = end + after.start() if after else right
    if _RELATIVE.match(text, left, right) and (comma := text.find(",", end, right)) > 0:
        right = comma
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
    while high + 1 < len(pieces):
        pieces[high + 1], is_last = _before_verb(text, pieces[high][1], pieces[high + 1])
        if not _is_item(text, pieces[high + 1], _ITEM_WORDS):
            break
        high += 1
        if is_last:
            break
    return _without_ages(text, pieces[low : high + 1]) if low < high else ()


def _before_verb(text: str, after: int, piece: Interval) -> tuple[Interval, bool]:
    """The last item of an enumeration that a verb follows: "Kupiansk" in "and Kupiansk fell"."""
    verb = _VERB_BEHIND.search(text, *piece)
    joined = _AND.search(text, after, piece[0])
    if verb and joined and not _PRONOUN.match(text, piece[0]):
        return (piece[0], verb.start()), True
    return piece, False


def _without_ages(text: str, items: Sequence[Interval]) -> tuple[Interval, ...]:
    """The items but for the ages of people among them: "Ivan Kot, 54, Maria Kot, 50, and ..."."""
    named = [item for item in items if not _AGE.fullmatch(text, *item)]
    people = all(text[start].isupper() for start, _ in named[:-1])
    return tuple(named) if len(named) > 1 and people else tuple(items)


def _is_item(text: str, piece: Interval, most_words: int) -> bool:
    words = text[slice(*piece)]
    return 0 < len(words.split()) <= most_words and not _VERB.search(words)


def _without_lead(text: str, piece: Interval) -> Interval:
    """A first item without the verb, and what belongs to it, in front."""
    ends = [match.end() for match in _LEAD_VERB.finditer(text, *piece)]
    lead = _LEAD.match(text, ends[-1] if ends else piece[0], piece[1])
    return (lead.end() if lead else piece[0]), piece[1]
