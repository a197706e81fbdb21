"""A library held against the texts it was made from."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from pathlib import Path

import numpy as np

from embeddings.encoding import encode_passages
from embeddings.index import open_index
from embeddings.keywords import KeywordIndex
from embeddings.library import Library
from embeddings.postings import open_postings
from embeddings.retriever import Retriever
from embeddings.rows import STEP
from embeddings.split import split
from embeddings.vocabulary import word_counts
from tests.conftest import WordEncoder

Texts = Mapping[str, Set[str | None]]
"""What may be stored of each source; None where nothing may."""

QUESTIONS = ("graves in Corvale", "found by Jorvik officials", "999 graves", "no such word")


def faults(folder: Path, texts: Texts) -> list[str]:
    """What is wrong in a library that may hold these texts."""
    logging.disable()
    with Library.open(folder) as library:
        library.check()
        found = [*_document_faults(library, texts), *_retrieval_faults(library, texts)]
        if open_postings(library).searcher().num_docs != library.passage_count:
            found.append("the word index has other passages")
    return found


def search_faults(folder: Path, texts: Mapping[str, str] | Texts) -> list[str]:
    """What is wrong in the passages found in a library; errors are raised."""
    logging.disable()
    sets = {name: text if isinstance(text, Set) else {text} for name, text in texts.items()}
    with Library.open(folder) as library:
        found = list(_retrieval_faults(library, sets))
        for document in library.documents():
            if document.text not in sets.get(document.source, ()):
                found.append(f"{document.source} is not what was stored")
    return found


def _document_faults(library: Library, texts: Texts) -> Iterator[str]:
    documents = {document.source: document for document in library.documents()}
    words: Counter[str] = Counter()
    numbers, vectors = library.vectors()
    passages = library.passages(numbers.tolist())
    encoder = WordEncoder()
    stored = library.vectors_of(numbers.tolist())
    for name, allowed in texts.items():
        if (documents[name].text if name in documents else None) not in allowed:
            yield f"{name} is {'wrong' if name in documents else 'lost'}"
    for document in documents.values():
        words += word_counts(document.text)
        at = [n for n, passage in enumerate(passages) if passage.document.id == document.id]
        wanted = split(document)
        if document.source not in texts:
            yield f"{document.source} is unknown"
        if [passages[n] for n in at] != wanted:
            yield f"{document.source} has other passages"
        elif not all(
            np.array_equal(vectors[n], right[0]) and np.allclose(stored[n], right, atol=STEP)
            for n, right in zip(at, encode_passages(encoder, wanted), strict=True)
        ):
            yield f"{document.source} has other vectors"
    if words != library.words():
        yield "the words are not those of the documents"


def _retrieval_faults(library: Library, texts: Texts) -> Iterator[str]:
    encoder = WordEncoder()
    for question in QUESTIONS:
        index = open_index(library, encoder)
        retriever = Retriever(library, encoder, index, KeywordIndex(library))
        try:
            hits = retriever.retrieve(question, 10)
        except KeyError:  # removed while it was sought: asked again by the pipeline
            continue
        for hit in hits:
            passage = hit.passage
            allowed = texts.get(passage.document.source, ())
            if passage.document.text not in allowed or passage.text not in passage.document.text:
                yield f"a passage of {passage.document.source} is not in its source"
