import pytest

from embeddings.duplicates import collapse, counterpart, independent
from embeddings.passages import Passage
from tests.conftest import make_document

DISPATCH = (
    "Rescue teams worked through the night after the dam above the town gave way. Officials said "
    "that 12 people were missing. The mayor asked residents to stay away from the river until the "
    "engineers had looked at the second wall. A school was opened for those who lost their homes."
)
EDITED = (
    "By our staff. Rescue teams worked through the night after the dam above the town gave way. "
    "The authorities said that 12 people were missing. The mayor asked all residents to stay away "
    "from the river until the engineers had looked at the second wall. The weather stays wet."
)
OWN = (
    "When I came to the valley in the morning the water stood in the kitchens. Nobody could tell "
    "me who was gone; a clerk counted on her fingers and said that 12 people were missing. Her own "
    "brother was one of them, and she had not slept since the wall broke."
)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (DISPATCH, DISPATCH, True),
        (DISPATCH, EDITED, True),
        (DISPATCH, DISPATCH.upper().replace(",", ";"), True),
        (DISPATCH, DISPATCH[130:], True),
        (DISPATCH, OWN, False),
        ("12 people were missing.", "12 people were missing.", False),
        ("", DISPATCH, False),
    ],
)
def test_same_text_is_half_of_the_word_runs(one: str, other: str, same: bool) -> None:
    both = [(make_document(one, "a"), 0, len(one)), (make_document(other, "b"), 0, len(other))]
    assert len(independent(both)) == (1 if same else 2)
    assert len(independent(both[::-1])) == (1 if same else 2)


def whole(text: str, source: str) -> Passage:
    return Passage(make_document(text, source), 0, len(text))


def test_copies_are_put_behind_their_first() -> None:
    first, own, copy = whole(DISPATCH, "a"), whole(OWN, "b"), whole(EDITED, "c")
    assert collapse([first, own, copy]) == [[first, copy], [own]]
    assert collapse([copy, own, first]) == [[copy, first], [own]]
    assert collapse([]) == []


def test_passages_of_one_document_are_no_copies() -> None:
    document = make_document(DISPATCH * 2, "a")
    halves = [
        Passage(document, 0, len(DISPATCH)),
        Passage(document, len(DISPATCH), 2 * len(DISPATCH)),
    ]
    assert collapse(halves) == [[halves[0]], [halves[1]]]


def statement(text: str, source: str, said: str = "12 people"):
    start = text.index(said)
    return make_document(text, source), start, start + len(said)


def test_a_dispatch_in_two_papers_is_one_voice() -> None:
    dispatch, own = statement(DISPATCH, "a"), statement(OWN, "b")
    edited, again = statement(EDITED, "c"), statement(OWN, "b", "brother")
    assert independent([dispatch, own, edited, again]) == [[0, 2], [1, 3]]
    assert independent([dispatch, own]) == [[0], [1]]
    assert independent([]) == []


def test_only_the_text_around_a_statement_counts() -> None:
    long = statement(DISPATCH + " " + OWN, "d")
    later = statement(DISPATCH + " " + OWN, "e", "brother")
    assert independent([statement(DISPATCH, "a"), statement(OWN, "b", "brother"), later, long]) == [
        [0, 3],
        [1, 2],
    ]


def test_the_counterpart_is_the_place_with_the_same_words_around() -> None:
    document, start, end = statement(DISPATCH, "a", "people")
    copy = whole("Some people never learn. " + EDITED, "c")
    place = counterpart(document, start, end, copy)
    assert place is not None
    assert copy.document.text[: place[0]].endswith("said that 12 ")
    assert copy.document.text[slice(*place)] == "people"
    assert counterpart(document, start, end, whole("Peoples were missing.", "d")) is None
