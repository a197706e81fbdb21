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


def denies(clause: str) -> bool:
    """Whether a clause states that something is not so; two denials cancel out."""
    return len(_DENIAL.findall(clause)) % 2 == 1
