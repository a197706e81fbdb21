"""The nouns of earlier questions put in the places of pronouns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.questions.antecedents import Slot, Turn, fitting
from qa.questions.clauses import take_apart
from qa.questions.grammar import is_one_person, tokens
from qa.questions.mentions import Mention, gender_of, mentions
from qa.questions.rewordings import core, statement
from qa.questions.slots import find_slots
from qa.questions.words import BE


def with_nouns(text: str, turns: Sequence[Turn], fragment: bool) -> tuple[str, ...]:
    """``text`` with nouns for its pronouns; two readings where two nouns fit equally."""
    slots, unresolved = find_slots(text, fragment), ""
    chosen: dict[str, Mention] = {}
    rivals: dict[str, Mention] = {}
    for slot in sorted(slots, key=lambda each: each.meaning == "they"):  # he and she leave less
        if slot.meaning in chosen:
            continue
        if slot.meaning == "that":
            unresolved = turns[-1].question
            continue
        nouns = fitting(slot, text, turns, tuple(m.text for m in chosen.values()))
        if nouns:
            chosen[slot.meaning] = nouns[0]
            if len(nouns) > 1:
                rivals[slot.meaning] = nouns[1]
        elif re.search(r"\babout it$", text[: slot.end]):
            unresolved = turns[-1].question
    if len([m for m in chosen if m in ("he", "she", "they")]) > 1:
        rivals.clear()
    readings = [_put_nouns(text, slots, chosen)]
    for meaning, other in rivals.items():
        readings.append(_put_nouns(text, slots, {**chosen, meaning: other}))
    if unresolved:
        readings = [_withcore(reading, unresolved) for reading in readings[:1]]
    return tuple(readings[:2])


def unresolved(text: str, before: str = "") -> tuple[str, ...]:
    """The pronouns for a person in ``text`` that stand for nobody it names.

    None where the question ``before`` asks for or names a person, whom they then may mean.
    """
    if _ASKS_FOR_PERSON.search(before) or any(m.kind in _PERSONS for m in mentions(before)):
        return ()
    slots = [slot for slot in find_slots(text, False) if slot.meaning in ("he", "she")]
    named = _persons(text) if slots else []
    return tuple(
        text[slot.start : slot.end]
        for slot in slots
        if not any(_may_mean(slot, person, text) for person in named)
    )


def _persons(text: str) -> list[Mention]:
    """Every word or name in ``text`` for one person, but "son" in "his son"."""
    found = [m for m in mentions(text) if m.kind in _PERSONS and not m.plural]
    owned = False
    for word in tokens(text):
        owned = word.lower in ("his", "her") or (owned and word.tag in ("adj", "noun"))
        if word.tag == "noun" and not owned and is_one_person(word.text):
            gender = gender_of(word.lower, noun=word.lower)
            found.append(Mention(word.text, "person", False, word.start, word.end, "", gender))
    return found


def _may_mean(slot: Slot, person: Mention, text: str) -> bool:
    """Whether a person named before the pronoun, or after a clause with it, may be meant."""
    after = slot.owner or "," in text[slot.end : person.start]
    return person.gender in (None, slot.meaning) and (0 <= person.start < slot.start or after)


def _withcore(text: str, earlier: str) -> str:
    """``text`` with what "that" means: after a preposition as a clause, otherwise in brackets."""
    identity = _asks_who_one_is(earlier)
    claim = None if identity else statement(earlier)
    after = re.search(r"\b(after|before|since|because of|despite) (that|this)\b", text, re.I)
    if claim and after:
        link = {"because of": "because", "despite": "although"}.get(after[1].lower(), after[1])
        return f"{text[: after.start()]}{link} {claim}{text[after.end() :]}"
    if after and identity:  # "Who was the mayor?" tells of nothing that happened
        return text
    named = [m.text for m in mentions(earlier) if m.before != "of"]
    if any(name in text for name in named):
        missing = [name for name in named if name not in text]
        return f"{text} ({', '.join(missing)})" if missing else text
    return f"{text} ({core(earlier)})"


def _asks_who_one_is(question: str) -> bool:
    """Whether it is "Who was the mayor?" and not "Who was killed?"."""
    clause = take_apart(question)
    return (
        clause is not None
        and clause.wh.lower() == "who"
        and clause.aux.lower() in BE
        and clause.subject != ""
    )


def _put_nouns(text: str, slots: Sequence[Slot], chosen: dict[str, Mention]) -> str:
    """``text`` with the chosen nouns in the places of its pronouns."""
    for slot in sorted(slots, key=lambda slot: -slot.start):
        mention = chosen.get(slot.meaning)
        if mention is None:
            continue
        left, right = text[: slot.start], text[slot.end :]
        noun = mention.text
        if slot.meaning == "then" or slot.meaning == "there":
            noun = _with_preposition(mention, left, slot.meaning)
        elif slot.owner:
            owned = _OWNED.match(right)
            if re.search(r" (of|who|that|whose|in) ", noun) and owned:
                noun, right = f"the {owned[1]} of {noun}", right[owned.end() :]
            else:
                noun += "'" if mention.plural and noun.endswith("s") else "'s"
        text = left + (noun[:1].upper() + noun[1:] if not left else noun) + right
    return text


_ASKS_FOR_PERSON = re.compile(r"\bwho(?:m|se)?\b|\bwhich \w+(?:[^aeiou]er|or|ist|ian)\b", re.I)
_PERSONS = ("person", "name")
_OWNED = re.compile(
    r" ((?:[\w-]+ )*?[\w-]+)(?= (?:in|of|at|on|for|to|when|after|before)\b|[?.!,]|$)"
)
_MOVING = re.compile(
    r"\b(go|goes|went|gone|come|came|get|got|travel\w*|move\w*|fl[ey]\w*|sent|taken) $"
)


def _with_preposition(mention: Mention, left: str, meaning: str) -> str:
    """A place or time with the preposition it needs after ``left``."""
    if re.search(r"\b(from|to|near|in|at|around|since|by|until|of) $", left):
        return mention.text
    if _MOVING.search(left):
        return f"to {mention.text}"
    default = "in" if meaning == "there" else "on"
    keep = mention.before in ("in", "at", "on", "near", "around", "outside", "inside")
    return f"{mention.before if keep else default} {mention.text}"
