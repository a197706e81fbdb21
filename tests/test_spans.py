import numpy as np
import pytest

from qa.spans import best_spans

# Token 0 stands for no answer (start 1, end 2), token 1 for the question, 2 to 5 for the passage.
START = np.array([1.0, 9.0, 5.0, 0.0, 4.0, 0.0])
END = np.array([2.0, 9.0, 0.0, 3.0, 0.0, 6.0])
PASSAGE = np.array([False, False, True, True, True, True])


@pytest.mark.parametrize(
    ("top_k", "max_tokens", "expected"),
    [
        (1, 30, [(2, 5, 8.0)]),
        (3, 30, [(2, 5, 8.0), (4, 5, 7.0), (2, 3, 5.0)]),
        (3, 2, [(4, 5, 7.0), (2, 3, 5.0), (5, 5, 3.0)]),
        (2, 1, [(5, 5, 3.0), (2, 2, 2.0)]),
    ],
)
def test_best_spans_are_legal_and_ordered(top_k, max_tokens, expected) -> None:
    spans = best_spans(START, END, PASSAGE, PASSAGE, top_k=top_k, max_tokens=max_tokens)
    assert [tuple(span) for span in spans] == expected


@pytest.mark.parametrize(
    ("top_k", "apart", "max_tokens", "expected"),
    [
        (1, 2, 2, [(4, 5, 7.0), (2, 3, 5.0)]),  # no token is left for a third
        (2, 2, 1, [(5, 5, 3.0), (2, 2, 2.0), (4, 4, 1.0), (3, 3, 0.0)]),
        (1, 1, 30, [(2, 5, 8.0)]),
        (0, 1, 30, [(2, 5, 8.0)]),
    ],
)
def test_spans_apart_share_no_token(top_k, apart, max_tokens, expected) -> None:
    spans = best_spans(
        START, END, PASSAGE, PASSAGE, top_k=top_k, apart=apart, max_tokens=max_tokens
    )
    assert [tuple(span) for span in spans] == expected


def test_spans_keep_to_where_answers_may_start_and_end() -> None:
    may_start = np.array([False, False, False, True, False, False])
    may_end = np.array([False, False, True, False, True, False])
    assert [tuple(s) for s in best_spans(START, END, may_start, may_end)] == [(3, 4, -3.0)]


def test_no_legal_token_gives_no_span() -> None:
    nowhere = np.zeros(6, dtype=bool)
    assert best_spans(START, END, nowhere, nowhere) == []


def test_equal_scores_put_the_earlier_and_shorter_first() -> None:
    flat = np.zeros(4)
    anywhere = np.array([False, True, True, True])
    spans = best_spans(flat, flat, anywhere, anywhere, top_k=4)
    assert [(s.first, s.last) for s in spans] == [(1, 1), (1, 2), (1, 3), (2, 2)]


def test_scores_compare_over_windows_with_different_null_scores() -> None:
    shifted = [logits + 7.0 for logits in (START, END)]
    assert best_spans(*shifted, PASSAGE, PASSAGE) == best_spans(START, END, PASSAGE, PASSAGE)
