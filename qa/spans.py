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
    tokens = len(start_logits)
    scores = start_logits[:, None] + end_logits[None, :]  # (first, last)
    first, last = np.indices((tokens, tokens), sparse=True)
    legal = may_start[:, None] & may_end[None, :] & (last >= first) & (last < first + max_tokens)
    firsts, lasts = np.nonzero(legal)
    if len(firsts) == 0:
        return []
    candidates = scores[firsts, lasts]
    order = np.argsort(-candidates, kind="stable")  # ties: the earlier, the shorter
    found = list(order[:top_k])
    taken = np.zeros(tokens, dtype=int)
    for index in found:
        taken[firsts[index] : lasts[index] + 1] = 1
    for _ in range(apart):
        before = np.concatenate(([0], np.cumsum(taken)))
        order = order[before[lasts[order] + 1] == before[firsts[order]]]
        if len(order) == 0:
            break
        found.append(order[0])
        taken[firsts[order[0]] : lasts[order[0]] + 1] = 1
    null = float(start_logits[0] + end_logits[0])
    return [TokenSpan(int(firsts[i]), int(lasts[i]), float(candidates[i]) - null) for i in found]
