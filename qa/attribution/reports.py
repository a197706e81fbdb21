"""The reports of a sentence: who speaks in it, and which part of it is what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from embeddings.passages import Interval
from qa.attribution import wording
from qa.attribution.quotations import Quotation
from qa.attribution.speakers import head, is_pronoun
from qa.attribution.subjects import subject_after, subject_before
from qa.attribution.verbs import Report, Verb, scope

_OWN = re.compile(r"(?:th(?:is|at|ese|ose)|(?:his|her|their|its) (?:own )?(?:accounts?|words?))\b")
_ASIDE = re.compile(r"(?:,\s+(?:who|whom|whose|which)|\s+[a-z]+ed)\s[^,]*(?=,)")


def find_reports(
    text: str, masked: str, start: int, end: int, quotations: Sequence[Quotation]
) -> list[Report]:
    """The reports of the sentence ``start`` to ``end``; in ``masked`` its speech is hidden."""
    found: list[Report] = []
    near = [q for q in quotations if q.start < end and text[q.end : start] in ("", " ")]
    spoken = [quotation for quotation in near if quotation.spoken(text)]
    masked = masked[:end]
    for match in wording.REPORTING.finditer(masked, start):
        if report := Verb(text, masked, start, near, spoken, match, found).report():
            found.append(report)
    sentence = _Sentence(masked, start, spoken)
    return [*found, *sentence.verdicts(), *sentence.passed_on(), *sentence.credits()]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence up to its end, for the reports in which the speaker is not said to say so."""

    masked: str
    start: int
    spoken: list[Quotation]

    def verdicts(self) -> Iterator[Report]:
        """``X blamed ...``"""
        for match in wording.VERDICT.finditer(self.masked, self.start):
            if speaker := subject_before(self.masked, self.start, match.start()):
                yield Report(speaker, (speaker[0], match.end()), (self._rest(match.end()),))

    def passed_on(self) -> Iterator[Report]:
        """``were told by X that ...`` and ``quoted X as saying ...``"""
        for pattern, link in wording.PASSED_ON:
            for match in pattern.finditer(self.masked, self.start):
                speaker = self._behind(match.end())
                led = link.match(self.masked, speaker[1]) if speaker else None
                if speaker and led and not is_pronoun(self.masked[slice(*speaker)]):
                    tag, content = (match.start(), led.end()), (self._rest(led.end()),)
                    yield Report(speaker, tag, content, over=True)

    def credits(self) -> Iterator[Report]:
        """``according to X``, ``in X's words`` and ``as X put it``"""
        for match in wording.ACCORDING.finditer(self.masked, self.start):
            before = self.masked[self.start : match.start()].rstrip()
            title = match[0][0] == "A" and re.search(r"\w$", before)
            speaker = None if title else self._behind(match.end())
            if speaker and _speaks(self.masked[slice(*speaker)]):
                speaker = self._closed(match.start(), speaker)
                yield self._credit((match.start(), speaker[1]), speaker)
        for match in wording.IN_WORDS.finditer(self.masked, self.start):
            if _speaks(match["owner"]) and not wording.TIME.match(match["owner"]):
                yield self._credit(match.span(), match.span("owner"))
        for match in wording.IN_WORDS_OF.finditer(self.masked, self.start):
            if speaker := self._behind(match.end()):
                speaker = self._closed(match.start(), speaker)
                yield self._credit((match.start(), speaker[1]), speaker)
        for match in wording.PUT_IT.finditer(self.masked, self.start):
            if speaker := subject_before(self.masked, *match.span("who")):
                yield self._credit(match.span(), speaker)

    def _behind(self, at: int) -> Interval | None:
        return subject_after(self.masked, at, len(self.masked))

    def _closed(self, at: int, speaker: Interval) -> Interval:
        """The speaker without the next subject, as in ``According to X, the mayor had ...``."""
        first, last = speaker
        if re.search(r"\w", self.masked[self.start : at]) or self.masked.startswith(",", last):
            return speaker
        comma = self.masked.rfind(",", first, last)
        return (first, comma) if comma > first else speaker

    def _rest(self, start: int) -> Interval:
        end = len(self.masked)
        return start, scope(self.masked, min(start + 1, end), end, self.spoken)

    def _credit(self, tag: Interval, speaker: Interval) -> Report:
        """The report with the clause that the tag belongs to."""
        masked, (at, after) = self.masked, tag
        if aside := _ASIDE.match(masked, after):
            after = aside.end()
        clauses = wording.CLAUSE_BEFORE.finditer(masked, self.start, at)
        begin = max([self.start, *(match.end() for match in clauses)])
        before = masked[begin:at].strip(" ,\n")
        if not re.search(r"\w", before) or re.search(r"\b(?:and|but|that|or)$", before):
            content = [self._rest(after)]
        elif wording.FINITE.search(before):
            content = [(begin, at)]
        else:
            content = [(begin, at), self._rest(after)]
        return Report(speaker, tag, tuple(content))


def _speaks(phrase: str) -> bool:
    """Whether somebody says so, other than in ``according to plan``."""
    phrase = re.sub(r"^\w+ of (?:the |his |her |its |their )?", "", phrase)
    last = head(phrase).split()[-1:]
    kinds = (wording.SOURCE, wording.PERSON, wording.COLLECTIVE)
    return not _OWN.match(phrase) and any(kind.search(word) for word in last for kind in kinds)
