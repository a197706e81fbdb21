"""Test sets: questions with accepted answers and the evidence for them.

A test set is a file of JSON lines, one question a line, or a SQuAD v1.1 or v2.0 JSON file; either
may be gzipped. Lines look like this; all but the first three fields may be left out:

    {"id": "c01", "question": "How many?", "answerable": true, "answers": ["440 graves"],
     "answers_all": ["items", "of a list question"], "polarity": "yes", "history": ["Earlier?"],
     "sources": [{"file": "a.txt", "evidence": "They found 440 graves."}],
     "disagreement": [{"answer": "440", "file": "a.txt", "group": "1"}, ...], "category": "count"}

A line with "draft": true is left out: somebody has to accept it by taking that away.
"""

from __future__ import annotations

import gzip
import json
import logging
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import fields as fields_of
from functools import lru_cache
from pathlib import Path, PurePath
from typing import Any

from embeddings.passages import Document, Interval
from qa.evaluation.fields import Fields
from qa.evaluation.squad import squad_rows

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where an answer stands: ``text``, verbatim in ``file``, at ``start`` where that is known."""

    file: str
    text: str
    start: int | None = None

    def interval(self, document: Document) -> Interval | None:
        """Where this stands in ``document``; None in another file or where the text is missing."""
        if not same_file(document.source, self.file):
            return None
        start = document.text.find(self.text) if self.start is None else self.start
        end = start + len(self.text)
        return (start, end) if start >= 0 and document.text[start:end] == self.text else None


@dataclass(frozen=True, slots=True)
class Claim:
    """What one source says where sources differ; claims of one ``group`` agree."""

    answer: str
    file: str
    group: str


@dataclass(frozen=True, slots=True)
class Case:
    """One question of a test set and what a right answer to it is.

    ``answers`` are accepted verbatim, any one suffices; ``answers_all`` are the items that a
    list question asks for. ``disagreement_optional`` marks claims that need not be shown.
    ``subtype`` parts the questions of a category further. ``article`` is that of a SQuAD question:
    the questions of one are alike.
    """

    id: str
    question: str
    answerable: bool
    answers: tuple[str, ...] = ()
    answers_all: tuple[str, ...] = ()
    polarity: str | None = None
    history: tuple[str, ...] = ()
    sources: tuple[Evidence, ...] = ()
    disagreement: tuple[Claim, ...] = ()
    disagreement_optional: bool = False
    category: str = "other"
    subtype: str | None = None
    article: str | None = None

    @property
    def accepted(self) -> tuple[str, ...]:
        """The texts that count as an answer; the whole list where only its items are given."""
        if self.answers or not self.answers_all:
            return self.answers
        return (", ".join(self.answers_all),)


FIELDS = {"draft", *(field.name for field in fields_of(Case))}
"""What a line may hold."""


@dataclass(frozen=True, slots=True)
class TestSet:
    """The cases of one file, and the documents to index for them where the file holds them."""

    __test__ = False  # not for pytest to collect

    name: str
    cases: tuple[Case, ...]
    documents: tuple[Document, ...] = ()


def load_testset(path: Path | str) -> TestSet:
    """The test set at ``path``.

    A SQuAD file brings its articles as documents: index ``documents``, or their texts saved under
    the names in ``source``, and its cases find their evidence there. They come without sentences.
    Raises ValueError naming file, line, id and remedy where a field is wrong.
    """
    path = Path(path)
    text = _read(path)
    name = path.name.removesuffix(".gz")
    documents: list[Document] = []
    if name.endswith(".jsonl"):
        lines = [(f"{path} line {n}", line) for n, line in enumerate(text.split("\n"), start=1)]
        rows = [(where, _parse(line, where)) for where, line in lines if line.strip()]
    elif name.endswith(".json"):
        documents, squad = squad_rows(_parse(text, str(path)), str(path))
        rows = [(str(path), row) for row in squad]
    else:
        raise ValueError(f"{path} is no test set; name JSON lines .jsonl and SQuAD files .json")
    seen: dict[str, str] = {}
    cases = []
    drafts = 0
    for where, row in rows:
        if Fields(row, where).flag("draft", False):
            drafts += 1
            continue
        case = _case(row, where)
        if case.id in seen:
            raise ValueError(
                f"{where}: id {case.id!r} is also that of {seen[case.id]}; give each its own id"
            )
        seen[case.id] = where
        cases.append(case)
    if drafts:
        log.warning(
            '%s: %d drafts left out; take "draft": true away from those that are good',
            path,
            drafts,
        )
    if not cases:
        raise ValueError(f"{path} holds no questions; write one JSON object a line")
    unknown = {key for _, row in rows for key in row} - FIELDS
    if unknown:
        log.warning("%s: fields not known and not used: %s", path, ", ".join(sorted(unknown)))
    return TestSet(name, tuple(cases), tuple(documents))


def misplaced_evidence(testset: TestSet, documents: Iterable[Document]) -> list[str]:
    """One line for each piece of evidence that does not stand in its file among ``documents``.

    Such evidence is never found, so that its case counts as not retrieved and wrongly cited.
    """
    documents = tuple(documents)
    return [
        f"{case.id}: {evidence.text!r} does not stand in {evidence.file}; copy it from there"
        for case in testset.cases
        for evidence in case.sources
        if all(evidence.interval(document) is None for document in documents)
    ]


def same_file(one: str, other: str) -> bool:
    """Whether two paths end alike, as far as the shorter one goes."""
    return all(a == b for a, b in zip(_parts(one), _parts(other), strict=False))


@lru_cache(maxsize=10_000)
def _parts(path: str) -> tuple[str, ...]:
    """The parts of a path, the name of the file first."""
    return PurePath(path).parts[::-1]


def _read(path: Path) -> str:
    data = path.read_bytes()
    try:
        return (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path} is not UTF-8 text ({error.reason}); save it as UTF-8") from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ValueError(f"{path} is a damaged gzip file ({error}); copy it again") from error


def _parse(text: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(text)
        json.dumps(row, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"{where} holds half a character ({error}); write it whole") from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"{where} is not JSON ({error}); correct it") from error
    if not isinstance(row, dict):
        raise ValueError(f"{where} is {text.strip()[:40]!r}; write a JSON object, {{...}}")
    return row


def _case(row: dict[str, Any], where: str) -> Case:
    identity = Fields(row, where).text("id")
    fields = Fields(row, f"{where} (id {identity!r})")
    case = Case(
        id=identity,
        question=fields.text("question", empty=True),
        answerable=fields.flag("answerable"),
        answers=fields.texts("answers"),
        answers_all=fields.texts("answers_all"),
        polarity=row.get("polarity"),
        history=fields.texts("history"),
        sources=tuple(
            Evidence(entry.text("file"), entry.text("evidence"), entry.offset("start"))
            for entry in fields.entries("sources")
        ),
        disagreement=tuple(
            Claim(entry.text("answer"), entry.text("file"), str(entry.row.get("group")))
            for entry in fields.entries("disagreement")
        ),
        disagreement_optional=fields.flag("disagreement_optional", False),
        category=fields.text("category", "other"),
        subtype=fields.text("subtype") if row.get("subtype") is not None else None,
        article=fields.text("article") if row.get("article") is not None else None,
    )
    if case.polarity not in ("yes", "no", None):
        fields.fail("polarity", '"yes" or "no", or leave it out')
    if case.answerable and not (case.accepted or case.polarity):
        fields.fail("answers", 'a list of accepted texts, or "answerable": false')
    if not case.answerable and case.accepted:
        fields.fail("answerable", 'true, or leave "answers" and "answers_all" empty')
    if case.disagreement and len({claim.group for claim in case.disagreement}) < 2:
        fields.fail("disagreement", 'claims of two or more different "group"s, or null')
    return case
