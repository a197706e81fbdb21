"""One epoch of examples: every answerable question once, and freshly drawn others.

The draws depend on the seed and the number of the epoch only, so that a resumed run sees the
same data.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from random import Random

from qa.training.data import (
    Example,
    Paragraph,
    answered,
    each_answered,
    every_second_article,
    load_examples,
    load_squad,
    save_examples,
)
from qa.training.further import load_further
from qa.training.likeness import VectorOf
from qa.training.retrieved import ParagraphFinder, retrieved_examples
from qa.training.rewritten import ArticlePhrases, rewritten_examples
from qa.training.written import load_written

SENTENCES_AROUND = 4


@dataclass(frozen=True, slots=True)
class Shares:
    """How many examples of each kind an epoch has.

    ``squad`` is how many answerable questions of SQuAD files are drawn for an epoch, all if there
    are not as many. ``halved``, ``written`` and ``further`` are how often the questions of halved
    files, of written libraries and of further ones are repeated: those that somebody wrote to look
    answerable are few, and what rules make is no full match for them.
    """

    squad: int = 100_000
    near: int = 12_000
    far: int = 4_000
    rewritten: int = 16_000
    sentence_questions: int = 4
    halved: int = 8
    written: int = 12
    further: int = 2


def named_shares(given: Sequence[str]) -> Shares:
    """The default shares but for those given, each as ``kind=number``.

    Raises ValueError where there is no such kind or the number is none.
    """
    kinds = {kind.name for kind in fields(Shares)}
    chosen = {}
    for share in given:
        kind, _, number = share.partition("=")
        if kind not in kinds or not number.isdecimal():
            raise ValueError(
                f"{share!r} is no share of examples: give a kind and a number, such as near=5000; "
                f"the kinds are {', '.join(sorted(kinds))}"
            )
        chosen[kind] = int(number)
    return replace(Shares(), **chosen)


@dataclass(frozen=True, slots=True)
class Sources:
    """The files to learn from: ``squad`` whole, and parts of the others.

    Of ``halved`` files every second article is taken; the others are left to report on. Of
    ``extra`` files only the unanswerable questions are taken, since their answerable ones stand in
    ``squad``; of each sentence of ``sentences`` (QAMR) a few questions an epoch. ``written`` are
    folders, libraries written for training; ``further`` files hold questions on the
    paragraphs of ``squad`` or on passages of their own.
    """

    squad: tuple[Path, ...]
    extra: tuple[Path, ...] = ()
    sentences: tuple[Path, ...] = ()
    halved: tuple[Path, ...] = ()
    written: tuple[Path, ...] = ()
    further: tuple[Path, ...] = ()
    shares: Shares = field(default_factory=Shares)

    def __post_init__(self) -> None:
        if not self.squad:
            raise ValueError("no training file: give at least one file in SQuAD's format")

    def fingerprint(self) -> str:
        """A digest of the files and shares: what a checkpoint must agree with."""
        digest = hashlib.sha256(repr(self.shares).encode())
        for paths in (self.squad, self.extra, self.sentences, self.halved, self.further):
            for path in paths:
                digest.update(hashlib.sha256(path.read_bytes()).digest())
            digest.update(b"|")
        for folder in self.written:
            for path in sorted(each for each in folder.rglob("*") if each.is_file()):
                digest.update(path.read_bytes())
        return digest.hexdigest()[:16]


def load_paragraphs(paths: Sequence[Path]) -> list[Paragraph]:
    """The paragraphs of several files."""
    return [paragraph for path in paths for paragraph in load_squad(path)]


def draw_epoch(sources: Sources, vector: VectorOf, seed: int, number: int) -> list[Example]:
    """All examples of an epoch, shuffled; ``vector`` makes swapped names alike."""
    random = Random(f"{seed} {number}")
    shares = sources.shares
    paragraphs = load_paragraphs(sources.squad)
    asked = as_asked(paragraphs)
    examples = random.sample(asked, min(shares.squad, len(asked)))
    examples += [e for e in as_asked(load_paragraphs(sources.extra)) if not e.answerable]
    for path in sources.halved:
        examples += shares.halved * as_asked(every_second_article(load_squad(path)))
    for folder in sources.written:
        library = load_written(folder)
        for _ in range(shares.written):
            examples += written_examples(library, random)
    for path in sources.further:
        examples += shares.further * as_asked(load_further(path, paragraphs))
    finder = ParagraphFinder(paragraphs)
    examples += retrieved_examples(finder, shares.near, same_article=True, random=random)
    examples += retrieved_examples(finder, shares.far, same_article=False, random=random)
    phrases = articles(paragraphs, vector)
    examples += rewritten_examples(paragraphs, phrases, shares.rewritten, random)
    sentences = load_paragraphs(sources.sentences)
    examples += sentence_examples(sentences, shares.sentence_questions, random)
    random.shuffle(examples)
    return examples


def as_asked(paragraphs: Sequence[Paragraph]) -> list[Example]:
    """The questions of the paragraphs as they stand, answerable or not."""
    return [
        answered(p, q) if q.answers else Example(q.id, q.text, p.context)
        for p in paragraphs
        for q in p.questions
    ]


def stored_epoch(
    directory: Path, sources: Sources, vector: VectorOf, seed: int, number: int
) -> list[Example]:
    """The epoch's examples, drawn once and kept in ``directory``.

    A resumed run so reads what it began with, without the minutes a draw takes.
    """
    path = directory / f"epoch-{number}.json.gz"
    if not path.exists():
        directory.mkdir(parents=True, exist_ok=True)
        save_examples(path, draw_epoch(sources, vector, seed, number))
    return load_examples(path)


def articles(paragraphs: Sequence[Paragraph], vector: VectorOf) -> dict[str, ArticlePhrases]:
    """The swappable phrases of every article, by title."""
    grouped: dict[str, list[Paragraph]] = defaultdict(list)
    for paragraph in paragraphs:
        grouped[paragraph.title].append(paragraph)
    return {title: ArticlePhrases(found, vector) for title, found in grouped.items()}


def written_examples(paragraphs: Sequence[Paragraph], random: Random) -> list[Example]:
    """The questions of a written library, each also with a similar passage that does not answer."""
    finder = ParagraphFinder(list(paragraphs))
    examples = []
    for paragraph in paragraphs:
        for question in paragraph.questions:
            examples += each_answered(paragraph, question)
            if not question.answers:
                examples.append(Example(question.id, question.text, paragraph.context))
            found = finder.similar(paragraph, question, same_article=True)
            if found:
                other = random.choice(found)
                examples.append(Example(f"{question.id}/near", question.text, other.context))
    return examples


def sentence_examples(
    sentences: Sequence[Paragraph], questions: int, random: Random
) -> list[Example]:
    """Questions on single sentences (QAMR, Michael et al. 2018), half of them among others.

    The sentences around are drawn from the whole file: a reader must find the right one.
    """
    examples = []
    for sentence in sentences:
        asked = [q for q in sentence.questions if q.answers]
        for question in random.sample(asked, min(questions, len(asked))):
            example = answered(sentence, question)
            if random.random() < 0.5:
                around = [p.context for p in random.sample(sentences, SENTENCES_AROUND)]
                around = [text for text in around if example.answer not in text]
                before = around[: random.randint(0, len(around))]
                lead = "".join(text + " " for text in before)
                context = lead + " ".join([example.context, *around[len(before) :]])
                example = Example(
                    example.id,
                    example.question,
                    context,
                    example.start + len(lead),
                    example.end + len(lead),
                )
            examples.append(example)
    return examples
