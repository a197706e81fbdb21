"""Keyword search over a library's passages: BM25 by SQLite's FTS5, in the library's own file."""

from __future__ import annotations

import re

from embeddings.library import Library

# Question words and the commonest function words: they match everywhere and say nothing of where.
STOP_WORDS = frozenset(
    "a about after all also an and any are as at be been before being but by can could did do "
    "does for from had has have he her him his how i if in into is it its me my no not of on or "
    "our she should so some such than that the their them then there these they this those to "
    "was we were what when where which who whom whose why will with would you your".split()
)


class KeywordIndex:
    """BM25 ranking (Robertson and Zaragoza 2009) of the passages that share a question's words."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def search(self, question: str, top_k: int) -> list[tuple[int, float]]:
        """Passage numbers with BM25 scores, best (highest) first; at most ``top_k``."""
        words = dict.fromkeys(re.findall(r"\w+", question.casefold()))
        terms = [word for word in words if word not in STOP_WORDS] or list(words)
        if not terms:
            return []
        return self._library.match(" OR ".join(f'"{term}"' for term in terms), top_k)

    def unknown(self, question: str) -> tuple[str, ...]:
        """The words of ``question``, as typed, that no passage has; function words aside."""
        words = dict.fromkeys(re.findall(r"\w+", question))
        said = [word for word in words if word.casefold() not in STOP_WORDS]
        return tuple(word for word in said if not self._library.holds(f'"{word}"'))
