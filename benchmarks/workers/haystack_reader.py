"""Reads or answers with Haystack 3: its extractive reader, and in front of it dense retrieval.

As its tutorial on extractive question answering has it: documents embedded by sentence-transformers
into the in-memory store, the ten nearest read, no answer allowed. Defaults but for two threads,
``top_k`` 1 of the reader (so that "no answer" stands against the best answer) and, against
half-precision weights, the type of the numbers. The documents' vectors are kept between runs.
"""

import sys
from pathlib import Path

import numpy as np
import torch
from haystack import Document
from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack.document_stores.types import DuplicatePolicy
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)
from haystack_integrations.components.readers.transformers import (
    TransformersExtractiveReader,
)
from serving import THREADS, serve

sys.path.insert(1, str(Path(__file__).parents[2]))

from benchmarks.vectors import KeptVectors

model, dtype, encoder, kept = sys.argv[1:5]
torch.set_num_threads(THREADS)
reader = TransformersExtractiveReader(
    model=model, top_k=1, model_kwargs={"dtype": getattr(torch, dtype)}
)
reader.warm_up()
store = InMemoryDocumentStore(embedding_similarity_function="cosine")
retriever = InMemoryEmbeddingRetriever(store, top_k=10)
question_embedder = SentenceTransformersTextEmbedder(model=encoder, progress_bar=False)
question_embedder.warm_up()


class Embedder:
    name, dimension = "Haystack", 384

    def __init__(self) -> None:
        self._own = SentenceTransformersDocumentEmbedder(model=encoder, progress_bar=False)
        self._own.warm_up()

    def encode(self, texts: list[str]) -> np.ndarray:
        embedded = self._own.run([Document(content=text) for text in texts])["documents"]
        return np.array([document.embedding for document in embedded])


def handle(request: dict) -> dict:
    if "documents" in request:
        texts = request["documents"]
        rows = KeptVectors(Embedder(), Path(kept)).encode(texts)
        documents = [
            Document(content=t, embedding=row.tolist()) for t, row in zip(texts, rows, strict=True)
        ]
        store.write_documents(documents, DuplicatePolicy.SKIP)
        return {}
    question = request["question"]
    if "passages" in request:
        documents = [Document(content=text) for text in request["passages"]]
    else:
        vector = question_embedder.run(question)["embedding"]
        documents = retriever.run(vector)["documents"]
    with torch.inference_mode():
        best = reader.run(query=question, documents=documents)["answers"][0]
    return {"text": best.data or None}


serve(handle)
