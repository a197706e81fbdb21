import pytest

from embeddings.passages import Passage
from qa.aggregate import aggregate
from qa.answers import Span
from qa.confidence import Calibration
from tests.conftest import make_document

TEXT = "They counted the 445 graves. Then “445 graves” again, and – two. …"


def span(text: str, score: float, source: str = "a.txt") -> Span:
    document = make_document(TEXT, source)
    start = TEXT.index(text)
    return Span(Passage(document, 0, len(TEXT)), start, start + len(text), score)


@pytest.mark.parametrize(
    ("spans", "text", "cited"),
    [
        ([span("445 graves", 2.0)], "445 graves", ["a.txt"]),
        (
            [span("445 graves", 2.0), span("the 445 graves", 1.0, "b.txt")],
            "445 graves",
            ["a.txt", "b.txt"],
        ),
        ([span("445 graves", 2.0), span("“445 graves”", 1.0)], "445 graves", ["a.txt"]),
        ([span("445 graves", 2.0), span("445 graves", -1.0, "b.txt")], "445 graves", ["a.txt"]),
        ([span("445", 2.0), span("two", 1.0, "b.txt")], "445", ["a.txt"]),
        ([span("…", 9.0), span("two", 1.0)], "two", ["a.txt"]),
        ([span("two", -3.0), span("two", -4.0, "b.txt")], "two", ["a.txt"]),
    ],
)
def test_equal_answers_become_one_position(spans, text, cited, calibration: Calibration) -> None:
    position = aggregate(spans, calibration)
    assert position is not None
    assert position.text == text
    assert [(c.number, c.document.source) for c in position.citations] == list(enumerate(cited, 1))
    best = next(span for span in spans if span.text == text)
    assert position.confidence == calibration.probability(best.score)


@pytest.mark.parametrize("spans", [[], [span("…", 5.0)]])
def test_nothing_said_is_no_position(spans, calibration: Calibration) -> None:
    assert aggregate(spans, calibration) is None
