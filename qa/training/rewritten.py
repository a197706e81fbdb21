"""Unanswerable examples by rewriting: a question changed so that its paragraph lacks the answer.

Rules stand in for the writers of SQuAD 2.0 (Rajpurkar et al. 2018, table 1: negation, antonym,
entity swap). They are checked by rules too, so a few per cent remain answerable.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import islice
from random import Random

import numpy as np
import nupunkt

from qa.training.data import Example, Paragraph, Question, content_words, words
from qa.training.likeness import VectorOf
from qa.training.phrases import LEAST, NAME_KIND, OPPOSITE, OPPOSITES, Phrase, phrases

OPEN_ENDED = frozenset(
    "about after almost around at before between by over than and or nearly since under until up "
    "least most more less roughly approximately".split()
)
CLOSE = 0.34
BEST = 3
SAME_PLACE = (
    frozenset("england english britain british uk kingdom commonwealth scotland wales".split()),
    frozenset("us usa u america american americans states washington federal".split()),
    frozenset("china chinese beijing prc republic people mainland".split()),
    frozenset("russia russian russians soviet ussr union moscow".split()),
    frozenset("rome roman romans empire italy italian".split()),
    frozenset("netherlands dutch holland germany german nazi reich prussia".split()),
    frozenset("europe european eu".split()),
    frozenset("israel jewish jews hebrew islam islamic muslim muslims arab arabs".split()),
    frozenset("catholic church pope vatican christian christians christianity".split()),
)
LEAST_ALIKE, MOST_ALIKE = 0.12, 0.95
AUXILIARIES = "is are was were did does do has had have can could will would should".split()
ASK = re.compile(
    r"\b(?P<ask>what|who|which(?: \w+)?|why|where|how many \w+|what (?:type|kind|color|year|city|"
    r"country|group|company|name)) (?P<aux>" + "|".join(AUXILIARIES) + r")\b(?! not\b)",
    re.IGNORECASE,
)
CONTRACTED = {"can": "can't", "will": "won't"}
NEGATION = re.compile(r"\b(?:not|never|no|none|neither|nor|without|cannot)\b|n['’]t\b", re.I)


def rewrite(
    paragraph: Paragraph, question: Question, article: ArticlePhrases, random: Random
) -> str | None:
    """The question rewritten so that the paragraph does not answer it, or None."""
    ways = [swapped_phrase, swapped_opposite, negated]
    random.shuffle(ways)
    ways.sort(key=lambda way: way is negated and random.random() < 0.7)
    for way in ways:
        text = way(paragraph, question, article, random)
        if text is not None and not _asked(text, paragraph):
            return text
    return None


class ArticlePhrases:
    """The phrases of an article: names by likeness, the others by kind."""

    def __init__(self, paragraphs: Sequence[Paragraph], vector: VectorOf) -> None:
        seen: Counter[tuple[str, str]] = Counter()
        after_the: Counter[str] = Counter()
        common = {w for p in paragraphs for w in re.findall(r"\b[a-z]+\b", p.context)}
        for paragraph in paragraphs:
            for phrase in phrases(paragraph.context):
                if phrase.text.lower() in common and phrase.kind == NAME_KIND:
                    continue  # a word at the start of a sentence
                seen[phrase.kind, phrase.text] += 1
                after_the[phrase.text] += _word_before(paragraph.context, phrase.start) == "the"
        self._by_kind: dict[str, list[str]] = defaultdict(list)
        for kind, text in sorted(seen):
            self._by_kind[kind].append(text)
        self._names = self._by_kind.pop(NAME_KIND, [])
        self._articled = {n for n in self._names if 2 * after_the[n] > seen[NAME_KIND, n]}
        self._vectors = [vector(name) for name in self._names]
        self._vector = vector

    def like(self, phrase: Phrase, before: str, random: Random) -> list[str]:
        """Phrases to put in its place after the word ``before``.

        Names come most alike first, with or without an article as it fits; others shuffled.
        """
        if phrase.kind != NAME_KIND:
            return random.sample(self._by_kind[phrase.kind], len(self._by_kind[phrase.kind]))
        if not self._names:
            return []
        likeness = np.round(np.stack(self._vectors) @ self._vector(phrase.text), 3)
        order = np.argsort(-likeness, kind="stable")
        alike = [self._names[i] for i in order if LEAST_ALIKE < likeness[i] < MOST_ALIKE]
        return [name for name in alike if (name in self._articled) == (before == "the")]


def swapped_phrase(
    paragraph: Paragraph, question: Question, article: ArticlePhrases, random: Random
) -> str | None:
    """A name, number or date replaced by a like one from the article.

    The replaced phrase stands in the paragraph, so the right one could be checked; the new one
    either does not, or stands far from the answer among other words.
    """
    found = [p for p in phrases(question.text, question=True) if _stands(p, paragraph, question)]
    random.shuffle(found)
    for phrase in found:
        before = _word_before(question.text, phrase.start)
        like = article.like(phrase, before, random)
        inside = [new for new in like if new in paragraph.context]
        outside = [new for new in like if new not in paragraph.context]
        for group in (inside, outside) if random.random() < 0.8 else (outside, inside):
            fitting = (new for new in group if _fits(new, phrase, paragraph, question))
            chosen = list(islice(fitting, BEST))
            if chosen:
                new = chosen[random.randrange(len(chosen))]
                return question.text[: phrase.start] + new + question.text[phrase.end :]
    return None


def _stands(phrase: Phrase, paragraph: Paragraph, question: Question) -> bool:
    """The phrase is checkable in the paragraph and fixes what is asked."""
    before = _word_before(question.text, phrase.start)
    if phrase.kind != NAME_KIND and before in OPEN_ENDED:
        return False
    return re.search(rf"\b{re.escape(phrase.text)}(?!\w)", paragraph.context) is not None


def _fits(new: str, phrase: Phrase, paragraph: Paragraph, question: Question) -> bool:
    """The new phrase changes the meaning and the paragraph does not answer for it."""
    parts = set(words(new))
    if phrase.kind == NAME_KIND and _related(parts, set(words(phrase.text))):
        return False
    if parts & (set(words(question.text)) | set(words(paragraph.title.replace("_", " ")))):
        return False
    if any(parts & set(words(text)) for text, _ in question.answers):
        return False
    rest = _stems(content_words(question.text) - set(words(phrase.text)))
    for sentence, start, end in sentences(paragraph.context):
        if new in sentence:
            if len(rest) < 2 or any(start <= place < end for _, place in question.answers):
                return False
            if len(rest & _stems(set(words(sentence)))) > CLOSE * len(rest):
                return False
    return True


def _stems(found: set[str]) -> set[str]:
    """Words cut to four letters, so that "study" meets "studied"."""
    return {word[:4] for word in found}


def _related(one: set[str], two: set[str]) -> bool:
    """Whether two names may mean the same or one be part of the other: French, France."""
    if any(one & group and two & group for group in SAME_PLACE):
        return True
    return any(_plain(a)[:2] == _plain(b)[:2] for a in one for b in two)


def swapped_opposite(
    paragraph: Paragraph, question: Question, article: ArticlePhrases, random: Random
) -> str | None:
    """A word replaced by its opposite, which the paragraph does not contain."""
    found = list(OPPOSITE.finditer(question.text))
    random.shuffle(found)
    present = set(words(paragraph.context))
    for match in found:
        new = OPPOSITES[match.group()]
        if not set(words(new)) & (present | set(words(question.text))):
            return question.text[: match.start()] + new + question.text[match.end() :]
    match_least = LEAST.search(question.text)
    if match_least is not None:
        old = match_least.group()
        new = "the least" if old == "the most" else "the most"
        if new.split()[1] not in present and not re.match(
            r" (?:of|people)\b", question.text[match_least.end() :]
        ):
            return question.text[: match_least.start()] + new + question.text[match_least.end() :]
    return None


def negated(
    paragraph: Paragraph, question: Question, article: ArticlePhrases, random: Random
) -> str | None:
    """The first auxiliary negated; not where the answer's sentence is negative itself."""
    match = ASK.search(question.text)
    if match is None or NEGATION.search(question.text):
        return None
    for sentence, start, end in sentences(paragraph.context):
        if any(start <= place < end for _, place in question.answers) and NEGATION.search(sentence):
            return None
    auxiliary = match.group("aux")
    who = match.group("ask").lower() in ("who", "what")
    if who and auxiliary.lower() in ("is", "are", "was", "were") and random.random() < 0.5:
        new = f"{auxiliary} not"
    else:
        new = CONTRACTED.get(auxiliary.lower(), f"{auxiliary}n't")
    return question.text[: match.start("aux")] + new + question.text[match.end("aux") :]


@cache
def sentences(context: str) -> tuple[tuple[str, int, int], ...]:
    """The sentences of a paragraph as (text, start, end)."""
    return tuple((context[a:b], a, b) for a, b in nupunkt.sent_spans(context))


def _plain(word: str) -> str:
    """The word without accents."""
    return unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()


def _word_before(text: str, start: int) -> str:
    """The word before a place, lower-case; empty at the start of a sentence."""
    match = re.search(r"(\w+)\W*$", text[max(0, start - 30) : start])
    return match.group(1).lower() if match else ""


def _asked(text: str, paragraph: Paragraph) -> bool:
    """Whether the paragraph has an answered question of just these content words."""
    new = content_words(text)
    return any(content_words(q.text) == new for q in paragraph.questions if q.answers)


def rewritten_examples(
    paragraphs: Sequence[Paragraph],
    articles: Mapping[str, ArticlePhrases],
    count: int,
    random: Random,
) -> list[Example]:
    """``count`` unanswerable examples, at most one a question; fewer if the data has no more."""
    asked = [(p, q) for p in paragraphs for q in p.questions if q.answers]
    random.shuffle(asked)
    examples: list[Example] = []
    for paragraph, question in asked:
        if len(examples) == count:
            break
        text = rewrite(paragraph, question, articles[paragraph.title], random)
        if text is not None:
            examples.append(Example(f"{question.id}/rewritten", text, paragraph.context))
    return examples
