"""What is wrong with a test set: texts that are not verbatim, repeated questions, leaks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from embeddings.passages import Document
from qa.evaluation.metrics import normalise_typographic
from qa.evaluation.testset import Case, Evidence, TestSet, same_file

ALIKE = 90  # percent of similarity from which two questions are taken for one
BLOCK = 1000  # questions compared at once


def problems(testset: TestSet, documents: Sequence[Document]) -> list[str]:
    """One line for each thing that makes a case of the set unfit to judge answers by."""
    found = [f"{c.id}: {problem}" for c in testset.cases for problem in _of_case(c, documents)]
    asked = list(map(_asked, testset.cases))
    pairs = [(i, j) for i, j in _alike(asked, asked) if i < j]
    cases = testset.cases
    return found + [f"{cases[j].id}: asks what {cases[i].id} asks" for i, j in pairs]


def leaks(one: TestSet, other: TestSet, documents: Sequence[Document]) -> list[str]:
    """One line for each question or piece of evidence that two sets share.

    What was tuned on one of them would be measured too well on the other.
    """
    alike = _alike(list(map(_asked, one.cases)), list(map(_asked, other.cases)))
    found = [f"{one.cases[i].id} asks what {other.cases[j].id} asks" for i, j in alike]
    places: defaultdict[str, list[tuple[str, int, int]]] = defaultdict(list)  # by file
    for other_id, file, start, end in _places(other, documents):
        places[file].append((other_id, start, end))
    for identity, file, start, end in _places(one, documents):
        found += [
            f"{identity} has evidence in common with {other_id} ({file} {start}-{end})"
            for other_id, other_start, other_end in places[file]
            if start < other_end and other_start < end
        ]
    return [f"{one.name} and {other.name}: {line}" for line in dict.fromkeys(found)]


def _of_case(case: Case, documents: Sequence[Document]) -> Iterator[str]:
    if case.answerable and not case.sources:
        yield "has no sources; name the file and the evidence in it"
    for evidence in case.sources:
        yield from _of_evidence(evidence, documents)
    texts = [evidence.text for evidence in case.sources]
    sources = [d.text for d in documents if any(same_file(d.source, e.file) for e in case.sources)]
    for answer in (*case.answers, *case.answers_all):
        if sources and not any(answer in text for text in sources):
            yield f"{answer!r} stands in none of its sources; copy it from there"
    for answer in (*case.answers[:1], *case.answers_all):
        if texts and not any(answer in text for text in texts):
            yield f"{answer!r} is not in the evidence; quote the sentence that holds it"
    for claim in case.disagreement:
        held = [e for e in case.sources if same_file(e.file, claim.file)]
        if not any(claim.answer in evidence.text for evidence in held):
            yield f"no evidence from {claim.file} holds the differing {claim.answer!r}"


def _of_evidence(evidence: Evidence, documents: Sequence[Document]) -> Iterator[str]:
    named = [d for d in documents if same_file(d.source, evidence.file)]
    if not named:
        yield f"there is no source {evidence.file}"
    elif all(evidence.interval(document) is None for document in named):
        yield f"{evidence.text!r} does not stand in {evidence.file}; copy it from there"
    elif evidence.start is None and any(d.text.count(evidence.text) > 1 for d in named):
        yield f"{evidence.text!r} stands several times in {evidence.file}; quote more, or start"


def _asked(case: Case) -> str:
    return normalise_typographic(" / ".join((*case.history, case.question)))


def _alike(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of texts that are equal or nearly so; empty ones are like no other."""
    from rapidfuzz import fuzz, process

    for first in range(0, len(one), BLOCK):
        block = one[first : first + BLOCK]
        scores = process.cdist(block, other, scorer=fuzz.ratio, score_cutoff=ALIKE, dtype=np.uint8)
        for i, j in zip(*np.nonzero(scores), strict=True):
            if block[i] and other[j]:
                yield first + int(i), int(j)


def _places(testset: TestSet, documents: Iterable[Document]) -> Iterator[tuple[str, str, int, int]]:
    """Case, file, start and end of all evidence."""
    for document in documents:
        for case in testset.cases:
            for evidence in case.sources:
                at = evidence.interval(document)
                if at is not None:
                    yield case.id, document.source, *at
