"""Phrases and clauses compared: is one text the other in more words?"""

from __future__ import annotations

import re
from functools import lru_cache

from embeddings.names import name_key
from qa.values.names import CARDINALS, ORDINALS, OTHER_PLACE, number, singular

_LEADS = frozenset("in on at by for of with from to as inside within because".split())
_WHERE = frozenset(("in", "on", "at", "inside", "within"))
_EMPTY = _LEADS | frozenset(
    "a an the this that these those its his her their our my your some any about around nearly"
    " almost approximately roughly allegedly reportedly apparently suspected alleged so-called just"
    " only also".split()
)
_ENDS_CHUNK = _LEADS | frozenset(
    "near outside behind under over before after during between among against without through along"
    " around towards across beyond which who whom whose that where when while than since until"
    " into onto but".split()
)
_CLAUSE_WORDS = frozenset(
    "is are was were be been has have had do does did will would can could may might must said says"
    " didn't don't wasn't couldn't he she it they we you i".split()
)
_CHANGES = OTHER_PLACE.union(
    ORDINALS,
    "and no not never none without nor neither cannot cant wont former ex deputy vice acting"
    " assistant prime pro anti non half near outside behind under before after until against almost"
    " if whether unless may might could would unlikely false deny denies denied doubt doubts"
    " doubted refused rejected failed unable".split(),
)
"""Words that make a phrase mean something else: both phrases have them or neither."""


def same_phrase(a: str, b: str) -> bool:
    """Whether one phrase is the other in more words: "a pine forest", "a sunny pine forest near".

    Its words, without articles, hedges and a preposition in front, are among the other's, and both
    have the same head, the last word before a preposition, clause or comma. Clauses, lists of
    unequal length and words that change the meaning ("no", "former", "North") are never bridged.
    """
    phrases = _phrase(a), _phrase(b)
    if phrases[0] is None or phrases[1] is None:
        return False
    lead_a, head_a, words_a = phrases[0]
    lead_b, head_b, words_b = phrases[1]
    if lead_a and lead_b and lead_a != lead_b and not {lead_a, lead_b} <= _WHERE:
        return False
    fewer, more = sorted((words_a, words_b), key=len)
    return head_a == head_b and fewer <= more and len(more) <= 8 and not (more - fewer) & _CHANGES


def same_clause(a: str, b: str) -> bool:
    """Whether one normalised text holds all of the other, at least three telling words, in order.

    What the other has beyond them must not change the meaning, as "denied" or "if" does.
    """
    fewer, more = sorted((a.split(), b.split()), key=len)
    if len(set(fewer) - _EMPTY - _CLAUSE_WORDS - _ENDS_CHUNK) < 3:
        return False
    at = next((i for i in range(len(more)) if more[i : i + len(fewer)] == fewer), None)
    if at is None:
        return False
    before, after = more[:at], more[at + len(fewer) :]
    if after and not (after[0] in _ENDS_CHUNK | _CLAUSE_WORDS or after[0].endswith(("ed", "ing"))):
        return False
    if before and before[-1] in _ENDS_CHUNK and not {*before} <= _ENDS_CHUNK:
        return False  # "Athens in 430" in "the plague of Athens in 430"
    negated = any(w[:-2] in _CLAUSE_WORDS for w in before + after if w.endswith("nt"))
    changed = _CHANGES & {*before} or (_CHANGES - _ENDS_CHUNK) & {*after}
    return not negated and not changed


@lru_cache(4096)
def _phrase(text: str) -> tuple[str, str, frozenset[str]] | None:
    """A noun phrase as preposition in front, head and content words; None for anything else."""
    text = re.sub(r"(?<!\w)\([^)]*\)", " ", text).replace("’", "'")
    tokens = re.findall(r"[^\W_]+(?:['.-][^\W_]+)*|[,;:–—]", text.strip(" ,;:–—\n"))
    if not tokens:
        return None
    lead = tokens[0].lower() if tokens[0].lower() in _LEADS else ""
    head, words, ended = "", set[str](), False
    for token, following in zip(tokens, [*tokens[1:], ""], strict=True):
        word = token.lower()
        if word in _CLAUSE_WORDS and not ended:
            return None
        if word in ("and", "or") or (token == "," and following[:1].isupper()):
            words.add("and")
        key = name_key(singular(word)) if word not in _CHANGES else word
        key = f"{number(word):g}" if word in CARDINALS else key
        if head and (word in _ENDS_CHUNK or word in ",;:–—" or word.endswith(("ed", "ing"))):
            ended = True
        if not key or (word in _EMPTY and (token != "A" or not words)):  # but "grade A"
            continue
        words.add(key)
        if not ended:
            head = key
    return (lead, head, frozenset(words)) if head else None
