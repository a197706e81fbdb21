"""Reads or answers with Sourcesay, as its commands do, by the reader that it is told."""

import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(1, str(Path(__file__).parents[2]))  # this checkout, installed or not

from serving import serve

from benchmarks.vectors import KeptVectors
from embeddings.documents import build_document
from embeddings.encoder import load_encoder
from embeddings.exported import cache_folder
from embeddings.passages import Document, Passage
from qa.libraries import library_of
from qa.pipeline import load_pipeline
from qa.reader import load_reader

reader = load_reader(sys.argv[1])
encoder = load_encoder()
kept = KeptVectors(encoder, cache_folder() / "benchmarks" / "vectors.sqlite3")  # of the texts
pipelines = []
scratch = tempfile.TemporaryDirectory()  # for the library, so that none is there already


def handle(request: dict) -> dict:
    if "documents" in request:
        documents = [
            build_document(f"{n:06d}.txt", text, f"{n:06d}")
            for n, text in enumerate(request["documents"])
        ]
        os.environ["SOURCESAY_CACHE"] = scratch.name
        pipelines[:] = [load_pipeline(library_of(documents, kept), encoder, reader)]
        return {}
    question = request["question"]
    if "passages" not in request:
        return {"text": pipelines[0].ask(question).text}
    passages = [
        Passage(Document(str(n), str(n), str(n), text), 0, len(text))
        for n, text in enumerate(request["passages"])
    ]
    spans = reader.read(question, passages)
    return {"text": spans[0].text if spans and spans[0].score > 0 else None}


serve(handle)
