"""A pipeline over a choice of documents, from one library or from several."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import cast

from embeddings.library import Library
from embeddings.passages import Document, Hit
from embeddings.retriever import Retriever
from qa.pipeline import Pipeline

DEEPER = 4
"""How many times more passages are asked for when too few are left of those found."""


def select(pipelines: Sequence[Pipeline], left_out: Collection[str] = ()) -> Pipeline:
    """A pipeline over all documents of ``pipelines`` but those whose id is ``left_out``.

    Reader and calibration are those of the first; all must share one encoder. Of each library the
    best passages are read, so that a small one is read beside a large one and not instead of it.
    """
    first = pipelines[0]
    names = {pipeline.library.encoder for pipeline in pipelines}
    if len(names) > 1:
        raise ValueError(f"libraries of different encoders cannot be asked together: {names}")
    return Pipeline(
        cast(Library, _Documents(pipelines, left_out)),
        cast(Retriever, _Passages(pipelines, left_out)),
        first.reader,
        first.calibration,
    )


class _Documents:
    """What a pipeline needs of a library: the chosen documents and the encoder's name."""

    def __init__(self, pipelines: Sequence[Pipeline], left_out: Collection[str]) -> None:
        self._pipelines = pipelines
        self._left_out = left_out
        self.encoder = pipelines[0].library.encoder

    def documents(self) -> Iterator[Document]:
        """The chosen documents, library by library."""
        for pipeline in self._pipelines:
            for document in pipeline.library.documents():
                if document.id not in self._left_out:
                    yield document


class _Passages:
    """What a pipeline needs of a retriever: the best passages of the chosen documents."""

    def __init__(self, pipelines: Sequence[Pipeline], left_out: Collection[str]) -> None:
        self._retrievers = [
            pipeline.retriever
            for pipeline in pipelines
            if any(document.id not in left_out for document in pipeline.library.documents())
        ]
        self._left_out = left_out
        self.encoder = pipelines[0].retriever.encoder

    def retrieve(self, question: str, top_k: int) -> list[Hit]:
        """At most ``top_k`` passages of each library, best first by their rank in it."""
        found = [self._chosen(retriever, question, top_k) for retriever in self._retrievers]
        return sorted((hit for hits in found for hit in hits), key=lambda hit: -hit.score)

    def _chosen(self, retriever: Retriever, question: str, top_k: int) -> list[Hit]:
        depth = top_k
        while True:
            hits = retriever.retrieve(question, depth)
            chosen = [hit for hit in hits if hit.passage.document.id not in self._left_out]
            if len(chosen) >= top_k or len(hits) < depth:
                return chosen[:top_k]
            depth *= DEEPER
