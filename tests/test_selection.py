"""Pipelines over a choice of documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from embeddings.index import open_index
from embeddings.keywords import KeywordIndex
from embeddings.library import Library
from embeddings.retriever import Retriever
from qa.pipeline import Pipeline
from qa.selection import select
from qa.voices import voices
from tests.conftest import WordEncoder, make_document
from tests.test_library import put

QUESTION = "When was the mill built?"


def another(folder: Path, base: Pipeline, *texts: str) -> Pipeline:
    encoder = WordEncoder()
    library = Library.create(folder, encoder.name, encoder.dimension)
    for number, text in enumerate(texts):
        put(library, make_document(text, f"{number}.txt"))
    retriever = Retriever(library, encoder, open_index(library, encoder), KeywordIndex(library))
    return Pipeline(library, retriever, base.reader, base.calibration)


def test_document_left_out_is_neither_listed_nor_read(town_pipeline: Pipeline) -> None:
    mill, bridge = sorted(town_pipeline.documents, key=lambda document: document.source)[::-1]
    assert town_pipeline.ask("When was the mill built?").text == "1921"
    chosen = select([town_pipeline], {mill.id})
    assert chosen.documents == (bridge,)
    hits = chosen.retriever.retrieve("When was the mill built?", 10)
    assert {hit.passage.document.id for hit in hits} == {bridge.id}
    assert chosen.describe() == town_pipeline.describe()


def test_libraries_are_asked_together(town_pipeline: Pipeline, tmp_path: Path) -> None:
    own = another(tmp_path / "own", town_pipeline, "The mayor’s house is purple.")
    both = select([town_pipeline, own])
    assert [document.source for document in both.documents] == ["bridge.txt", "mill.txt", "0.txt"]
    assert both.ask("Which colour is the mayor’s house?").text == "purple"
    assert both.ask("When was the mill built?").text == "1921"
    everything = {document.id for document in town_pipeline.documents}
    assert [d.source for d in select([town_pipeline, own], everything).documents] == ["0.txt"]
    own.library.close()


def test_a_copy_that_is_asked_stands_for_one_that_is_left_out(
    town_pipeline: Pipeline, tmp_path: Path
) -> None:
    told = (
        "The mill at Arden was built in 1921 by the brothers Holm, who had sold their farm in the "
        "hills for it and borrowed the rest from the bank."
    )
    pipeline = another(tmp_path / "copies", town_pipeline, told, told, "The bridge fell in May.")
    a, b, _ = pipeline.documents

    def found(*left_out: str) -> list[list[str]]:
        hits = select([pipeline], left_out).retriever.retrieve(QUESTION, 5)
        sources = [[p.document.source for p in (hit.passage, *hit.copies)] for hit in hits]
        return [each for each in sources if each != ["2.txt"]]

    assert found() == [["0.txt", "1.txt"]]
    assert found(a.id) == [["1.txt"]]
    assert found(b.id) == [["0.txt"]]
    assert found(a.id, b.id) == []
    told = voices(pipeline, pipeline.ask(QUESTION))
    said = [(v.document.source, v.position is not None) for v in told]
    assert said == [("0.txt", True), ("1.txt", True), ("2.txt", False)]
    pipeline.library.close()


def test_enough_passages_are_found_behind_those_left_out(
    town_pipeline: Pipeline, tmp_path: Path
) -> None:
    texts = [f"The mill number {number} was built of stone." for number in range(16)]
    many = another(tmp_path / "many", town_pipeline, *texts)
    best = [hit.passage.document.id for hit in many.retriever.retrieve("mill built stone", 12)]
    hits = select([many], set(best)).retriever.retrieve("mill built stone", 3)
    assert len(hits) == 3
    assert not {hit.passage.document.id for hit in hits} & set(best)
    many.library.close()


def test_libraries_of_different_encoders_are_not_mixed(
    town_pipeline: Pipeline, tmp_path: Path
) -> None:
    library = Library.create(tmp_path / "other", "other", 256)
    other = Pipeline(
        library, town_pipeline.retriever, town_pipeline.reader, town_pipeline.calibration
    )
    with pytest.raises(ValueError, match="different encoders"):
        select([town_pipeline, other])
    library.close()
