"""A question turned into a statement, or asked with another question word."""

from __future__ import annotations

import re

from qa.questions.clauses import ADJUNCTS, joined, take_apart
from qa.questions.grammar import base_form, is_past, is_plural, past_form, third_person, tokens
from qa.questions.words import DO, HAVE, VERBS


def _has_participle(text: str) -> bool:
    return any(word.tag == "verb" or word.lower == "been" for word in tokens("has " + text))


def statement(question: str) -> str | None:
    """What a question supposes or asks to confirm: "Did Kenya win?" -> "Kenya won".

    None where it cannot be taken apart safely. A "who" becomes "someone".
    """
    clause = take_apart(question)
    if clause is None:
        return None
    if not clause.subject:
        subject = clause.noun or ("someone" if clause.wh.lower()[:3] == "who" else "something")
        return joined(_defined(clause.wh, subject), clause.aux, clause.verb, clause.rest)
    aux = clause.aux.lower()
    if aux not in DO:
        said = joined(clause.verb, clause.rest)
        return joined(clause.subject, aux, said) if said else None
    base = clause.verb.lower()
    if base not in VERBS and not (base and base == clause.verb and not is_plural(base)):
        return None
    verb = f"{aux} {base}"
    if aux == "did":
        verb = past_form(base)
    elif aux in ("do", "does"):
        verb = third_person(base) if aux == "does" else base
    return joined(clause.subject, verb, clause.rest)


def _defined(wh: str, noun: str) -> str:
    return f"the {noun}" if re.match(r"(which|what) \w", wh, re.I) else noun


def ask_with(wh: str, question: str, subject: str = "") -> str | None:
    """``question`` with another question word: "When", "Who won?" -> "When did someone win?".

    ``subject`` is the known answer to a question for the subject. None where no safe form exists.
    """
    clause = take_apart(question)
    if clause is None:
        return None
    known = _defined(clause.wh, clause.noun)
    if clause.subject:
        if not clause.wh or ADJUNCTS.fullmatch(clause.wh):
            known = ""
        elif not known and not clause.rest and clause.verb:
            known = "that"
        stranded = bool(re.search(r"\b(for|on|to|with|about|of|from|in|at|by)$", clause.rest))
        tail = (clause.rest, known) if stranded else (known, clause.rest)
        return joined(wh, clause.aux.lower(), clause.subject, clause.verb, *tail)
    if not subject:
        subject = known or ("someone" if clause.wh.lower().startswith("who") else "something")
    if clause.aux and not (clause.aux.lower() in HAVE and not _has_participle(clause.rest)):
        return joined(wh, clause.aux.lower(), subject, clause.rest)
    word = (clause.verb or clause.aux).lower()
    base = base_form(word)
    if base is None:
        return joined(wh, "was it that", subject, word, clause.rest)
    aux = "did" if is_past(word) else "do" if word == base else "does"
    return joined(wh, aux, subject, base, clause.rest)


def core(question: str) -> str:
    """A question as it is added to another in brackets: what it takes for a fact, or itself."""
    clause = take_apart(question)
    factual = clause is not None and (not clause.wh or ADJUNCTS.fullmatch(clause.wh))
    return (statement(question) if factual else None) or lowered(question).strip(" ?.")


def lowered(question: str) -> str:
    """A question as the second part of a sentence, its first letter small unless a name's."""
    first = tokens(question)[0]
    return question if first.tag == "name" else question[:1].lower() + question[1:]
