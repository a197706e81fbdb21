"""Dense and keyword search, their scores added, and the names that a passage's document has."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from embeddings.choice import Choice
from embeddings.duplicates import collapse
from embeddings.encoder import Encoder
from embeddings.index import PassageIndex
from embeddings.keywords import KeywordIndex
from embeddings.library import Library
from embeddings.mentions import mentions, names_asked
from embeddings.names import Name, spelled, spelled_as_in
from embeddings.passages import Hit, Passage

DEPTH = 100  # passages taken from each search before their scores are added
WHOLE = 1.0  # weight of a passage's cosine similarity beside its keyword score
SENTENCE = 2.0  # weight of that of its nearest sentence
SPARE = 10  # passages beyond those asked for, in the place of copies and for other documents
SEATED = 10  # passages of which the last is given to another document


class Retriever:
    """Finds passages by meaning and by words.

    The weights were chosen on the questions of four libraries kept for development and on 657 of
    SQuAD 1.1's training questions: plateaus from 0.5 to 1.5 and from 1.5 to 2. Sums of scores were
    better than reciprocal rank fusion at every depth.
    """

    def __init__(
        self,
        library: Library,
        encoder: Encoder,
        index: PassageIndex,
        keywords: KeywordIndex,
        choice: Choice | None = None,
    ) -> None:
        self._library = library
        self.encoder = encoder
        self._index = index
        self._keywords = keywords
        self._choice = choice

    def refreshed(self) -> Retriever:
        """A retriever over the library as it is now."""
        index = self._index.updated(self._library, self.encoder)
        return Retriever(self._library, self.encoder, index, KeywordIndex(self._library))

    def without(self, left_out: Collection[str]) -> Retriever:
        """A retriever over all documents but those of these ids."""
        if not {*left_out} & {*self._library.sources().values()}:
            return self
        choice = Choice.without(self._library, left_out)
        return Retriever(self._library, self.encoder, self._index, self._keywords, choice)

    def retrieve(self, question: str, top_k: int) -> list[Hit]:
        """The best passages for ``question``, best first, at most ``top_k``.

        A text that runs in several documents takes one place. Among ten passages and more, the
        last is the best one of a document that has none before it.
        """
        if not question.strip() or top_k < 1:
            return []
        depth = max(DEPTH, top_k)
        names = self._keywords.names(question)
        vector = self._vector(question, names)
        found = [
            *self._index.search(vector, depth, self._choice),
            *self._keywords.search(question, depth, self._choice),
        ]
        numbers = sorted({number for number, _ in found})
        if not numbers:
            return []
        words = self._keywords.scores(question, numbers)
        scores = {
            number: words.get(number, 0.0) + nearness(vectors @ vector)
            for number, vectors in zip(numbers, self._library.vectors_of(numbers), strict=True)
        }
        ranked = sorted(scores, key=lambda number: (-scores[number], number))[: top_k + SPARE]
        asked = names_asked(question, names)
        passages = self._library.passages(ranked)
        score = {
            passage.place: scores[number] + mentions(passage, asked)
            for number, passage in zip(ranked, passages, strict=True)
        }
        passages.sort(key=lambda passage: -score[passage.place])
        hits = [
            Hit(first, score[first.place], tuple(copies)) for first, *copies in collapse(passages)
        ]
        return seated(hits, top_k)

    def asked_of(self, question: str, passages: Sequence[Passage]) -> dict[str, list[Passage]]:
        """The question as each of the passages would ask it, its names in their spelling there."""
        names = self._keywords.names(question)
        asked: dict[str, list[Passage]] = {}
        for passage in passages:
            asked.setdefault(spelled_as_in(passage.text, question, names), []).append(passage)
        return asked

    def _vector(self, question: str, names: Sequence[Name]) -> np.ndarray:
        """The mean direction of the question over the spellings of its names."""
        texts = list(dict.fromkeys(spelled(question, names)))
        mean = self.encoder.encode(texts).mean(axis=0)
        return mean / max(float(np.linalg.norm(mean)), 1e-9)

    def likeness(self, question: str) -> float:
        """Cosine similarity of the question to the nearest passage; -1 in an empty library."""
        nearest = self._index.search(self.encoder.encode([question])[0], 1, self._choice)
        return nearest[0][1] if nearest else -1.0

    def unknown_words(self, question: str) -> tuple[str, ...]:
        """The question's words, as typed, that no passage has in any inflection."""
        return self._keywords.unknown(question)


def nearness(cosines: np.ndarray) -> float:
    """A passage's, from the cosines of its vectors, the whole's first, with the question's."""
    return WHOLE * float(cosines[0]) + SENTENCE * float(cosines[1:].max())


def seated(hits: Sequence[Hit], top_k: int) -> list[Hit]:
    """The first ``top_k``; the last place goes to a document without another, if there is one."""
    if top_k < SEATED or len(hits) <= top_k:
        return list(hits[:top_k])
    chosen = list(hits[: top_k - 1])
    documents = {hit.passage.document.id for hit in chosen}
    others = (hit for hit in hits[top_k - 1 :] if hit.passage.document.id not in documents)
    return [*chosen, next(others, hits[top_k - 1])]
