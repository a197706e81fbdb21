"""A noun or phrase of a question replaced by the one that a fragment gives in its place."""

from __future__ import annotations

import re

from qa.questions.clauses import Clause, joined, take_apart
from qa.questions.grammar import tokens
from qa.questions.mentions import Mention, mentions
from qa.questions.words import ATTRIBUTES, BE, CLAUSE_OPENERS, COLLECTIVES

_AGREEING = ("was", "is", "has", "does", "do", "have", "are", "were")


def replace_phrase(part: str, before: str) -> str:
    """A phrase with a preposition in the place of its like, or added at the end."""
    opener = tokens(part)[0].lower
    new = mentions(part)
    best, rank = None, 0
    for old in mentions(before):
        if not new and old.before and (old.kind == "time" or old.before in CLAUSE_OPENERS):
            best = old  # "and today?"
        if not old.before or not new:
            continue
        same_time = (old.kind == "time") == (new[0].kind == "time")
        alike = (old.text == new[0].text) * 4 + (old.before == opener and same_time) * 2
        alike += old.kind == new[0].kind == "time"
        if alike > rank:
            best, rank = old, alike
    if best is None:
        return f"{before} {part}"
    start = before.lower().rfind(best.before, 0, best.start)
    return before[:start] + part + before[best.end :]


def replace_noun(part: str, before: str) -> list[str]:
    """A noun in the place of the one it matches; both readings where it matches two names."""
    new = next(
        (
            m
            for m in mentions(part, cased=before != before.lower())
            if m.end == len(part) and m.before != "of"
        ),
        None,
    )
    if new is None:
        return []
    if new.kind == "time" and not any(old.kind == "time" for old in mentions(before)):
        return [f"{before} {part}"]  # "And last year?"
    clause = take_apart(before)
    if clause is not None and (asked := _with_attribute(part, new, clause)):
        return [asked]
    ranked: list[tuple[int, Mention]] = []
    for old in mentions(before):
        owner = re.match(rf"{re.escape(old.text)}['’]|.* of {re.escape(old.text)}$", part)
        named = {old.kind, new.kind} <= {"name", "person", "place"} and old.plural == new.plural
        if (old.kind == "time") != (new.kind == "time"):
            continue
        rank = (old.kind == new.kind or (named and "name" in (old.kind, new.kind))) * 2
        rank += (old.plural == new.plural) * 2 + bool(owner) * 9
        rank += (old.head == new.head) * 4
        definite = part.lower().startswith("the ") and before[old.start :].startswith("the ")
        rank += (definite and old.plural and new.plural) * 4
        rank += (old.head.lower() in COLLECTIVES and new.plural) * 4
        counted = clause is not None and clause.noun and old.start < len(clause.wh)
        if rank >= 4 or (new.plural and old.plural and counted):
            rank += bool(counted) + (old.kind == new.kind != "name") * 1
            ranked.append((rank, old))
    of_person = new.kind == "thing" and re.match(r"who\b", before, re.I)
    if (not ranked or of_person) and re.search(r"['’]s? ", part):  # "Her age?"
        return [joined("What", "are" if new.plural else "is", part)]
    ranked.sort(key=lambda pair: -pair[0])
    rivals = [old for rank, old in ranked if rank == ranked[0][0]]
    if len(rivals) > 1 and not all(old.kind == "name" for old in rivals):
        rivals = rivals[:1]
    return [_put(part, new, old, before) for old in rivals[:2]]


def _with_attribute(part: str, new: Mention, clause: Clause) -> str | None:
    """ "What is the area of Mali?" for another attribute or another thing: "And Niger?"."""
    of = re.fullmatch(r"(the (?:\w+ )*(\w+) of )(.+)", clause.subject, re.I)
    if of is None or clause.rest or clause.aux.lower() not in BE or of[2].lower() not in ATTRIBUTES:
        return None
    if re.search(r"['’]s? ", part):
        return None
    if new.head.lower() in ATTRIBUTES:
        return joined(clause.lead, clause.wh, clause.aux, part, "of", of[3])
    return joined(clause.lead, clause.wh, clause.aux, of[1] + part)


def _put(part: str, new: Mention, old: Mention, before: str) -> str:
    """``part`` in the place of ``old``, its article dropped after "how many", the verb agreeing."""
    left, right = before[: old.start], before[old.end :]
    if re.search(r"(many|much|which|what) $", left, re.I):
        part = re.sub(r"^(the|a|an) ", "", part, flags=re.I)
    if new.plural != old.plural:
        swap = dict(zip(_AGREEING, _AGREEING[::-1], strict=True))
        fronted = re.search(r"\b(was|were|is|are|has|have|does|do) $", left)
        side = r"\b({})(?= $)" if fronted else r"(?<=^ )({})\b"
        pattern = side.format("|".join(_AGREEING))
        left = re.sub(pattern, lambda m: swap[m[0].lower()], left)
        right = re.sub(pattern, lambda m: swap[m[0].lower()], right)
    return left + part + right
