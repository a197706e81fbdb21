"""Whether words deny what follows them or what they state."""

from __future__ import annotations

import re

_DENIAL = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|without|cannot|den(?:y|ies|ied)"
    r"|rul(?:e[sd]?|ing) out|reject(?:s|ed)?|dismiss(?:es|ed)?|refus(?:es?|ed)|refute[sd]?"
    r"|contradict(?:s|ed)?|false|untrue|a lie|lied|invent(?:ed|ions?)|fabricat(?:ed|ions?)"
    r"|falsely|wrongly|doubt(?:s|ed)?|myth|hardly|scarcely|barely|unable|lack(?:s|ed)?|yet to)\b"
    r"|n[’']t\b",
    re.IGNORECASE,
)


_IDIOM = re.compile(
    r"\b(?:not (?:only|just|least|merely|simply)|not? (?:less|fewer|more|later|earlier) than"
    r"|no (?:matter|sooner|wonder)|none other than|nothing (?:short of|less than)"
    r"|without (?:question|warning|delay|resistance|exception|hesitation)|no question|No\.? \d+)\b"
)
_PART = re.compile(r"[,;:]\s|\s(?:and|or|nor|but)\s")


def denies(clause: str) -> bool:
    """Whether a part of a clause states that something is not so; two denials cancel out."""
    parts = _PART.split(_IDIOM.sub(" ", clause))
    return any(len(_DENIAL.findall(part)) % 2 == 1 for part in parts)
