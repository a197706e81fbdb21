"""Span decoding: arrays of logits in, legal spans out, no model."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

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
    max_tokens: int = MAX_TOKENS,
) -> list[TokenSpan]:
    """The best legal spans of one window, best first, at most ``top_k``.

    ``start_logits`` and ``end_logits`` are (tokens,); ``may_start`` and ``may_end`` (tokens,)
    are true where an answer may begin and end. A span's score is its start logit plus its end
    logit minus the same sum at the first token, which stands for no answer (Devlin et al. 2019,
    section 4.3), so scores compare over windows and passages.
    """
    tokens = len(start_logits)
    scores = start_logits[:, None] + end_logits[None, :]  # (first, last)
    first, last = np.indices((tokens, tokens), sparse=True)
    legal = may_start[:, None] & may_end[None, :] & (last >= first) & (last < first + max_tokens)
    firsts, lasts = np.nonzero(legal)
    if len(firsts) == 0:
        return []
    candidates = scores[firsts, lasts]
    order = np.lexsort((lasts, firsts, -candidates))[:top_k]  # ties: the earlier, the shorter
    null = float(start_logits[0] + end_logits[0])
    return [TokenSpan(int(firsts[i]), int(lasts[i]), float(candidates[i]) - null) for i in order]
