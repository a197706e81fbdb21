"""The people a text names: who they are, and whom a pronoun means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from embeddings.passages import Interval
from embeddings.sentences import SENTENCE_STARTERS
from qa.attribution.speakers import head, is_named, is_plural
from qa.attribution.subjects import main_subject
from qa.attribution.wording import FINITE, NAME, NAMES, PERSON, SOURCE, TIME
from qa.questions.words import CONJUNCTIONS, FEMALE, MALE, PREPOSITIONS

_NEIGHBOURHOOD = 20_000  # characters to each side in which people are introduced
_MEMORY = 3  # narrated sentences without a person over which a pronoun may point back
_OPENING_PRONOUN = re.compile(r"(?:(?:But|And|Then|Later|Now|Yet|Still)\s)?([Hh]e|[Ss]he)\b")

_INSTITUTION = re.compile(
    r"(?:^The\s|\b(?:Moscow|Kyiv|Kiev|Washington|London|Paris|Berlin|Brussels|Beijing|Tehran"
    r"|Kremlin|Pentagon|Nato"
    r"|NATO|UN|EU|Reuters|AFP|AP|BBC|CNN|Guardian|Observer|Times|Telegraph|Post|House|Ministry"
    r"|Office|Agency"
    r"|Service|Commission|Committee|Council|Court|Bank|Party|Union|University|Hospital|Group"
    r"|Organi[sz]ation"
    r"|Institute|Association|Centre|Center|Department|Authority|Street|River|Sea|Republic|Region"
    r"|Police|Station|Observatory)$)"
)
_HE = re.compile(
    r"\b(?:Mr|Sir|Lord|King|Prince|Father|\w*[a-z]man|[Mm]an|father|brother|son|husband|uncle)\b"
)
_SHE = re.compile(
    r"\b(?:Mrs|Ms|Miss|Lady|Dame|Queen|Princess|\w*woman|mother|sister|daughter|wife|aunt|widow"
    r"|[A-Z]?GRAN)\b"
)
_ASKING = re.compile(r",?\s+ask(?:s|ed)\s")
_PERSONAL = re.compile(r"\b(?:his|her|himself|herself)\b")
_NAMES = re.compile(NAMES)
_TWO_NAMES = re.compile(rf"{NAME}\s+{NAME}")
_LED_BY = rf"(?<!\w)(?!(?:{'|'.join(CONJUNCTIONS | PREPOSITIONS | {'when', 'as', 'where'})})\b)"
_OFFICE = re.compile(rf"(?:{NAME}\s+)*(?:{_LED_BY}[a-z-]+\s+)?(?:{PERSON.pattern})\s+$")
_RELATION = re.compile(r"\b(?:his|her|their)\s+(?:[a-z-]+\s+)?[a-z-]+,?\s+$")
_NEW_CLAUSE = re.compile(r"[:;–—]|\b(?:which|whom?|that|and|but|what|as|while|when)\b")


@dataclass(frozen=True, slots=True)
class Topic:
    """Who a sentence is about; ``person`` is None where it could be several."""

    person: Interval | None
    spoke: bool = False
    alone: bool = True  # no other person is named there


class Cast:
    """The people of a text, sentence by sentence; ``topics`` are those of the sentences noted."""

    def __init__(self, masked: str, sentences: Sequence[Interval], people: frozenset[str]) -> None:
        self.masked, self.sentences, self.people = masked, sentences, people
        self.topics: list[Topic | None] = []

    def note(self, speaker: Interval | None, *, reported: bool) -> None:
        """Go on to the next sentence; ``reported`` if this one says who speaks."""
        self.topics.append(self._reporting(speaker) if reported else self._topic())

    def _reporting(self, speaker: Interval | None) -> Topic:
        start, end = self.sentences[len(self.topics)]
        named = _mentions(self.masked, start, end, self.people)
        others = [n for n in named if not (speaker and n[0] < speaker[1] and speaker[0] < n[1])]
        return Topic(speaker, spoke=True, alone=not (speaker and others))

    def _topic(self) -> Topic | None:
        start, end = self.sentences[len(self.topics)]
        opening = _OPENING_PRONOUN.match(self.masked, start)
        named = _mentions(self.masked, start, end, self.people)
        if opening:
            return Topic(None if named else self.antecedent(opening.span(1), None))
        subject = main_subject(self.masked, start, end)
        if subject and _ASKING.match(self.masked, subject[1], end):
            return Topic(None)  # the one who is asked may speak next
        if subject and is_person(self.masked[slice(*subject)], self.people):
            others = any(one[0] >= subject[1] for one in named)
            vague = re.match(r"an?\s", self.masked[slice(*subject)], re.I)
            return Topic(None if others or vague else subject)
        inside = subject and any(one[0] < subject[1] for one in named)
        if subject and inside and is_plural(self.masked[slice(*subject)]):
            return Topic(None)  # one of several
        if subject and self._may_be_person(subject, end):
            return Topic(None)
        return Topic(named[0] if len(named) == 1 else None) if named else None

    def _may_be_person(self, subject: Interval, end: int) -> bool:
        """Whether a name that the text does not introduce could be a person's."""
        name = self.masked[slice(*subject)]
        if _INSTITUTION.search(name) or name.lower() in SENTENCE_STARTERS:
            return False
        form = _NAMES if _PERSONAL.search(self.masked, subject[1], end) else _TWO_NAMES
        return form.fullmatch(name) is not None

    def antecedent(self, pronoun: Interval, speaker: Interval | None) -> Interval | None:
        """Whom a pronoun of the next sentence means, where it can only be one.

        ``speaker`` is the last one named in this sentence.
        """
        topic = Topic(speaker, spoke=True) if speaker else self._topic_before(pronoun[0])
        word = self.masked[slice(*pronoun)].lower()
        if word == "it" and not (topic and topic.spoke):
            return self._institution_before()
        if topic is None or topic.person is None:
            return None
        phrase = self.masked[slice(*topic.person)]
        if word in ("he", "she"):
            fits = is_person(phrase, self.people)
            known = _pronoun_of(self.masked, topic.person, pronoun[0])
            sure = known == word or (known is None and topic.alone)
            return topic.person if fits and sure else None
        plural = word == "they"
        fits = plural == is_plural(phrase) and (plural or not is_person(phrase, self.people))
        return topic.person if word in ("they", "it") and topic.spoke and fits else None

    def _institution_before(self) -> Interval | None:
        """The subject of the sentence before, if it is one that can speak."""
        if not self.topics:
            return None
        subject = main_subject(self.masked, *self.sentences[len(self.topics) - 1])
        phrase = head(self.masked[slice(*subject)]) if subject else ""
        speaks = SOURCE.search(phrase) and not is_plural(phrase)
        return subject if speaks and not is_person(phrase, self.people) else None

    def _topic_before(self, at: int) -> Topic | None:
        """The topic of the words before the pronoun in its sentence, else of those before it."""
        start = self.sentences[len(self.topics)][0]
        subject = main_subject(self.masked, start, at)
        named = _mentions(self.masked, start, at, self.people)
        if subject and is_person(self.masked[slice(*subject)], self.people):
            own = _NEW_CLAUSE.search(self.masked, subject[1], at)
            return Topic(subject, alone=own is not None)  # not in "Kesh was killed, she said"
        if named:
            acts = len(named) == 1 and FINITE.match(self.masked, named[0][1] + 1)
            return Topic(named[0] if acts else None)
        narrated = 0
        for topic, (first, last) in reversed(list(zip(self.topics, self.sentences, strict=False))):
            if topic or narrated == _MEMORY:
                return topic
            narrated += re.search(r"[a-z]", self.masked[first:last]) is not None
        return None


def is_person(phrase: str, people: frozenset[str]) -> bool:
    """Whether the phrase means a single person."""
    first = head(phrase)
    if is_plural(phrase) or not first:
        return False
    last = first.split()[-1]
    return last in people or (not is_named(first) and PERSON.fullmatch(last) is not None)


def people_around(text: str, at: int) -> frozenset[str]:
    """The last names of the people who are introduced in the neighbourhood of a character."""
    block = at // _NEIGHBOURHOOD * _NEIGHBOURHOOD  # the same stretch for all that lies in it
    first = max(block - _NEIGHBOURHOOD, 0)
    return find_people(text[first : first + 3 * _NEIGHBOURHOOD])


@lru_cache(maxsize=64)
def find_people(text: str) -> frozenset[str]:
    """The last names of those whom the text calls by office or age or lets speak."""
    office = rf"(?i:{PERSON.pattern})"
    away = r"(?<!\bthe\s)(?<!\bin\s)(?<!\bat\s)(?<!\bof\s)(?<!\bfor\s)(?<!\bnear\s)"
    spoke = "said|says|told|stated|added|explained|recalled|recalls|wrote|admitted|insisted|warned"
    patterns = (
        rf"{away}\b({NAMES}),\s+(?:aged\s+)?\d\d\b",
        rf"-year-old\s+({NAMES})",
        rf"\b{office}(?<!s)[ \t]+({NAMES})",
        rf"\b{office}(?<!s),\s+({NAME}\s+{NAMES}),",
        rf"{away}\b({NAMES}),\s+(?:an?|the|his|her|their|head|chief"
        rf"|former)\s(?:(?!\sof\s)[^,.]){{0,50}}\b{office}",
        rf"{away}\b({NAMES})(?:,[^,.]{{3,80}},)?\s+(?:{spoke})\b",
        rf"[,”’\"»]\s+(?!told)(?:{spoke})\s+({NAMES})",
    )
    names = {match[1] for pattern in patterns for match in re.finditer(pattern, text)}
    last = {_plain(name) for name in names if not _INSTITUTION.search(name)}
    common = set(re.findall(r"\b[a-z]+\b", text)) | SENTENCE_STARTERS
    return frozenset(
        name
        for name in last
        if name.lower() not in common
        and not PERSON.fullmatch(name)
        and not TIME.fullmatch(f"on {name}")
    )


def _plain(name: str) -> str:
    return re.sub(r"[’']s?$", "", name.split()[-1])


def _mentions(masked: str, start: int, end: int, people: frozenset[str]) -> list[Interval]:
    """The people named in the stretch, each once and with the office before the name."""
    found: dict[str, Interval] = {}
    for name in _NAMES.finditer(masked, start, end):
        before = masked[start : name.start()]
        if _plain(name[0]) in people and not _RELATION.search(before):
            office = _OFFICE.search(before)
            begin = start + office.start() if office else name.start()
            tail = len(name[0]) - len(re.sub(r"[’']s?$", "", name[0]))
            found.setdefault(_plain(name[0]), (begin, name.end() - tail))
    return list(found.values())


def _pronoun_of(masked: str, person: Interval, until: int) -> str | None:
    """The pronoun that the text uses for the person, if it shows."""
    phrase = masked[slice(*person)]
    if _SHE.search(phrase):
        return "she"
    if _HE.search(phrase):
        return "he"
    given = head(phrase).split()[:1]
    if given and given[0].lower() in FEMALE:
        return "she"
    if given and given[0].lower() in MALE:
        return "he"
    used = re.search(r"\b(?:[Hh](?:e|is|im)|(?P<she>[Ss]he|[Hh]er))\b", masked[person[1] : until])
    return None if used is None else "she" if used["she"] else "he"
