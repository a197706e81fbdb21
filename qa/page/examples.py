"""Example questions for the bundled articles; another library has none."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from embeddings.passages import Document

_ARTICLES = {
    "000_765f5df2bf05b5eb.txt",
    "001_4c1c60697db668da.txt",
    "002_de31b8ac0f0158f6.txt",
    "003_19b7f053852925dc.txt",
    "004_0f69f57602d15999.txt",
}

IZIUM_QUESTIONS = (
    "How many graves were found at Izium?",
    "When did Izium fall to Russian forces?",
    "Who is the chief prosecutor of the Kharkiv region?",
    "What signs of torture were found on the bodies?",
    "Why were residents without water?",
    "Who ordered the torture?",  # the articles do not say
)


def examples_for(documents: Iterable[Document]) -> tuple[str, ...]:
    """Questions the bundled articles answer, if exactly these are loaded."""
    names = {PurePath(document.source).name for document in documents}
    return IZIUM_QUESTIONS if names == _ARTICLES else ()
