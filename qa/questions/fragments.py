"""Fragments ("And the soldiers?", "by whom?") completed by the question before."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qa.questions.antecedents import Turn
from qa.questions.clauses import ADJUNCTS, Clause, joined, question_word, take_apart
from qa.questions.focus import answered, described
from qa.questions.grammar import base_form, is_animate, is_past, tokens
from qa.questions.kinds import question_kind
from qa.questions.mentions import mentions
from qa.questions.replacements import replace_noun, replace_phrase
from qa.questions.rewordings import ask_with, core, lowered, statement
from qa.questions.words import CLAUSE_OPENERS, DONE_TO_PERSONS, HUMAN_VERBS

_LEAD = re.compile(
    r"((and|but|or|so|then|also|ok(ay)?|what about|how about|what of)\b[ ,]*)+", re.I
)
_QUANTIFIED = re.compile(r"(how many|how much|which|what)(?: (ones?|kinds?|sorts?|types?))?", re.I)
_HAPPENED = re.compile(
    r"(?P<wh>when|where|why|how(?: \w+)?)(?: (?:did|does|do|has|have|was|is|were|are) "
    r"(?:it|this|that|they|these|those)(?: all)?(?: happen(?:ed)?| occur(?:red)?| take place| so)?|"
    r"['’]s (?:that|this)| so)(?: exactly)?",
    re.I,
)
_RANKS = re.compile(
    r"\b(first|second|third|last|next|previous|other|oldest|youngest|biggest|largest|smallest|"
    r"highest|lowest)\b",
    re.I,
)


def fragment_of(question: str) -> str | None:
    """What a question without a verb of its own adds to the one before; None for a whole one."""
    text = question.strip(" ?.!")
    lead = _LEAD.match(text)
    text = text[lead.end() :] if lead else text
    text = re.sub(r"^anything (?=else)", "what ", text, flags=re.I)
    text = re.sub(r"^any(one|body) (?=else)", "who ", text, flags=re.I)
    text = re.sub(r"^anywhere (?=else)", "where ", text, flags=re.I)
    happened = _HAPPENED.fullmatch(text)
    if happened and (re.search("happen|occur|place| so|why|(that|this)$", text, re.I)):
        return happened["wh"]
    if not tokens(text):
        return None
    text = lowered(text)
    words = tokens(text)
    verbs = [w for w in words if w.tag in ("aux", "verb")]
    short = len(words) <= (6 if lead else 4)
    asks = question_word(words) == 0
    if lead and words[0].lower in CLAUSE_OPENERS and verbs and words[1].tag not in ("aux", "wh"):
        return text
    if lead and len(words) == 1 and is_past(words[0].lower):
        return text
    if verbs or not short:
        return None
    if asks:
        if re.fullmatch(r"how many (of )?(them|those|these)", text, re.I):
            return "how many"
        inner = [w for w in words[2:] if w.tag in ("prep", "name", "punct")]
        bare = words[0].lower in ("what", "which", "who") and len(words) > 2 + bool(lead)
        return text if not inner and not bare else None
    if lead and words[0].tag in ("det", "noun", "name", "num", "adj", "prep", "pron", "adv"):
        return text
    bare = words[0].lower in ("the", "his", "her", "their", "its") or words[0].tag == "prep"
    return text if bare and question.strip().endswith("?") else None


def with_counted(question: str, last: Turn) -> str:
    """ "How many are missing?" with what the question before counted, unless that cannot be."""
    asked, before = take_apart(question), take_apart(last.question)
    if asked is None or before is None or asked.wh.lower() != "how many":
        return question
    if asked.lead.lower().startswith("of "):  # "Of the 30 arrested, how many were let go?"
        return question
    counted = re.fullmatch(r"how many ((?:of (?:the|these|those|all) )?(.+))", before.wh, re.I)
    if counted is None or counted[2].split()[0] == "of":
        return question
    head = re.split(r" (?:in|at|of|from|on) ", counted[2])[0].split()[-1]
    if not asked.subject:
        again = base_form(asked.verb.lower()) == base_form(before.verb.lower())
        acts = asked.verb != "" and not again
        verbs = [w.lower for w in tokens(f"has {asked.rest}") if w.tag == "verb"]
        if (acts and not is_animate(head)) or not _can_be_said(verbs, head):
            return question
        if _is_about_other(asked, last.question):
            return question
    place = len(asked.lead) + len(asked.wh)
    return f"{question[:place]} {counted[1]}{question[place:]}"


def _is_about_other(asked: Clause, before: str) -> bool:
    """Whether a question sets a scene of its own: "in the fire", but not "had the flaw"."""
    known = {mention.head.lower() for mention in mentions(before)}
    rest = asked.rest
    return any(
        (mention.start > 0 or asked.verb != "")
        and mention.kind != "time"
        and mention.head.lower() not in known
        and (rest[mention.start :].startswith("the ") or mention.text[0].isupper())
        for mention in mentions(rest)
    )


def _can_be_said(verbs: Iterable[str], noun: str) -> bool:
    """Whether the noun may have done or suffered this; houses do not die."""
    personal = any(v in DONE_TO_PERSONS or base_form(v) in HUMAN_VERBS for v in verbs)
    return not personal or is_animate(noun)


def fill(part: str, last: Turn) -> list[str]:
    """The last question with ``part`` in the place of what corresponds to it."""
    words = tokens(part)
    if question_word(words) == 0:
        return [_ask(part, last)]
    before = last.question.strip(" ?.!")
    if words[0].lower in CLAUSE_OPENERS and any(w.tag in ("aux", "verb") for w in words):
        opener = re.search(rf"(?<=\w),? ({'|'.join(CLAUSE_OPENERS)}) (?!(the|last) \w+$)", before)
        return [f"{before[: opener.start()] if opener else before} {part}"]
    if words[0].lower == "according":
        old = re.match(r"according to [^,]+, ", before, re.I)
        return [f"{part}, {before[old.end() :] if old else lowered(before)}"]
    if len(words) == 1 and is_past(words[0].lower):
        olds = [w for w in tokens(before) if w.tag == "verb" and is_past(w.lower)]
        return [before[: olds[-1].start] + part + before[olds[-1].end :]] if olds else []
    if words[0].tag in ("prep", "adv") or words[0].lower in CLAUSE_OPENERS:
        return [replace_phrase(part, before)]
    rank, old_rank = _RANKS.search(part), _RANKS.search(before)
    if rank and old_rank and len(words) < 3:
        return [before[: old_rank.start()] + rank[0] + before[old_rank.end() :]]
    return replace_noun(part, before)


def _ask(part: str, last: Turn) -> str:
    """The last question asked with the question word(s) ``part``."""
    before = last.question
    clause = take_apart(before)
    if clause is None:
        return f"{part}? ({before})"
    if re.fullmatch(r"why not", part, re.I) and clause.subject and not clause.wh:
        denied = clause.aux.lower() + "n't" if clause.aux.lower() != "can" else "can't"
        return joined("Why", denied, clause.subject, clause.verb, clause.rest)
    part = re.sub(r"^(how come|what for)$", "why", part, flags=re.I)
    if part.lower() == "who" and clause.subject.lower() in ("anyone", "anybody", "someone"):
        return joined("Who", (statement(before) or clause.rest).split(" ", 1)[1])
    quantified = _QUANTIFIED.fullmatch(part)
    if ADJUNCTS.fullmatch(part) and not quantified:
        found = answered(before, last.answer, question_kind(before))
        known = found.text if found and clause.wh.lower() in ("who", "what") else ""
        return joined(clause.lead, ask_with(part, before, known) or f"{part}? ({core(before)})")
    if quantified and not (clause.noun == "" and part.lower() == "what"):
        ask = quantified[1] if quantified[2] is None or "one" in quantified[2] else part + " of"
        if clause.noun:
            return joined(clause.lead, ask, clause.noun, clause.body)
        several = [m for m in mentions(before) if m.kind in ("thing", "person") and m.plural]
        several.sort(key=lambda m: before[m.start :].lower().startswith("the "))
        for old in several[:1]:
            claim = statement(before) if ADJUNCTS.fullmatch(clause.wh) else None
            if claim and old.text.endswith(claim.split(" ")[0]):
                return joined(clause.lead, ask, claim)
            rest = before[: old.start] + before[old.end :]
            noun = re.sub(r"^(any|some|no|the) ", "", before[old.start : old.end], flags=re.I)
            return joined(clause.lead, ask, noun, lowered(rest.strip(" ?")))
    asked = take_apart(part)
    group = described(before)
    if asked is not None and is_past(asked.verb.lower()):  # "how many drowned?"
        group = group or next((m for m in mentions(before) if m.plural), None)
        if group is None:
            return f"{part}? ({core(before)})"
        able = is_animate(group.head)
        return f"how many of {group.text} {asked.body}" if able else part
    if asked is not None and asked.noun:
        for old in mentions(before):
            if old.head.lower().removesuffix("s") == asked.noun.lower().removesuffix("s"):
                rest = before[: old.start] + before[old.end :]
                if not clause.wh:
                    return joined(clause.lead, part, lowered(rest.strip(" ?")))
                return f"{part}? ({core(before)})"
    if clause.wh and not ADJUNCTS.fullmatch(clause.wh):
        return joined(clause.lead, part, clause.body)
    return f"{part}? ({core(before)})"
