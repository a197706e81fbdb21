"""Who states what: the speaker a source itself gives for a stretch of its text.

Rules over sentences, quotation marks and reporting verbs; no parser. Being right comes before
finding everybody: where two readings are possible, nobody is named. What a source denies, asks or
declines to say is stated by nobody, and what stands outside every report is the author's.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from embeddings.passages import Document, Interval
from qa.attribution.people import Cast, Topic, is_person, people_around
from qa.attribution.quotations import Quotation, find_quotations, mask
from qa.attribution.reports import find_reports
from qa.attribution.speakers import is_pronoun
from qa.attribution.verbs import Report
from qa.attribution.wording import FINITE, NAMES

_SENTENCES_BEFORE, _SENTENCES_AFTER = 12, 4
_UNDIVIDED = 3_000  # characters to each side of a text without sentences
_SHORT = 8  # words of a clause that only introduces a quotation
_TAIL = re.compile(
    r"(?:(?:aged\s)?\d{1,3},\s)?(?:who|that|which|whose|where|when|as|after|before|while|during"
    r"|\w+ing)\b"
)
_LABEL = re.compile(rf"({NAMES}):\s+(?=\S)")
_DOUBTED = re.compile(  # "said it was a lie that ...", "warned against claims that ..."
    r"(?:\b(?:not|never|no(?:body| one| longer)?|nothing|lies?|lied|lying|myth|untrue|false|wrong"
    r"|doubt\w*|unlikely|claims?|rumou?rs?|allegations?|reports?|unclear|unknown)\b|n[’']t\b)"
    r"[^.,;:]{0,60}?\b(?:that|whether|if)\b"
    r"|(?:\b(?:not|never)|n[’']t)\s(?:believe|think|know|see|say|expect|accept)\b",
    re.I,
)
_CLAIMS = re.compile(
    r"\b(?:against|of|about) (?:claims|rumou?rs|allegations|suggestions)(?: that)?\s*$", re.I
)
_THIRD_PARTY = re.compile(
    r"\b(?:he|she|they|the\s\w+)\s+(?:said|says|say|told|claimed|claims?)\b|\baccording to\b"
    r"|\b(?-i:[A-Z])\w+\s+(?:said|says|told|claimed|claims)\b",
    re.I,
)


def attribute(document: Document, start: int, end: int) -> Interval | None:
    """Who states the characters ``start`` to ``end`` of the document, as the source names them.

    None when it is the author, or when it is not sure who it is.
    """
    if any(first < end and start < last for first, last in document.boilerplate):
        return None
    scene = _scene(document, start, end)
    speaker = _speaker(scene, start - scene.offset, end - scene.offset)
    return speaker and (speaker[0] + scene.offset, speaker[1] + scene.offset)


@dataclass(frozen=True, slots=True)
class _Scene:
    """The sentences around the question, ``offset`` characters into the document."""

    offset: int
    text: str
    masked: str
    sentences: tuple[Interval, ...]
    quotations: tuple[Quotation, ...]
    people: frozenset[str]


def _scene(document: Document, start: int, end: int) -> _Scene:
    around = max(start - _UNDIVIDED, 0), min(end + _UNDIVIDED, len(document.text))
    sentences = document.sentences or (around,)
    first = max(bisect_right(sentences, start, key=itemgetter(0)) - 1 - _SENTENCES_BEFORE, 0)
    last = bisect_right(sentences, end - 1, key=itemgetter(0)) + _SENTENCES_AFTER
    near = sentences[first:last]
    offset = min(near[0][0], start)
    limit = max(near[-1][1], end)
    text = document.text[offset:limit]
    for a, b in document.boilerplate:  # nobody in there speaks
        if a < limit and offset < b:
            a, b = max(a - offset, 0), min(b, limit) - offset
            text = text[:a] + " " * (b - a) + text[b:]
    inside = tuple((a - offset, b - offset) for a, b in near)
    quotations = tuple(find_quotations(text, _paragraphs(text, inside)))
    people = people_around(document.text, start)
    return _Scene(offset, text, mask(text, quotations), inside, quotations, people)


def _paragraphs(text: str, sentences: Sequence[Interval]) -> list[Interval]:
    """Runs of sentences without a line break between them."""
    found: list[Interval] = []
    for start, end in sentences:
        if found and "\n" not in text[found[-1][1] : start]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


Pieces = list[tuple[Interval, "Interval | None"]]
"""Stretches of the text with who states them."""


def _speaker(scene: _Scene, start: int, end: int) -> Interval | None:
    reports, topics = _reports(scene)
    pieces = [(piece, r.speaker) for here in reports for r in here for piece in r.content]
    pieces += _quoted(scene, reports, topics)
    tags = [report.tag for here in reports for report in here]
    found: list[Interval | None] = []
    for first, last in scene.sentences:
        parts = [(max(start, first), min(end, last))]
        for tag in tags:
            parts = [rest for part in parts for rest in _without(part, tag)]
        cores = [core for core in (_core(scene.text, *part) for part in parts) if core]
        speakers = [_innermost(scene, core, pieces) for core in cores]
        if any(speakers):  # what only surrounds the tag, as "On Monday, X said ..." does
            speakers = [
                s for s, c in zip(speakers, cores, strict=True) if s or not _aside(scene, c, tags)
            ]
        found += speakers
    names = {one and scene.text[slice(*one)].split()[-1] for one in found}
    return found[0] if len(names) == 1 else None


def _without(part: Interval, taken: Interval) -> Iterator[Interval]:
    before, after = (part[0], min(part[1], taken[0])), (max(part[0], taken[1]), part[1])
    yield from (rest for rest in (before, after) if rest[0] < rest[1])


def _aside(scene: _Scene, part: Interval, tags: Sequence[Interval]) -> bool:
    """Whether the part says no more than when, where or who, right beside a tag."""
    between = [(part[1], tag[0]) for tag in tags] + [(tag[1], part[0]) for tag in tags]
    near = any(a <= b and not re.search(r"\w", scene.text[a:b]) for a, b in between)
    behind = any(tag[1] <= part[0] for tag in tags) and _TAIL.match(scene.masked, part[0])
    return near and bool(behind or not FINITE.search(scene.masked, *part))


def _core(text: str, start: int, end: int) -> Interval | None:
    """The stretch from its first to its last letter or digit."""
    places = [at for at in range(start, end) if text[at].isalnum()]
    return (places[0], places[-1] + 1) if places else None


def _innermost(scene: _Scene, part: Interval, pieces: Pieces) -> Interval | None:
    """The speaker of the smallest piece around the part; None too if it quotes a third party."""
    around = [(b - a, (a, b), who) for (a, b), who in pieces if a <= part[0] and part[1] <= b]
    if not around:
        return None
    _, (first, _), speaker = min(around, key=lambda piece: piece[0])
    if _DOUBTED.search(scene.masked, first, part[0]) or _CLAIMS.search(scene.masked, 0, first):
        return None
    for quotation in scene.quotations:
        if quotation.start < part[0] < quotation.end and first <= quotation.start + 1:
            inside = scene.text[quotation.start + 1 : part[0] + 1]
            if _THIRD_PARTY.search(re.split(r"[.!?…][’”'\"]?\s(?![a-z])", inside)[-1]):
                return None
    return speaker


def _reports(scene: _Scene) -> tuple[list[list[Report]], list[Topic | None]]:
    """The reports of each sentence, pronouns replaced by whom they mean, and its topic."""
    cast = Cast(scene.masked, scene.sentences, scene.people)
    reports: list[list[Report]] = []
    for start, end in scene.sentences:
        here: list[Report] = []
        for report in find_reports(scene.text, scene.masked, start, end, scene.quotations):
            if report.speaker and is_pronoun(scene.text[slice(*report.speaker)]):
                last = here[-1].speaker if here else None
                answers = reports and not here and any(before.over for before in reports[-1])
                who = None if answers else cast.antecedent(report.speaker, last)
                report = replace(report, speaker=who)
            here.append(report)
        label = _LABEL.match(scene.masked, start, end)
        if label and label[1].split()[-1] in cast.people and not here:
            here.append(Report(label.span(1), label.span(), ((label.end(), end),)))
        cast.note(here[0].speaker if here else None, reported=bool(here))
        reports.append(here)
    return reports, cast.topics


def _quoted(scene: _Scene, reports: list[list[Report]], topics: list[Topic | None]) -> Pieces:
    """The quotations with their speakers, carried on where a quotation stands without a tag."""
    text, found = scene.text, list[tuple[Interval, Interval | None]]()
    starts = [sentence[0] for sentence in scene.sentences]
    for quotation in (one for one in scene.quotations if one.spoken(text)):
        first = bisect_right(starts, quotation.start) - 1
        last = bisect_right(starts, quotation.end - 1) - 1
        covering = [
            (b - a, report.speaker)
            for here in reports
            for report in here
            for a, b in report.content
            if a <= quotation.start + 1 and quotation.end - 1 <= b
        ]
        before = text[starts[first] : quotation.start].rstrip()
        alone = not re.search(r"\w", before + text[quotation.end : scene.sentences[last][1]])
        if covering:
            speaker = min(covering, key=lambda piece: piece[0])[1]
        elif alone and first == 0:
            speaker = None
        elif alone:
            speaker = _carried(scene, first - 1, reports, topics, found)
        elif before.endswith(":") and len(before.split()) <= _SHORT:
            topic = topics[first]
            speaker = topic.person if topic else None
        else:
            continue
        found.append(((quotation.start, quotation.end), speaker))
    continued = {(one.start, one.end) for one in scene.quotations if one.continued}
    for at in range(len(found) - 2, -1, -1):  # the tag may come in a later paragraph
        place, speaker = found[at]
        if speaker is None and place in continued:
            found[at] = place, found[at + 1][1]
    return found


def _carried(
    scene: _Scene,
    previous: int,
    reports: list[list[Report]],
    topics: list[Topic | None],
    found: Pieces,
) -> Interval | None:
    """The speaker of the sentence before a quotation that stands alone."""
    first, last = scene.sentences[previous]
    here = reports[previous]
    if here:
        speaker = here[0].speaker
        if here[-1].over or speaker is None or {report.speaker for report in here} != {speaker}:
            return None
        quotes = any(
            first <= one.start < last and one.spoken(scene.text) for one in scene.quotations
        )
        return speaker if quotes or is_person(scene.text[slice(*speaker)], scene.people) else None
    if found and found[-1][0][1] > first:
        return found[-1][1]
    topic = topics[previous]
    paragraph = "\n" not in scene.text[last : scene.sentences[previous + 1][0]]
    return topic.person if topic and paragraph else None
