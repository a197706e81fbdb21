"""Span decoding: arrays of logits in, legal spans out, no model."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

MAX_TOKENS = 30  # longest answer, in tokens, as in the SQuAD evaluations of BERT


class TokenSpan(NamedTuple):
    """First and last token (inclusive) of a span, and its score above no answer, in logits."""

    first: int
    last: int
    score: float


def best_spans(
    start_logits: np.ndarray,
    end_logits: np.ndarray,
    may_start: np.ndarray,
    may_end: np.ndarray,
    *,
    top_k: int = 20,
    apart: int = 0,
    max_tokens: int = MAX_TOKENS,
) -> list[TokenSpan]:
    """The best legal spans of one window, best first, at most ``top_k`` and ``apart`` more.

    The best ones are mostly one answer with other borders. Each of those ``apart`` is the best that
    shares no token with any before it: what else the window answers.

    ``start_logits`` and ``end_logits`` are (tokens,); ``may_start`` and ``may_end`` (tokens,)
    are true where an answer may begin and end. A span's score is its start logit plus its end
    logit minus the same sum at the first token, which stands for no answer (Devlin et al. 2019,
    section 4.3), so scores compare over windows and passages.
    """
    null = float(start_logits[0] + end_logits[0])
    tokens = len(start_logits)
    width = min(max_tokens, tokens)
    starts = np.where(may_start, start_logits, -np.inf)
    ends = np.where(may_end, end_logits, -np.inf)
    ends = np.pad(ends, (0, width - 1), constant_values=-np.inf)
    scores = starts[:, None] + sliding_window_view(ends, width)  # (first token, tokens after it)
    found: list[TokenSpan] = []
    for number in range(top_k + apart):
        if number >= top_k:
            for span in found if number == top_k else found[-1:]:
                _leave_out(scores, span)
        first, after = divmod(int(scores.argmax()), width)  # ties: the earlier, the shorter
        score = float(scores[first, after])
        if score == -np.inf:
            break
        found.append(TokenSpan(first, first + after, score - null))
        scores[first, after] = -np.inf
    return found


def _leave_out(scores: np.ndarray, span: TokenSpan) -> None:
    """Give all spans that share a token with ``span`` the lowest score."""
    width = scores.shape[1]
    begin = max(span.first - width + 1, 0)
    firsts = np.arange(begin, span.last + 1)
    scores[begin : span.last + 1][firsts[:, None] + np.arange(width) >= span.first] = -np.inf
