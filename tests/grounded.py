"""Whether all that an answer shows is a slice of a source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.conftest import SEEDS

ARTICLES = {path.name: path.read_bytes().decode("utf-8") for path in SEEDS.glob("*.txt")}


def check_grounded(answer: dict[str, Any], texts: Mapping[str, str]) -> None:
    """Assert that all an answer in JSON shows stands where it says in the texts, by file."""
    best = answer["positions"] or answer["parts"]
    assert answer["abstained"] == (not best)
    assert answer["text"] == (best[0]["text"] if best else None)
    assert 0 <= answer["confidence"] <= 1
    for position in answer["positions"] + answer["parts"]:
        assert position["text"] == position["citations"][0]["text"]
        for citation in position["citations"]:
            text, excerpt = texts[citation["file"]], citation["excerpt"]
            assert text[citation["start"] : citation["end"]] == citation["text"] != ""
            assert text[citation["excerpt_start"] :][: len(excerpt)] == excerpt
            assert citation["excerpt_start"] <= citation["start"]
            assert citation["end"] <= citation["excerpt_start"] + len(excerpt)
        if position["attribution"] is not None:
            assert position["attribution"] in texts[position["citations"][0]["file"]]
    for passage in answer["nearest"]:
        start = passage["excerpt_start"]
        assert texts[passage["file"]][start:][: len(passage["excerpt"])] == passage["excerpt"]
