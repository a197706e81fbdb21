"""What a pronoun can mean: the nouns of earlier questions and answers, the likeliest first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.questions.clauses import Clause, take_apart
from qa.questions.focus import answered, described
from qa.questions.grammar import base_form, is_plural
from qa.questions.kinds import question_kind
from qa.questions.mentions import Mention, mentions
from qa.questions.words import BE, COLLECTIVES, PRONOUNS

_DOING = re.compile(r"\b(do|does|did|are|were|have) $", re.I)
_ACTING = re.compile(
    r"they (\w+) (?!of\b|for\b)((up|out|in|off) )?(the|an?|his|her|my|our) \w", re.I
)

OBJECTIVE = ("him", "them", "her", "it", "those", "these")


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question, already standalone, and its answer, empty where there was none."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """A word that stands for something named earlier: which, and as what."""

    start: int
    end: int
    meaning: str
    owner: bool = False


def fitting(slot: Slot, text: str, turns: Sequence[Turn], taken: Sequence[str]) -> list[Mention]:
    """What the pronoun can mean, from the latest turn that has it: one, or two that fit equally."""
    objective = (
        text[slot.start : slot.end].lower() in OBJECTIVE and text[: slot.start].strip() != ""
    )
    for turn in reversed(turns):
        ranked = [
            (rank, mention)
            for rank, mention in _ranked(turn, slot.meaning, objective)
            if not any(mention.text in other for other in taken)
            and not (objective and mention.start < 0 and _repeats(text, slot, turn.question))
            and not (slot.meaning == "they" and _is_one(mention))
            and not (_acts_on(text, slot) and _is_thing(mention))
        ]
        if slot.meaning == "they" and not any(mention.plural for _, mention in ranked):
            couple = _couple(turn.question)
            if couple is not None:
                return [couple]
        if not ranked:
            continue
        ranked.sort(key=lambda pair: pair[0])
        best, first = ranked[0]
        rivals = [m for rank, m in ranked[1:] if rank == best and m.text != first.text]
        return [first, *rivals[:1]] if slot.meaning in ("he", "she", "it") else [first]
    if slot.meaning in ("he", "she"):
        clause = take_apart(turns[-1].question)
        things = [m for m in mentions(turns[-1].question) if m.kind == "thing" and not m.plural]
        acting = [m for m in things if re.search(r"([^aeiou]er|or|ist|ian|ant|ee)$", m.head)]
        return [m for m in acting if clause and clause.subject.endswith(m.head)][:1]
    return []


def _repeats(text: str, slot: Slot, question: str) -> bool:
    """Whether the verb before the pronoun has been asked with: "Who won the cup?", "won it"."""
    before = text[: slot.start].lower().split()[-1]
    clause = take_apart(question)
    if clause is None or clause.subject or not clause.verb:
        return False
    return (base_form(before) or before) == (base_form(clause.verb.lower()) or clause.verb)


def _acts_on(text: str, slot: Slot) -> bool:
    """Whether the pronoun does something to something, as things do not: "did they arrest her"."""
    return (
        _ACTING.match(text, slot.start) is not None
        and _DOING.search(text[: slot.start]) is not None
    )


def _is_one(named: Mention) -> bool:
    """Whether one person is named, and no family, committee or "the Red Cross"."""
    several = named.plural or named.head.lower() in COLLECTIVES
    return named.kind == "person" and not several and not re.match(r"the [A-Z]", named.text)


def _is_thing(named: Mention) -> bool:
    return named.kind in ("thing", "place") and named.head.lower() not in COLLECTIVES


def _names_group(question: str) -> bool:
    """Whether a question names several, or what consists of several: "the committee"."""
    return any(m.plural or m.head.lower() in COLLECTIVES for m in mentions(question))


def _couple(question: str) -> Mention | None:
    """Two persons of a question taken together: "Anna Berg met Tom Hale" -> both."""
    single = [m for m in mentions(question) if m.kind in ("person", "name") and not m.plural]
    if len(single) != 2 or single[1].before not in ("", "with", "against", "to"):
        return None
    first, second = single
    if first.before or second.start < first.end:
        return None
    return Mention(f"{first.text} and {second.text}", "person", True)


def _ranked(turn: Turn, meaning: str, objective: bool) -> list[tuple[float, Mention]]:
    """What an earlier turn offers for a pronoun; the lowest rank fits best."""
    found: list[tuple[float, Mention]] = []
    question = turn.question
    answer = answered(question, turn.answer, question_kind(question))
    asked = described(question, plural=meaning == "they")
    clause = take_apart(question)
    if _identifies(clause):
        answer = None  # it says who the person is; the person has been named
    if answer is not None and (_agrees(answer, meaning) or meaning == "there"):
        if not (meaning == "there" and answer.kind in ("person", "time")):
            single = not answer.plural and answer.head.lower() not in COLLECTIVES
            groups = meaning == "they" and single and _names_group(question)
            place = (meaning, answer.kind) == ("it", "place")
            found.append((0.9 if groups else 0.4 if place else -1.0, answer))
    elif (
        asked is not None
        and _agrees(asked, meaning)
        and (meaning == "it" or not (answer and answer.plural))
    ):
        late = meaning == "they" and clause is not None and clause.wh.lower().startswith("who")
        found.append((0.8 if late and not objective else -0.2 if not late else 0.9, asked))
    for mention in mentions(question):
        if clause is not None and -1 < mention.start < len(clause.wh) and clause.noun:
            continue
        rank = 0.5 if mention.before else 0.0
        if meaning == "then" and not re.search(r"[A-Z\d]", mention.text):
            continue
        if meaning == "one":
            if re.match(r"an? ", question[mention.start :]):
                found.append((rank, replace(mention, text=question[mention.start : mention.end])))
            continue
        if meaning == "there":
            if mention.kind in ("person", "time"):
                continue
            within = mention.before in ("in", "at", "on")
            if mention.kind == "thing" and not within:
                continue
            rank = {"place": 0.0, "name": 0.5, "thing": 1.0}[mention.kind] - 0.8 * within
            text = question[mention.start : mention.end]
            mention = mention if re.match(r"an? ", text) else replace(mention, text=text)
            found.append((rank, mention))
            continue
        if not _agrees(mention, meaning):
            continue
        if meaning in ("he", "she"):
            rank += (mention.gender is None) * 0.2 + (mention.kind == "name") * 0.3
            after = clause.subject.removeprefix(mention.text) if clause is not None else ""
            rank += after.startswith(("'", "’")) * 0.6  # "the mayor" in "the mayor's husband"
        elif meaning == "they":
            rank += 2.0 * (not mention.plural and mention.kind == "person")
            rank += 0.6 * (not mention.plural) + 0.1 * ((mention.kind == "person") == objective)
        elif meaning == "it":
            rank += 0.3 * (mention.kind != "thing") + 1.0 * (mention.head == "name")
            rank += 0.9 * _is_asked_value(mention, question, clause)
        found.append((rank, mention))
    return [(rank, _with_owner(mention, clause)) for rank, mention in found]


def _is_asked_value(mention: Mention, question: str, clause: Clause | None) -> bool:
    """Whether "What is the area of Mali?" asks what this is; "it" is then Mali rather."""
    return (
        clause is not None
        and clause.wh.lower() == "what"
        and clause.aux.lower() in BE
        and not clause.rest
        and mention.kind == "thing"
        and clause.subject == question[mention.start : mention.end]
    )


def _with_owner(mention: Mention, clause: Clause | None) -> Mention:
    """ "Feyodor's wife" for "his wife", where the question says whose it is."""
    owned = re.fullmatch(r"(?:his|her|their|its) (.+)", mention.text)
    owner = clause.subject if clause else ""
    if owned is None or not owner or owner in mention.text or owner.lower() in PRONOUNS:
        return mention
    return replace(mention, text=f"{owner}'{'' if owner.endswith('s') else 's'} {owned[1]}")


def _identifies(clause: Clause | None) -> bool:
    """Whether "Who is Olga?" is asked: the name is in the question, not in the answer."""
    return (
        clause is not None
        and clause.wh.lower() in ("who", "what")
        and clause.aux.lower() in BE
        and clause.subject[:1].isupper()
        and not clause.rest
    )


def could_mean(named: Mention, meaning: str) -> bool:
    """Whether a noun of the same question may be what the pronoun means, however loosely."""
    if named.kind == "time" and meaning != "then":
        return False
    if meaning in ("he", "she") and not named.plural:
        return named.gender in (None, meaning)
    if meaning == "it" and not named.plural:
        return named.gender is None
    if meaning == "they" and any(is_plural(word) for word in named.text.split()):
        return True
    return _agrees(named, meaning) or (meaning in ("they", "there") and named.kind == "name")


def _agrees(named: Mention, meaning: str) -> bool:
    """Whether a pronoun of this meaning could stand for ``named``."""
    if named.kind == "time":
        return meaning == "then"
    if meaning in ("he", "she"):
        body = named.head.lower() in COLLECTIVES or (
            named.kind == "name" and re.match(r"the |.*\b[A-Z]{2}", named.text)
        )
        fits = named.kind in ("person", "name") and not named.plural and not body
        return fits and named.gender in (None, meaning)
    if meaning == "they":
        return named.plural or named.kind == "person" or named.head.lower() in COLLECTIVES
    if meaning in ("there", "place"):
        return named.kind == "place" or (named.kind == "name" and meaning == "place")
    if meaning == "it":
        return not named.plural and named.kind != "person"
    return False
