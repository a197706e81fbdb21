"""A follow-up question made to stand alone, by rules: no model writes any word of it.

Two ways of depending on earlier questions are told apart: a fragment ("And the soldiers?", "why?")
takes its missing parts from the question before; a pronoun ("he", "there") takes what was named
or asked for. Where neither can be done though it goes on from the question before, that one's
words are added in brackets. Any other question stands alone and is returned as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.questions.antecedents import Turn
from qa.questions.clauses import joined, question_word, take_apart
from qa.questions.focus import described
from qa.questions.fragments import fill, fragment_of, with_counted
from qa.questions.grammar import tokens
from qa.questions.mentions import Mention, mentions
from qa.questions.pronouns import with_nouns
from qa.questions.refusals import refusal
from qa.questions.rewordings import core, lowered, statement
from qa.questions.slots import find_slots

LONGEST = 60  # words; a longer question stands alone


@dataclass(frozen=True, slots=True)
class Resolution:
    """A question that can be read alone.

    ``ambiguous`` holds the readings, the likelier first, where two are possible and it is better
    to ask back; ``question`` is then the likelier one.
    """

    question: str
    changed: bool
    ambiguous: tuple[str, ...] = ()


def standalone(question: str, history: Sequence[str], answers: Sequence[str] = ()) -> Resolution:
    """``question`` with what it leaves to the earlier questions filled in.

    ``history`` are the user's earlier questions in order, ``answers`` the texts given to them.
    """
    turns: list[Turn] = []
    for i, earlier in enumerate(history):
        if refusal(earlier) in (None, "opinion") and earlier.strip():
            answer = answers[i] if i < len(answers) else ""
            turns.append(Turn(_resolve(earlier, turns).question, answer))
    return _resolve(question, turns)


_COURTESY = re.compile(
    r"((thanks( (a lot|very much|so much))?|thank you( (very|so) much)?|ok(ay)?|great|good|right|"
    r"i see|interesting|really|sorry|oh|ah|hm+|wow|cool|nice)"
    r"(\s*[.,!:?]+\s+|\s+(?=(and|but|so)\b)))+(?=.*\w)",
    re.I,
)


def _resolve(question: str, turns: Sequence[Turn]) -> Resolution:
    unchanged = Resolution(question, changed=False)
    if turns and (courtesy := _COURTESY.match(question)):
        rest = _resolve(question[courtesy.end() :], turns)
        return rest if rest.changed else unchanged
    if not turns or refusal(question) is not None or len(question.split()) > LONGEST:
        return unchanged
    last = turns[-1]
    asked_who = _who_said(question, last)
    if asked_who is not None:
        return Resolution(asked_who, changed=True)
    if re.fullmatch(
        r"(and |please )?(tell me |say )?(some(thing)? )?more[.!?]*|go on|continue",
        question.strip(),
        re.I,
    ):
        topics = [*mentions(last.question), *filter(None, [described(last.question)])]
        return Resolution(f"Tell me more about {topics[0].text}", True) if topics else unchanged
    fragment = fragment_of(question)
    if fragment is not None and _ONE.match(fragment):
        return _in_context(question, last)
    whole = with_counted(question, last) if fragment is None else fragment
    readings = with_nouns(whole, turns, fragment is not None)
    if fragment is not None:
        filled = [text for part in readings for text in fill(part, last)]
        readings = tuple(dict.fromkeys(_finished(text) for text in filled))
    readings = tuple(text for text in readings if text != question)
    if not readings and (_names(fragment) or _leans(question, last)):
        return _in_context(question, last)
    if not readings:
        return unchanged
    return Resolution(readings[0], True, readings if len(readings) > 1 else ())


def _in_context(question: str, last: Turn) -> Resolution:
    """The question with the one before in brackets."""
    return Resolution(f"{question} ({lowered(last.question).strip(' ?')})", changed=True)


_ONE = re.compile(r"(the|that|this|these|those) ([\w-]+ )?ones?\b", re.I)
_GOES_ON = re.compile(r"(and|but|or|so) \w+ \w", re.I)
_LEANS = re.compile(
    r"(?<!\bas )\bth(at|is) one\b(?! (in|of|can|cannot|may|must|should)\b)"
    r"|\bthe (first|second|third|last|next|previous|other) one\b(?! (of|who|that)\b)"
    r"|\b(these|those) (ones|others)\b|\bthe ones\b(?! \w)"
    r"|(?<!\bahead of )\bthe (others|rest)\b(?![-\w]| (of|in)\b)"
    r"|\bthe other (half|side|one|two|three|five)\b(?! (of|\w+s)\b)"
    r"|^[Ww]hich (is|was|are|were) the (\w+est|(most|least) \w+|first|last|next)\W*$"
    r"|^([Ww]hich|[Ww]ho|[Ww]hat) (did|do|does|is|are|was|were|has|have|had)(n?['’]t)?\W*$"
)
_OTHER = re.compile(r"\bother ([\w-]+)")


def _leans(question: str, last: Turn) -> bool:
    """Whether a question continues the one before in a way that no other rule reads.

    "And how many got hurt?", "When was that one built?": what the question before was about tells
    which passages it is about.
    """
    if any(slot.meaning != "then" for slot in find_slots(question, fragment=False)):
        return True  # "that night" alone does not: most say so of what all are asking about
    if match := _LEANS.search(question):
        earlier = question[: match.start()]
        joins = re.search(r"\w.*\band (\w+ )?$", earlier)
        return not joins and match[0].split()[-1] not in earlier.split()
    named = [m for m in mentions(question) if m.head != "others"]
    if _GOES_ON.match(question):
        whole = any(word.tag in ("aux", "verb") for word in tokens(question))
        if not whole or all(_is_role(mention) for mention in named):
            return True
    if re.search(r"\bothers\b", question) and not named:
        return True
    known = {mention.head.lower().removesuffix("s") for mention in mentions(last.question)}
    return any(m[1].lower().removesuffix("s") in known for m in _OTHER.finditer(question))


def _names(fragment: str | None) -> bool:
    """Whether a fragment that fits nowhere is about something: "What about the Greens?"."""
    return (
        fragment is not None and question_word(tokens(fragment)) != 0 and mentions(fragment) != []
    )


def _is_role(mention: Mention) -> bool:
    """Whether a noun names somebody only by what he is to others: "the owner"."""
    return mention.kind == "person" and mention.text[0].islower() and " " not in mention.text[4:]


def _finished(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip(" ?.")
    return text[:1].upper() + text[1:] + ("" if text.endswith(")") else "?")


_WHO_SAID = re.compile(
    r"(?:and |but |so )?(?P<who>(?:who|which \w+)(?: else)? (?:says|said|claims|claimed|states|"
    r"stated|reports|reported|confirms|confirmed|believes|thinks|told (?:you|us|them)|saw))"
    r"(?: (?:that|this|so|it))?|says who|(?:and )?(?P<by>according to (?:whom?|which \w+))|"
    r"(?:what|who)(?: is|'s|’s) (?:the|your) source(?: (?:for|of) (?:that|this|it))?",
    re.I,
)


def _who_said(question: str, last: Turn) -> str | None:
    """ "Who says that?" with what is said."""
    match = _WHO_SAID.fullmatch(question.strip(" ?.!"))
    if match is None:
        return None
    if match["by"]:
        return _finished(f"{match['by']}, {lowered(last.question)}")
    said = _said(last)
    if said is None:
        return f"{question} ({core(last.question)})"
    return _finished(f"{match['who'] or 'Who says'} {said}")


def _said(last: Turn) -> str | None:
    """What the last turn was about as the object of "said"."""
    clause = take_apart(last.question)
    if clause is None:
        return None
    claim = statement(last.question)
    if not clause.wh:
        return f"that {claim}" if claim else None
    if not clause.subject:
        subject = last.answer.strip(" .")
        counted = clause.noun.split()[-1:] if clause.noun else []
        if subject[:1].isdigit() and counted and len(subject.split()) < 3:
            subject = joined(subject, clause.noun)
        if subject and len(subject.split()) < 9 and (not counted or counted[0] in subject):
            return f"that {joined(subject, clause.body)}"
        return f"{lowered(clause.wh)} {clause.body}"
    return f"{lowered(clause.wh)} {claim}" if claim else None
