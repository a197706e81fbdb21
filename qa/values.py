"""Answers compared as values: when do two texts say the same?"""

from __future__ import annotations

import re
import unicodedata

_ARTICLES = re.compile(r"\b(a|an|the)\b")


def normalize(text: str) -> str:
    """Lower case without punctuation, articles and surplus spaces.

    As SQuAD's evaluation does (Rajpurkar et al. 2016), with all of Unicode's punctuation where
    SQuAD knows ASCII's: curly quotes and dashes stand in news prose.
    """
    kept = [
        " " if unicodedata.category(c) == "Pd" else c
        for c in text.lower()
        if unicodedata.category(c) == "Pd" or not unicodedata.category(c).startswith("P")
    ]
    return " ".join(_ARTICLES.sub(" ", "".join(kept)).split())
