"""Dense and keyword rankings, fused."""

from __future__ import annotations

from collections import defaultdict

from embeddings.encoder import Encoder
from embeddings.index import PassageIndex
from embeddings.keywords import KeywordIndex
from embeddings.library import Library
from embeddings.passages import Hit

RANK_OFFSET = 60  # the constant of reciprocal rank fusion, as in its paper
DEPTH = 50  # passages taken from each ranking before they are fused


class Retriever:
    """Finds passages by meaning and by words, fused by reciprocal rank (Cormack et al. 2009)."""

    def __init__(
        self, library: Library, encoder: Encoder, index: PassageIndex, keywords: KeywordIndex
    ) -> None:
        self._library = library
        self.encoder = encoder
        self._index = index
        self._keywords = keywords

    def refreshed(self) -> Retriever:
        """A retriever over the library as it is now."""
        index = self._index.updated(self._library)
        return Retriever(self._library, self.encoder, index, KeywordIndex(self._library))

    def retrieve(self, question: str, top_k: int) -> list[Hit]:
        """The best passages for ``question``, best first, at most ``top_k``."""
        if not question.strip():
            return []
        depth = max(DEPTH, top_k)
        rankings = [
            self._index.search(self.encoder.encode([question])[0], depth),
            self._keywords.search(question, depth),
        ]
        best = fuse(rankings)[:top_k]
        passages = self._library.passages([number for number, _ in best])
        return [Hit(passage, score) for passage, (_, score) in zip(passages, best, strict=True)]

    def likeness(self, question: str) -> float:
        """Cosine similarity of the question to the nearest passage; -1 in an empty library."""
        nearest = self._index.search(self.encoder.encode([question])[0], 1)
        return nearest[0][1] if nearest else -1.0

    def unknown_words(self, question: str) -> tuple[str, ...]:
        """The question's words, as typed, that no passage has in any inflection."""
        return self._keywords.unknown(question)


def fuse(rankings: list[list[tuple[int, float]]]) -> list[tuple[int, float]]:
    """Reciprocal rank fusion: numbers with summed 1 / (60 + rank), best first."""
    scores: defaultdict[int, float] = defaultdict(float)
    for ranking in rankings:
        for rank, (number, _) in enumerate(ranking, start=1):
            scores[number] += 1 / (RANK_OFFSET + rank)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))
