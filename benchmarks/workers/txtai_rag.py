"""Answers with txtai: embeddings and keywords fused, an extractive model over the best passages.

As its examples on extractive question answering have it: an index with content, hybrid (its
documentation's advice for the best ranking), ``RAG`` with the task question-answering. Its default
of 3 passages of context is kept: they are joined into one text, and what does not fit the model is
cut off. Where the model says "no answer", version 9.14 raises a TypeError instead of refusing: that
is counted as refusing. Its vectors of the texts are kept between runs, those of questions are not.
"""

import sys
from pathlib import Path

import numpy as np
import torch
from serving import THREADS, serve
from txtai import RAG, Embeddings

sys.path.insert(1, str(Path(__file__).parents[2]))

from benchmarks.vectors import KeptVectors

reader, dtype, encoder, kept = sys.argv[1:5]
torch.set_num_threads(THREADS)


class Embedder:
    name, dimension = "txtai", 384

    def __init__(self) -> None:
        self._own = Embeddings(path=encoder, gpu=False)

    def encode(self, texts: list[str]) -> np.ndarray:
        return np.array(self._own.batchtransform(texts))


own = Embedder()
of_texts = KeptVectors(own, Path(kept))
encoders = [own]  # the last is in use


def encoded(texts: list[str]) -> np.ndarray:
    return encoders[-1].encode(texts)


embeddings = Embeddings(method="external", transform=encoded, content=True, hybrid=True, gpu=False)
answer = RAG(
    embeddings,
    reader,
    gpu=False,
    task="question-answering",
    output="flatten",
    dtype=getattr(torch, dtype),
)


def handle(request: dict) -> dict:
    if "documents" in request:
        encoders.append(of_texts)
        embeddings.index(request["documents"])
        encoders.pop()
        return {}
    question = request["question"]
    try:
        with torch.inference_mode():
            [text] = answer([(None, question, question, False)])
    except TypeError:  # the model pointed at its first token, "no answer"
        text = None
    return {"text": text or None}


serve(handle)
