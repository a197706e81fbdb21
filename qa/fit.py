"""Whether a span can be an answer to a question at all, whatever the reader makes of it."""

from __future__ import annotations

import re
from bisect import bisect_left

from qa.answers import Span
from qa.persons import is_of_another, names_nobody
from qa.questions.kinds import Kind
from qa.values.clock import find_times
from qa.values.dates import WEEKDAY, find_dates
from qa.values.names import SMALL
from qa.values.quantities import find_quantities

_TIME = re.compile(
    r"\b(?:moment|morning|noon|midday|afternoon|evening|night|midnight|dawn|dusk|today|yesterday"
    r"|tomorrow|ago|before|after|during|when|while|until|since|once|early|earlier|late|later"
    r"|summer|autumn|winter|spring|century|war|weekends?|now|then|christmas|easter|ramadan"
    r"|sunset|sunrise|nightfall|daybreak|overnight|immediately|soon|never|daily|upon|whenever"
    r"|(?:start|end|beginning|outbreak|height|eve) of|ages?|era|period|dynasty|childhood"
    rf"|{WEEKDAY}s?|(?:day|week|month|year|hour|minute|decade)s?)\b",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"\b(?:(?:second|minute|hour|day|night|week|month|year|decade|centur|semester|fortnight|season"
    r"|term|min|hr)(?:s|y|ies)?|since|until|from|always|ever|long|throughout|weekend|\w+-long"
    r"|life|lifetime|permanently|forever|indefinitely|temporarily|briefly|overnight)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:none|nobody|no|several|some|many|few|both|all|most|every|single|pair|couple|twice|once"
    r"|dozens?|hundreds?|thousands?|millions?|half|quarter|third|majority|nothing|free|never"
    r"|rarely|seldom|often|always|regularly|hourly|daily|nightly|weekly|monthly|yearly|annually"
    r"|doubled|tripled|quadrupled|halved|\w+fold|teenagers?|toddlers?|\w+-(?:deep|high|tall|wide))\b",
    re.IGNORECASE,
)
FUNCTION_WORDS = frozenset(
    "a an the this that these those of in on at to by for from with and or as is are was were be "
    "been it its his her their our my your he she they we who which".split()
)
_CHOICE = re.compile(r"\bor\b|\b(?:between|which of)\b.+\band\b", re.IGNORECASE)
_NUMBER = re.compile(rf"\d[\d,.]*|\b{SMALL}\b", re.IGNORECASE)
_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"))


def can_answer(kind: Kind, question: str, span: Span) -> bool:
    """Whether the span has the form of an answer of this kind.

    It must lie in one sentence, not cut a quotation or bracket in the middle, say something that
    the question does not say already, unless it gives a choice, hold a figure, time or person's
    name where one is asked for, and not be told of another person than the one asked about.
    """
    text = span.text
    if not _in_one_sentence(span) or _is_cut(text):
        return False
    if names_nobody(question, text) or is_of_another(question, span):
        return False
    chooses = kind in ("yes-no", "list") or _CHOICE.search(question)
    if not chooses and not _adds_to(question, text):
        return False
    if kind == "how-many" and not re.search(r"\bhow far\b", question, re.IGNORECASE):
        return _holds_new_figure(question, span) or bool(_COUNTED.search(text))
    if kind == "how-long":
        if _DURATION.search(text) or find_dates(text):
            return True
        counts = re.search(r"\bhow (?:many|long (?:is|was)) ", question, re.IGNORECASE)
        kinds = {figure.value.kind for figure in find_quantities(text)}
        return bool(kinds if counts else kinds & {"distance", "duration"})
    if kind == "when":
        return bool(find_dates(text) or _TIME.search(text) or re.search(r"\d", text) or _hour(span))
    if kind in ("who", "who-said"):
        return bool(re.search(r"[^\W\d_]{2}", text)) and not _is_figure(text)
    return True


def _in_one_sentence(span: Span) -> bool:
    sentences = span.document.sentences
    around = span.document.sentences_around(span.start, span.end)
    at = bisect_left(sentences, around)
    return sentences[at : at + 1] == (around,) or not sentences


def _is_cut(text: str) -> bool:
    """Whether a quotation or bracket begins or ends inside the text without its other half."""
    inside = text[1:-1]
    return any(
        (opening in inside or closing in inside) and text.count(opening) != text.count(closing)
        for opening, closing in _PAIRS
    )


def _holds_new_figure(question: str, span: Span) -> bool:
    """Whether a figure of the sentence, or any number, lies in the span, not in the question."""
    start, end = span.document.sentences_around(span.start, span.end)
    asked = set(_words(question))
    if any(not asked.issuperset(_words(number)) for number in _NUMBER.findall(span.text)):
        return True
    return any(
        span.start - start <= figure.start < span.end - start
        and not asked.issuperset(_words(span.document.text[start:end][figure.start : figure.end]))
        for figure in find_quantities(span.document.text[start:end])
    )


def _hour(span: Span) -> bool:
    """Whether the span names an hour, perhaps by the word before it: "at nine"."""
    start = max(span.start - len("at "), 0)
    return bool(find_times(span.document.text[start : span.end]))


def _adds_to(question: str, text: str) -> bool:
    asked = set(_words(question))
    return any(word not in asked for word in _words(text))


def _words(text: str) -> list[str]:
    found = re.findall(r"\w+", text.casefold())
    return [word for word in found if word not in FUNCTION_WORDS] or found


def _is_figure(text: str) -> bool:
    return not re.search(r"[^\W\d_]{3}|[A-Z]", text)
