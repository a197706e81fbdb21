"""Unanswerable examples by retrieval: a question with a similar paragraph that lacks the answer.

A reader inside a retrieval pipeline meets mostly such paragraphs (Clark and Gardner 2018).
Similarity is the sum of the inverse document frequencies of the shared words.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from random import Random

from qa.training.data import Example, Paragraph, Question, contains_answer, content_words, words

CHOICES = 3
SAME_QUESTION = 0.6
COMMON = 0.02


class ParagraphFinder:
    """Finds the paragraphs most similar to a question that do not hold its answer."""

    def __init__(self, paragraphs: list[Paragraph]) -> None:
        self.paragraphs = paragraphs
        self._by_title: dict[str, list[int]] = defaultdict(list)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._words = [set(words(p.context)) for p in paragraphs]
        counts: Counter[str] = Counter()
        for number, paragraph in enumerate(paragraphs):
            self._by_title[paragraph.title].append(number)
            counts.update(self._words[number])
        self._weight = {w: math.log(len(paragraphs) / n) for w, n in counts.items()}
        for number, found in enumerate(self._words):
            for word in found:
                if counts[word] <= COMMON * len(paragraphs):
                    self._by_word[word].append(number)

    def similar(
        self, paragraph: Paragraph, question: Question, *, same_article: bool
    ) -> list[Paragraph]:
        """Up to three paragraphs, best first, of the same article or of other articles."""
        asked = sorted(content_words(question.text))
        if same_article:
            candidates: Iterable[int] = self._by_title[paragraph.title]
        else:
            candidates = sorted({n for word in asked for n in self._by_word.get(word, ())})
        scored = sorted(
            (
                (-sum(self._weight[w] for w in asked if w in self._words[n]), n)
                for n in candidates
                if (self.paragraphs[n].title == paragraph.title) == same_article
            ),
        )
        found: list[Paragraph] = []
        for score, number in scored:
            other = self.paragraphs[number]
            if score == 0 or len(found) == CHOICES:
                break
            if other.context != paragraph.context and _lacks(other, question):
                found.append(other)
        return found


def _lacks(paragraph: Paragraph, question: Question) -> bool:
    """Neither the answer nor a question like this one belongs to the paragraph."""
    return not contains_answer(paragraph.context, question.answers) and not any(
        same_question(question.text, other.text) for other in paragraph.questions
    )


def same_question(one: str, two: str) -> bool:
    """Whether two questions share most of their content words (Jaccard above 0.6)."""
    a, b = content_words(one), content_words(two)
    return len(a & b) > SAME_QUESTION * len(a | b)


def retrieved_examples(
    finder: ParagraphFinder, count: int, *, same_article: bool, random: Random
) -> list[Example]:
    """``count`` unanswerable examples, at most one a question; fewer if the data has no more."""
    asked = [(p, q) for p in finder.paragraphs for q in p.questions if q.answers]
    random.shuffle(asked)
    examples: list[Example] = []
    for paragraph, question in asked:
        if len(examples) == count:
            break
        found = finder.similar(paragraph, question, same_article=same_article)
        if found:
            other = found[random.randrange(len(found))]
            kind = "near" if same_article else "far"
            examples.append(Example(f"{question.id}/{kind}", question.text, other.context))
    return examples
