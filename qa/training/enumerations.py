"""Questions of SQuAD as training of the tagger: answers that are an enumeration, and single ones.

SQuAD marks an enumeration as one answer. It is divided at commas and at the one conjunction before
its last item, and used where that leaves no doubt: short items, and of two only names.
"""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

from embeddings.documents import build_document
from embeddings.passages import Document, Interval
from qa.items import stretch
from qa.lists import KINDS
from qa.questions.kinds import asks_for_list, question_kind
from qa.training.data import Paragraph, Question, answered, load_squad
from qa.training.items import SEVERAL, Tagging

MOST_WORDS = 5  # of an item
SINGLES = 2  # questions of one answer for each enumeration

_BORDER = re.compile(r",? (?:and|or) |[,;] ")
_EDGES = " .,;"


def load_enumerations(path: Path, seed: int) -> list[Tagging]:
    """The enumerations among the answers of a SQuAD file, and ``SINGLES`` times as many others.

    Of two items there are as many as of three and more. The others are questions of kinds that may
    be for several things, but are for one.
    """
    lists: dict[Tagging, None] = {}
    singles: dict[Tagging, None] = {}
    for paragraph in load_squad(path):
        document = build_document(paragraph.title, paragraph.context)
        if document.text != paragraph.context:
            continue  # read as a document it changes, and with it the places
        for question in paragraph.questions:
            made = _tagging(document, paragraph, question) if question.answers else None
            if made is not None:
                (lists if made.several else singles)[made] = None
    random = Random(seed)
    long, pairs = [t for t in lists if len(t.items) > 2], [t for t in lists if len(t.items) == 2]
    chosen = long + random.sample(pairs, min(len(pairs), len(long)))
    return chosen + random.sample(list(singles), min(len(singles), SINGLES * len(chosen)))


def _tagging(document: Document, paragraph: Paragraph, question: Question) -> Tagging | None:
    example = answered(paragraph, question)
    several = asks_for_list(question.text)
    if not several and question_kind(question.text) not in KINDS:
        return None
    items = enumerated(example.answer, names=not several)
    if not items and (several or SEVERAL.search(example.answer)):
        return None
    low, high = stretch(document, example.start, example.end)
    places = [(example.start + a - low, example.start + b - low) for a, b in items]
    whole = [(example.start - low, example.end - low)]
    return Tagging(question.text, document.text[low:high], tuple(places or whole), bool(items))


def enumerated(text: str, names: bool = True) -> tuple[Interval, ...]:
    """The items of a text that is an enumeration and nothing else; () where that is in doubt.

    Two items count where both are capitalised, or unless ``names``.
    """
    start = len(text) - len(text.lstrip(_EDGES))
    end = len(text.rstrip(_EDGES))
    borders = list(_BORDER.finditer(text, start, end))
    if not borders or [b for b in borders if b[0][-4:].strip() in ("and", "or")] != borders[-1:]:
        return ()
    edges = [start, *(edge for border in borders for edge in border.span()), end]
    items = tuple(zip(edges[::2], edges[1::2], strict=True))
    if any(not 0 < len(text[a:b].split()) <= MOST_WORDS for a, b in items):
        return ()
    capitals = all(text[a].isupper() for a, _ in items)
    return items if len(items) > 2 or capitals or not names else ()
