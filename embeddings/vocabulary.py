"""The words of texts as they are written, counted."""

from __future__ import annotations

import re
from collections import Counter

WORD = re.compile(r"\w+(?:[’'-](?!s\b)\w+)*")  # without the possessive


def word_counts(text: str) -> Counter[str]:
    """How often each word stands in a text, capitals kept."""
    return Counter(WORD.findall(text))
