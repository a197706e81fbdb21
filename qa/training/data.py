"""SQuAD-format files (Rajpurkar et al. 2016, 2018) to paragraphs, questions and examples."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from embeddings.files import whole_file

WORD = re.compile(r"\w+")
STOP_WORDS = frozenset(
    "a about after all also an and any are as at be been before between but by can could did do "
    "does during for from had has have he her his how if in into is it its many may more most much "
    "name not of on one or other s she so some such than that the their them then there these they "
    "this to type up used was we were what when where which while who whom whose why will with "
    "would year you".split()
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question on a paragraph; ``answers`` are (text, start) and empty if there is none."""

    id: str
    text: str
    answers: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the article ``title`` with the questions asked about it."""

    title: str
    context: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """What the reader learns from: characters ``start`` to ``end`` of ``context`` answer.

    An empty span, ``start == end``, stands for "the context does not answer".
    """

    id: str
    question: str
    context: str
    start: int = 0
    end: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end <= len(self.context):
            raise ValueError(
                f"example {self.id}: span {self.start}-{self.end} is outside its context of "
                f"{len(self.context)} characters"
            )

    @property
    def answerable(self) -> bool:
        return self.end > self.start

    @property
    def answer(self) -> str:
        return self.context[self.start : self.end]


def load_squad(path: Path) -> list[Paragraph]:
    """The paragraphs of a gzip'd or plain SQuAD 1.1 or 2.0 file, in file order."""
    raw = path.read_bytes()
    articles = json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)["data"]
    return [
        Paragraph(
            title=article["title"],
            context=paragraph["context"],
            questions=tuple(
                Question(
                    id=question["id"],
                    text=question["question"].strip(),
                    answers=tuple((a["text"], a["answer_start"]) for a in question["answers"]),
                )
                for question in paragraph["qas"]
            ),
        )
        for article in articles
        for paragraph in article["paragraphs"]
    ]


def every_second_article(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs of every second article by title: what is learnt of a file that also reports.

    The articles between are never learnt from, so that figures can be reported on them.
    """
    learnt = set(sorted({paragraph.title for paragraph in paragraphs})[::2])
    return [paragraph for paragraph in paragraphs if paragraph.title in learnt]


def learnt_articles(halved: Path | None) -> set[str]:
    """The titles of a halved file's articles that readers are trained on; none without a file."""
    return {p.title for p in every_second_article(load_squad(halved))} if halved else set()


def answered(paragraph: Paragraph, question: Question) -> Example:
    """The positive example of a question: its first accepted answer."""
    text, start = question.answers[0]
    if paragraph.context[start : start + len(text)] != text:
        raise ValueError(f"question {question.id}: {text!r} does not stand at character {start}")
    return Example(question.id, question.text, paragraph.context, start, start + len(text))


def each_answered(paragraph: Paragraph, question: Question) -> list[Example]:
    """A positive example for every accepted answer that stands apart from those before it.

    A passage may tell of two who differ, or of several items: a reader that learns one of them
    only learns to overlook the others.
    """
    apart: list[tuple[str, int]] = []
    for text, start in question.answers:
        if all(start >= at + len(one) or at >= start + len(text) for one, at in apart):
            apart.append((text, start))
    return [answered(paragraph, replace(question, answers=(answer,))) for answer in apart]


def words(text: str) -> list[str]:
    """Lower-case words and numbers, in order."""
    return WORD.findall(text.lower())


def content_words(text: str) -> set[str]:
    """The words that carry the meaning; all words if there are only stop words."""
    found = set(words(text))
    return (found - STOP_WORDS) or found


def contains_answer(context: str, answers: tuple[tuple[str, int], ...]) -> bool:
    """Whether every content word of any accepted answer occurs in the context, in any order.

    Stricter than a search for the text: "June 1" is also found in "1 June".
    """
    present = set(words(context))
    return any(content_words(text) <= present for text, _ in answers)


def save_examples(path: Path, examples: Sequence[Example]) -> None:
    """Write examples to a gzip'd JSON file, whole or not at all; each context once."""
    contexts = {context: n for n, context in enumerate(dict.fromkeys(e.context for e in examples))}
    rows = [[e.id, e.question, contexts[e.context], e.start, e.end] for e in examples]
    with (
        whole_file(path) as partial,
        gzip.open(partial, "wt", encoding="utf-8", compresslevel=3) as file,
    ):
        json.dump({"contexts": list(contexts), "examples": rows}, file)


def load_examples(path: Path) -> list[Example]:
    """The examples of ``save_examples``, in order."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        saved = json.load(file)
    contexts = saved["contexts"]
    return [
        Example(id, question, contexts[context], start, end)
        for id, question, context, start, end in saved["examples"]
    ]
