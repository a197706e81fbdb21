"""Reporting verbs: whose they are, and which part of the sentence is what is said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.passages import Interval
from qa.attribution import wording
from qa.attribution.quotations import Quotation
from qa.attribution.speakers import agrees
from qa.attribution.subjects import main_subject, subject_after, subject_before, subject_of_who
from qa.values.names import SMALL


@dataclass(frozen=True, slots=True)
class Report:
    """A speaker, the words that name them as such, and the stretches that are theirs.

    The speaker may be a pronoun, or None when it is known that nobody can tell. ``over`` says
    that the next words may well be another's.
    """

    speaker: Interval | None
    tag: Interval
    content: tuple[Interval, ...]
    over: bool = False


_QUOTE = re.compile(r"\s*[:,]?\s*[“„«‘\"](?=\S)|\s*:|\s+'(?=\w)")
_INSERTED = re.compile(r",(?!\s+\w+ing\b)")
_WHEN = re.compile(
    rf"\s+(?:{wording.TIME.pattern}|(?:in|on|by|via|through)\s+(?:(?:an?|the|his|her|its|their)\s+)?"
    r"(?:[a-z-]+\s)?(?:statement|interview|letter|report|speech|telephone|phone|e-?mail|message"
    r"|television|radio|Telegram|Facebook|Twitter|X|Instagram)\b)+"
)
_SAY_TO = wording.SAY | {"wrote", "admitted"}
_LINK = re.compile(r"\s+(that|of|about)(?=[\s,])")
_DEMAND = re.compile(r"\sthat\s|^\s(?:up)?on\b|^\sfor\b|\sto\s")
_MARKS = "“„«‘\"'"
_NUMBER = re.compile(rf"\d|\b{SMALL}\b")
_SUBJECT = re.compile(r"\s*(?:he|she|they|we|I)\b")
_PRONOUN = re.compile(r"\s*(?:he|she|it|they|there|we|I)\b")
_TURN = re.compile(r"[;:–—](?=\s)|\s-(?=\s)|\((?![^()]*\))")
_PAUSE = re.compile(r"[,.;:!?()–—“”„«»\"]|$")
_COPULA = re.compile(r"\b(?:is|are|was|were|be|been),$")
_CLOSED = re.compile(r",\s+(?:who|whom|whose|which)\s[^,]*,")
_RELATIVE = re.compile(r",\s+who\s")
_BACK = re.compile(rf",(?=\s+{wording.FINITE.pattern})")
_RESUMED = re.compile(r"(?:^|[\s,])(?:and|but|then)(?:\s+(?:then|later|also))?\s*$")

_WHO = re.compile(
    rf",\s+(?:who|whom|which|whose)\s(?:[^,;:]|,(?=\d))*(?=,\s+{wording.FINITE.pattern})"
)


@dataclass(frozen=True, slots=True)
class Verb:
    """A reporting verb in its sentence; ``masked`` ends with the sentence."""

    text: str
    masked: str
    start: int
    quotations: list[Quotation]
    spoken: list[Quotation]
    match: re.Match[str]
    found: list[Report]

    @property
    def word(self) -> str:
        """The verb; "was quoted as saying" is as good as "said"."""
        return "said" if self.match["verb"].endswith("as saying") else self.match["verb"]

    def report(self) -> Report | None:
        """What the verb reports, if it does."""
        masked, word, at = self.masked, self.word, self.match.start()
        if wording.NOT_SAID.search(masked, self.start, at):
            return None
        bare = word in wording.BASE or self.match[0].startswith("have")
        infinitive = bare and masked.endswith("to ", 0, at)
        if infinitive or wording.NOUN.match(masked, self.match.end()):
            return None
        borders = [m.end() for m in _TURN.finditer(masked, self.start, at)]
        borders += [report.tag[1] for report in self.found]
        borders += [q.end for q in self.spoken if q.end <= at]
        border = max([self.start, *borders])
        speaker, after = self._speaker(border)
        if speaker is None or not agrees(masked[slice(*speaker)], word):
            return None
        apart = speaker[0] < border or _RESUMED.search(masked, border, at)
        begin = at if apart else min(at, speaker[0])
        content, end = self._content(after)
        asked = word.startswith("ask")
        direct = self._direct(begin)
        inside = direct and direct[1] > self.start
        if direct and (content is None or (inside and masked[direct[0]] in _MARKS)):
            reach = max(end or after, after)
            more = [(q.start, q.end) for q in self.spoken if q.start >= reach]
            return Report(speaker, (begin, reach), (direct, *more), asked)
        if content is not None:
            said = _parts(masked, content, self._limit(border, content), self.spoken)
            if word in wording.NAME_IT:
                said = self._named(content, said[-1][1])
            clear = self._clear(content, said[-1][1], speaker)
            return Report(speaker, (begin, content), said, asked) if clear else None
        study = wording.STUDY.search(masked[slice(*speaker)])
        late = word in wording.LATE or (word in wording.SHOW and study)
        return self._late(speaker, (begin, end)) if end and late else None

    def _speaker(self, border: int) -> tuple[Interval | None, int]:
        """The subject, and where the words behind verb (and subject) begin."""
        masked, at, end = self.masked, self.match.start(), self.match.end()
        region, before = masked[border:at], masked[self.start : at].rstrip()
        same = self.found[-1].speaker if self.found else main_subject(masked, border, at)
        if self.word in wording.ING:
            return (same if re.search(r"(?:[,”»\"’]|\sand)$", before) else None), end
        if _RESUMED.search(region):
            within = re.search(r"\b(?:who|which|that)\b", _CLOSED.sub(",", region))
            return (None if within else same), end
        relative = re.search(r",\s+who\s*$", region)
        if relative:
            before_who = border + relative.start()
            again = self.found and not masked[border:before_who].strip(" ,")
            return (same if again else subject_of_who(masked, border, before_who)), end
        ahead = subject_before(masked, border, at)
        quoted = before.endswith(tuple("–—”\"»’'“")) or not region.strip(" ,")
        inverts = quoted or (before.endswith(",") and self.word in ("said", "says", "say"))
        if ahead or not inverts or self.word in ("told", "tells"):
            return ahead, end
        behind = subject_after(masked, end, len(masked))
        return behind, behind[1] if behind else end

    def _named(self, start: int, end: int) -> tuple[Interval, ...]:
        """What the verb calls something: up to the last word in quotation marks, if there are."""
        closing = [q.end for q in self.quotations if start <= q.start < end]
        return ((start, max(closing, default=end)),)

    def _limit(self, border: int, content: int) -> int:
        """Where the sentence, or the relative clause that the verb is in, ends."""
        closed = _RELATIVE.search(self.masked, border, self.match.start())
        back = _BACK.search(self.masked, content) if closed else None
        return back.start() if back else len(self.masked)

    def _direct(self, begin: int) -> Interval | None:
        """The quotation that the tag follows as ``“...,” X said`` does."""
        quotation = next((q for q in reversed(self.spoken) if q.end <= begin), None)
        if quotation is None or re.search(r"\w", self.masked[quotation.end : begin]):
            return None
        closing = quotation.inside(self.text).rstrip()[-1:] + self.text[quotation.end : begin]
        if not re.search(r"[,?!…–—-]", closing):
            return None
        before = self.text[self.start : quotation.start].rstrip()
        alone = not before or before.endswith(tuple(",:.;–—”’\"'"))
        return (quotation.start if alone else self.start), quotation.end

    def _content(self, after: int) -> tuple[int | None, int | None]:
        """Where what is said begins behind the verb, and else where the tag ends.

        Both are None where the verb means something else, as in ``told them to run``.
        """
        masked, word = self.masked, self.word
        pause = next(_PAUSE.finditer(masked, after)).start()
        if _QUOTE.match(masked, after):
            return after, None
        if after > self.match.end():  # "said X, who ..."
            return None, max(after, pause)
        within = wording.LED_UP_TO.match(masked, after)
        if word in wording.NAME_IT and within and not _DEMAND.search(within[0]):
            return within.end(), None
        link = _LINK.match(masked, after)
        if link and link[1] == "that" and word in wording.UTTER_THAT:
            return link.end(), None
        if word in wording.UTTER or word in wording.NAME_IT:
            return None, pause
        if link and (link[1] == "that" or word in wording.ABOUT):
            return link.end(), None
        if word in wording.OF:
            return None, None
        to = masked.startswith(" to ", after) and word in _SAY_TO
        inserted = _INSERTED.match(masked, after) or wording.ADVERBIAL.match(masked, after)
        leads = within and (to or inserted or word in wording.TELL)
        if within and leads and not wording.FINITE.search(within[0]):
            return within.end() - 1, None
        if wording.NO_CONTENT.match(masked, after):
            return None, pause if to else None
        addressee = wording.ADDRESSEE.match(masked, after) if word in wording.TELL else None
        if addressee:
            after = addressee.end()
            link = _LINK.match(masked, after)
            if link:
                return link.end(), None
            if wording.NO_CONTENT.match(masked, after):
                return None, None
        if after < pause and not wording.ADVERBIAL.match(masked, after):
            return after, None
        if word in wording.SAY or word in wording.TELL:
            time = _WHEN.match(masked, after)
            if time and wording.FINITE.search(masked, time.end(), pause):
                return time.end(), None
        return None, max(after, pause)

    def _clear(self, content: int, end: int, speaker: Interval) -> bool:
        """Whether what follows is said, and not the object of the verb in another sense."""
        word, said = self.word, self.masked[content:end]
        if word in wording.SHOW and not wording.STUDY.search(self.masked[slice(*speaker)]):
            return False
        if word in wording.SAY or _QUOTE.match(said):
            return True
        if self.masked[self.match.end() : content] == " of":
            return True
        if self.masked[:content].endswith((" that", ":")):
            return True
        if word in wording.COUNT and _NUMBER.search(said):
            return True
        if word in wording.CLAUSE and _SUBJECT.match(said):
            return True
        clause = wording.FINITE.search(said.split(" and ")[0])
        return bool(clause and (word in wording.CLAUSE or _PRONOUN.match(said)))

    def _late(self, speaker: Interval, tag: Interval) -> Report | None:
        """``..., X said.`` and ``The bridge, X says, was ...``."""
        masked, begin, end = self.masked, *tag
        before = masked[self.start : begin].rstrip()
        behind = end, scope(masked, min(end + 1, len(masked)), len(masked), self.spoken)
        if before in ("As", "as"):
            return Report(speaker, tag, (behind,))
        if not before.endswith((",", "–", "—", "-")):
            return None
        if _COPULA.search(before):
            return Report(speaker, tag, ((self.start, begin), behind))
        if wording.FINITE.search(masked, self.start, begin):
            return Report(speaker, tag, ((self.start, begin),))
        parted = masked.startswith(",", end) and wording.FINITE.search(masked, *behind)
        return Report(speaker, tag, ((self.start, begin), behind)) if parted else None


def _parts(masked: str, start: int, end: int, spoken: Sequence[Quotation]) -> tuple[Interval, ...]:
    """What is said, going on behind a relative clause: "the man, who ..., had fled"."""
    stop = scope(masked, start, end, spoken)
    aside = _WHO.match(masked, stop, end)
    if aside is None:
        return ((start, stop),)
    return (start, stop), (aside.end(), scope(masked, aside.end() + 1, end, spoken))


def scope(masked: str, start: int, end: int, spoken: Sequence[Quotation]) -> int:
    """Where what is said ends at the latest: before a new clause or behind a quotation."""
    stop = wording.CLAUSE_AFTER.search(masked, start, end)
    limit = stop.start() if stop else end
    return max([limit, *(q.end for q in spoken if start <= q.start < limit)])
