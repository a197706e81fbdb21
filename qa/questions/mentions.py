"""The persons, places, times and things a question names, as a later question may mean them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from qa.questions.clauses import NOMINAL, Clause, joined, take_apart
from qa.questions.grammar import (
    Token,
    base_form,
    is_animate,
    is_past,
    is_plural,
    tokens,
)
from qa.questions.words import (
    ANIMATE,
    BE,
    COLLECTIVES,
    DONE_TO_PERSONS,
    FEMALE,
    HUMAN_VERBS,
    MALE,
    PLACE_NOUNS,
    PLACE_PREPOSITIONS,
    TIME_NOUNS,
)

Kind = Literal["person", "place", "time", "thing", "name"]
Gender = Literal["he", "she"]

_GROUPS = frozenset("dead missing poor rich sick old young wounded injured".split())
_TAKES_PLACE = frozenset(
    "leave reach enter visit capture recapture occupy bomb shell govern flee evacuate rebuild "
    "defend liberate flood storm retake seize invade".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Something named in ``start`` to ``end`` of a question; -1 where it is only described there.

    ``text`` is what stands for it in another question: "the journal" for "a journal".
    ``before`` is the preposition in front.
    """

    text: str
    kind: Kind
    plural: bool
    start: int = -1
    end: int = -1
    before: str = ""
    gender: Gender | None = None

    @property
    def head(self) -> str:
        """The main noun: "mayor" in "the mayor of Passau"."""
        return re.split(r" (?:of|who|that|in|whose|containing)\b", self.text)[0].split()[-1]


def definite(text: str, named: bool) -> str:
    """A noun phrase as something already spoken of: "a journal" -> "the journal"."""
    bare = re.sub(
        r"^(an?|the|those|these|some|any|many|several|no|each|every|(all|both)( the)?) ",
        "",
        text,
        flags=re.I,
    )
    owned = re.match(r"(my|your|his|her|its|our|their) |[^ ]+( [^ ]+)?['’]s? ", bare)
    keeps = named and bare == text
    return bare if owned or keeps else f"the {bare}"


def mentions(question: str, *, cased: bool | None = None) -> list[Mention]:
    """What a question names, in order; names are told without capitals unless ``cased``."""
    cased = question != question.lower() if cased is None else cased
    words = tokens(question)
    clause = take_apart(question)
    verb_at = -1
    if clause and clause.verb:
        before = joined(clause.aux, clause.subject)
        verb_at = question.find(clause.verb, question.find(before) + len(before))
        if any(word.start == verb_at and word.tag == "name" for word in words):
            verb_at = -1
    if clause and re.match(r"how (?!many|much)", clause.wh, re.I):  # "tall" in "how tall"
        words = [w for w in words if w.start >= question.find(clause.wh) + len(clause.wh)]
    rest_at = -1
    if clause and clause.subject and not clause.verb and clause.rest:
        rest_at = question.find(clause.rest, question.find(joined(clause.aux, clause.subject)))
    copular = clause is not None and clause.aux.lower() in BE and clause.subject[:1].isupper()
    found: list[Mention] = []
    run: list[Token] = []
    for i, word in enumerate([*words, Token("", len(question), "punct")]):
        last = run[-1] if run else None
        after_noun = last is not None and last.tag in ("noun", "name")
        new = after_noun and word.tag in ("det", "adj", "num")
        continues = i + 1 < len(words) and words[i + 1].tag in NOMINAL
        joins = word.lower == "of" and after_noun and continues
        inside = word.tag in (*NOMINAL, "poss") or joins
        if run and (new or not inside or word.start in (verb_at, rest_at)):
            found += _noun_phrase(question, run, words, clause, cased)
            run = []
        office = copular and word.start == rest_at and word.tag == "noun"  # "was Reed director"
        if inside and word.start != verb_at and not office:
            run.append(word)
    return found


def _noun_phrase(
    question: str, run: list[Token], words: list[Token], clause: Clause | None, cased: bool
) -> list[Mention]:
    """The mention in a run of words, after that of the owner in "the coach's wife"."""
    while run and run[0].lower in ("many", "much", "other", "more", "that", "this"):
        run = run[1:]
    if not run or run[-1].tag in ("det", "poss") or all(w.tag == "adj" for w in run):
        return []
    if run[-1].lower in ("none", "nothing", "nobody", "having", "being"):
        return []
    if run[0].lower in ("last", "first") and is_past(run[-1].lower):  # "was last seen"
        return []
    for i, word in enumerate(run):
        if word.tag == "poss" and i and i + 1 < len(run):
            whole = _noun_phrase(
                question, [w for w in run if w.tag != "poss"], words, clause, cased
            )
            return _noun_phrase(question, run[:i], words, clause, cased) + [
                Mention(question[m.start : m.end], m.kind, m.plural, m.start, m.end, m.before)
                for m in whole
            ]
    start, end = run[0].start, run[-1].end
    text = question[start:end]
    of = next((i for i, w in enumerate(run) if w.lower == "of"), len(run))
    head = run[of - 1] if of else run[-1]
    position = words.index(run[0])
    before = words[position - 1].lower if position and words[position - 1].tag == "prep" else ""
    named = any(word.tag == "name" for word in run[:of])
    lowered = not cased and run[0].tag == "noun" and len(run) < 3
    first = next((w.lower for w in run if w.tag in ("name", "noun")), "")
    common = next((w.lower for w in (head, *run) if w.tag == "noun"), "")
    gender = gender_of(head.lower, first, noun=common)
    kind = _kind(head, clause, text, before, gender, lowered)
    plural = is_plural(head.text)
    if head.tag == "name":
        article = run[0].lower == "the" and head.text.endswith("s") and len(run) < 3
        plural = article or bool(re.search(r"(ans|ese)$", head.text))
        kind = "person" if plural else kind
    elif kind == "person" and head.lower in _GROUPS:
        plural = True
    if kind is None:
        return []
    shown = definite(text, named or lowered or kind == "time")
    place = re.match(r" (in|at|near|from|outside) ((the )?[A-Z]\w+)\b(?! ['’])", question[end:])
    acts = clause is not None and text in clause.subject
    if clause is not None and place and clause.aux.lower() in BE:
        acts = acts and f" {clause.rest}" != place[0]
    if place and place[2].lower() not in TIME_NOUNS and not acts and kind == "thing":
        shown += place[0]
    rest = _noun_phrase(question, run[of + 1 :], words, clause, cased)
    return [Mention(shown, kind, plural, start, end, before, gender), *rest]


def gender_of(*words: str, noun: str = "") -> Gender | None:
    """The gender of the first word that tells it, else of a common noun by its ending."""
    for word in words:
        if word in FEMALE or word in MALE:
            return "she" if word in FEMALE else "he"
    if noun.endswith(("woman", "lady", "mother", "sister", "mistress")):
        return "she"
    return "he" if noun.endswith(("man", "father", "brother")) else None


def _kind(
    head: Token, clause: Clause | None, text: str, before: str, gender: Gender | None, name: bool
) -> Kind | None:
    """The kind of a noun phrase by its main word; None where it names nothing by itself."""
    if head.lower.removesuffix("s") in TIME_NOUNS or re.fullmatch(r"[12]\d{3}", head.text):
        return "time"
    if head.tag == "num":
        return None
    if head.tag == "adj" or text.lower() == f"the {head.lower}":
        if head.lower in _GROUPS:
            return "person"
        if head.tag == "adj":
            return None
    named = head.tag == "name" and text[:4].lower() != "the "  # "Bremen" tells nothing by its end
    if head.lower.removesuffix("s") in ANIMATE if named else is_animate(head.text):
        return "person"
    if head.lower in COLLECTIVES:
        return "thing"
    if head.tag == "name" or name:
        kind = "person" if gender else _kind_of_name(clause, text)
        return "place" if kind == "name" and before in PLACE_PREPOSITIONS else kind
    return "place" if head.lower in PLACE_NOUNS else "thing"


def _kind_of_name(clause: Clause | None, name: str) -> Kind:
    """What a name stands for, told by the question's verb: "Who is X?", "What did X say?"."""
    if clause is None:
        return "name"
    subject = clause.subject.startswith(name)
    done = next((w.lower for w in tokens(f"is {clause.rest}") if w.tag == "verb"), "")
    verb = base_form((clause.verb or done).lower()) or ""
    if subject and clause.aux.lower() in BE:
        if re.match(r"who$|how old", clause.wh, re.I) or (done in DONE_TO_PERSONS):
            return "person"
        return "place" if verb in _TAKES_PLACE else "name"
    if subject:
        return "person" if verb in HUMAN_VERBS else "name"
    return "place" if verb in _TAKES_PLACE and clause.rest.startswith(name) else "name"
