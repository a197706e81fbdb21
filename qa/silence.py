"""Why the sources do not say: they do not touch on it, or they do and do not state it."""

from __future__ import annotations

from embeddings.retriever import Retriever
from qa.answers import Silence

TOUCHES = 0.34
"""Cosine of question and nearest passage from which passages count as being about it.

It parts SQuAD 2.0's unanswerable questions asked of five articles, their own among them or not: of
what was alike on 9 articles, 0.34 to 0.37, the lowest, since questions in lay words lie farther
off; on 8 others it is right for 85 and 86 of 100.
"""


def silence(question: str, retriever: Retriever) -> Silence:
    """The reason why a question that stands alone has no answer in the sources."""
    words = retriever.unknown_words(question)
    touched = retriever.likeness(question) >= TOUCHES
    return Silence("unsaid" if touched else "untouched", words)
