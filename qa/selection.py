"""A pipeline over a choice of documents, from one library or from several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import cast

from embeddings.library import Library
from embeddings.passages import Document, Hit, Passage
from embeddings.retriever import Retriever
from qa.pipeline import Pipeline


def select(pipelines: Sequence[Pipeline], left_out: Collection[str] = ()) -> Pipeline:
    """A pipeline over all documents of ``pipelines`` but those whose id is ``left_out``.

    Reader, calibration and tagger are those of the first; all must share one encoder. Of each
    library the best passages are read, so that a small one is read beside a large one and not
    instead of it.
    """
    names = {pipeline.library.encoder for pipeline in pipelines}
    if len(names) > 1:
        raise ValueError(f"libraries of different encoders cannot be asked together: {names}")
    chosen = [each for each in pipelines if any(d.id not in left_out for d in each.documents)]
    return Pipeline(
        cast(Library, _Documents(pipelines, left_out)),
        cast(Retriever, _Passages(chosen or pipelines, left_out)),
        pipelines[0].reader,
        pipelines[0].calibration,
        pipelines[0].tagger,
    )


class _Documents:
    """What a pipeline needs of a library: the chosen documents, their words, the encoder's name."""

    def __init__(self, pipelines: Sequence[Pipeline], left_out: Collection[str]) -> None:
        self._libraries = [pipeline.library for pipeline in pipelines]
        self._left_out = left_out
        self.encoder = pipelines[0].library.encoder

    @property
    def generation(self) -> str:
        """A value that changes with every change of the libraries' contents."""
        return " ".join(library.generation for library in self._libraries)

    def documents(self) -> Iterator[Document]:
        """The chosen documents, library by library."""
        for library in self._libraries:
            for document in library.documents():
                if document.id not in self._left_out:
                    yield document

    def words(self) -> Counter[str]:
        """How often each word stands in the libraries, left out or not."""
        return sum((Counter(library.words()) for library in self._libraries), Counter())


class _Passages:
    """What a pipeline needs of a retriever: the best passages of several libraries."""

    def __init__(self, pipelines: Sequence[Pipeline], left_out: Collection[str]) -> None:
        self._pipelines = pipelines
        self._left_out = left_out
        self._retrievers = [each.retriever.without(left_out) for each in pipelines]
        self.encoder = self._retrievers[0].encoder

    def refreshed(self) -> _Passages:
        """The same over the libraries as they are now, whose indexes are shared."""
        for pipeline in self._pipelines:
            pipeline.refresh()
        return _Passages(self._pipelines, self._left_out)

    def retrieve(self, question: str, top_k: int) -> list[Hit]:
        """At most ``top_k`` passages of each library, best first by score."""
        found = [retriever.retrieve(question, top_k) for retriever in self._retrievers]
        return sorted((hit for hits in found for hit in hits), key=lambda hit: -hit.score)

    def asked_of(self, question: str, passages: Sequence[Passage]) -> dict[str, list[Passage]]:
        """The question as each of the passages would ask it, by the names of every library."""
        asked = {question: list(passages)}
        for retriever in self._retrievers:
            again: dict[str, list[Passage]] = {}
            for text, those in asked.items():
                for spelled, some in retriever.asked_of(text, those).items():
                    again.setdefault(spelled, []).extend(some)
            asked = again
        return asked

    def likeness(self, question: str) -> float:
        """Cosine similarity of the question to the nearest passage of the libraries."""
        return max(retriever.likeness(question) for retriever in self._retrievers)

    def unknown_words(self, question: str) -> tuple[str, ...]:
        """The question's words that no passage of any library has."""
        first, *others = (retriever.unknown_words(question) for retriever in self._retrievers)
        return tuple(word for word in first if all(word in other for other in others))
