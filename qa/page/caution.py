"""Whether a passage describes violence, so that a notice can stand before it."""

from __future__ import annotations

import re

CAUTION = "The quoted passages describe violence."

_WORDS = re.compile(
    r"\b(?:"
    r"tortur\w*|execut(?:ed|ions?)|massacr\w*|mutilat\w*|castrat\w*|behead\w*|decapitat\w*|"
    r"dismember\w*|rap(?:ed?|es|ing)|murder\w*|slaughter\w*|stabb(?:ed|ing)|strangl\w*|"
    r"corpses?|cadavers?|exhum\w*|(?:mass|nameless|unmarked) graves?|decompos\w*|"
    r"(?:dead|rott\w+|mangled|burnt|charred|exhumed) bod(?:y|ies)|suicides?|hanged|electrocut\w*|"
    r"electric shocks?|genocid\w*|atrocit\w*|blood(?:y|ied|shed)"
    r")\b",
    re.IGNORECASE,
)


def describes_violence(text: str) -> bool:
    """Whether the text has a word for violence to people, or for the dead."""
    return _WORDS.search(text) is not None
