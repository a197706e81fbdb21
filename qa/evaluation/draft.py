"""Draft questions by rules, for a person to accept: sentences turned into questions.

Rules and no model: who did it, how many, and when, from sentences plain enough to be turned
(Heilman and Smith 2010 did the same with a parser). About every third wants another wording or
throwing away, so a draft stays out of every evaluation until somebody takes its mark away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from random import Random
from typing import Any

from embeddings.passages import Document
from qa.questions.grammar import Token, base_form, is_past, tokens
from qa.questions.words import CLAUSE_OPENERS, CONJUNCTIONS, PREPOSITIONS, WH_WORDS
from qa.values.dates import find_dates
from qa.values.hedges import with_hedge
from qa.values.quantities import find_quantities

LEAST, MOST = 5, 30  # words of a sentence
LONGEST_SUBJECT = 6  # words
_OPENING = re.compile(r"(?:He|She|It|They|We|I|You|This|That|These|Those|There|But|And|So|Then)\b")
_NAME = re.compile(r"((?:[A-Z][\w’'-]+ ){1,3}[A-Z][\w’'-]+)(?:, [^,]{3,60},)? ")
_NO_NAME = CLAUSE_OPENERS | PREPOSITIONS | CONJUNCTIONS | WH_WORDS | {"as", "one", "both"}
_AUXILIARY = re.compile(r" (was|were|is|are|has|have|had|will|can|could) ")

Draft = tuple[str, str, tuple[str, ...]]
"""Category, question, accepted answers."""


def draft_questions(
    documents: Iterable[Document], most: int, seed: int = 0
) -> list[dict[str, Any]]:
    """At most ``most`` draft rows of a test set, drawn from all documents and kinds of question."""
    documents = tuple(documents)
    common = {word for d in documents for word in re.findall(r"\b[a-z]\w+", d.text)}
    found: dict[str, dict[str, Any]] = {}
    for document in documents:
        for start, end in document.sentences:
            sentence = document.text[start:end]
            for category, question, answers in _drafts(sentence, common):
                source = {"file": document.source, "evidence": sentence}
                row = {"question": question, "answerable": True, "answers": [*answers]}
                row |= {"sources": [source], "category": category, "draft": True}
                found.setdefault(question, row)
    rows = list(found.values())
    Random(seed).shuffle(rows)
    return [{"id": f"draft-{n:03d}", **row} for n, row in enumerate(rows[:most], start=1)]


def _drafts(sentence: str, common: set[str]) -> Iterator[Draft]:
    words = sentence.split()
    quoted = re.search(r"[“”\"?!:;()]", sentence)
    if not LEAST <= len(words) <= MOST or quoted or not sentence.endswith("."):
        return
    plain = sentence[:-1]
    if not _OPENING.match(plain):
        yield from _who(plain)
        yield from _how_many(plain, common)
        yield from _when(plain, common)


def _who(plain: str) -> Iterator[Draft]:
    """A name that opens the sentence, and what the person did: "Who signed the order?"."""
    name = _NAME.match(plain)
    if name is None or name[1].split()[0].lower() in _NO_NAME:
        return
    rest = plain[name.end() :]
    verb = rest.split()[0] if rest else ""
    if is_past(verb) or verb in ("is", "was", "has", "had"):
        yield "who", f"Who {rest}?", (name[1],)


def _how_many(plain: str, common: set[str]) -> Iterator[Draft]:
    """A count that opens the sentence, or follows its verb: "How many graves did they count?"."""
    for figure in find_quantities(plain):
        counted = _counted(plain, figure.start)
        if counted is None or figure.value.kind != "count":
            continue
        start, _ = with_hedge(plain, figure.start, figure.end)
        (first, last), rest = counted, plain[counted[1] :]
        noun, answer = plain[first:last], plain[start:first].strip()
        if start == 0 and re.match(r" [a-z]", rest):
            yield "how-many", f"How many {noun}{rest}?", (plain[start:last], answer)
            return
        before = tokens(plain[:start])
        if not before or before[-1].tag != "verb" or not _is_subject(before[:-1]):
            continue
        base, subject = base_form(before[-1].lower), plain[: before[-1].start].strip()
        if base is not None and is_past(before[-1].lower) and "," not in rest:
            asked = f"How many {noun} did {_inside(subject, common)} {base}{rest}?"
            yield "how-many", asked, (plain[start:last], answer)
        return


def _counted(plain: str, start: int) -> tuple[int, int] | None:
    """Where the noun stands that the figure at ``start`` counts."""
    words = tokens(plain[start:])
    first = next((n for n, word in enumerate(words) if word.tag not in ("num", "det")), len(words))
    last = first
    while last < len(words) and words[last].tag in ("noun", "adj"):
        last += 1
    if first in (0, last) or words[first - 1].lower == "one":
        return None
    return start + words[first].start, start + words[last - 1].end


def _when(plain: str, common: set[str]) -> Iterator[Draft]:
    """A date at the end of a sentence with an auxiliary: "When were the graves found?"."""
    auxiliary = _AUXILIARY.search(plain)
    dates = find_dates(plain)
    if auxiliary is None or not dates or not _is_subject(tokens(plain[: auxiliary.start()])):
        return
    last = dates[-1]
    before = re.search(r" (?:on|in) $", plain[: last.start])
    if before is None or last.end != len(plain) or before.start() <= auxiliary.end():
        return
    rest = plain[auxiliary.end() : before.start()]
    subject = _inside(plain[: auxiliary.start()], common)
    yield "when", f"When {auxiliary[1]} {subject} {rest}?", (plain[last.start :],)


def _is_subject(words: list[Token]) -> bool:
    """Whether the words can be a subject by themselves: short, without verb or preposition."""
    plain = {"det", "adj", "noun", "name", "num", "poss"}
    return 0 < len(words) <= LONGEST_SUBJECT and all(word.tag in plain for word in words)


def _inside(subject: str, common: set[str]) -> str:
    """The subject as it is written inside a sentence."""
    first = subject.split()[0]
    return subject[0].lower() + subject[1:] if first.lower() in common else subject
