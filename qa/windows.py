"""A question and a passage as windows of tokens that a model can take."""

from __future__ import annotations

import threading

import numpy as np
from tokenizers import Encoding, Tokenizer

WINDOW = 384  # tokens of question and passage together
STRIDE = 128  # tokens that neighbouring windows share
MAX_QUESTION = 64  # tokens; a longer question is cut


class Windows:
    """Cuts question and passage into windows that a model can take."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._lock = threading.Lock()  # truncation is a setting of the tokenizer, not of a call

    def over(self, question: str, text: str) -> list[Encoding]:
        """Windows of the question followed by successive stretches of ``text``."""
        with self._lock:
            self._tokenizer.no_truncation()
            tokens = self._tokenizer.encode(question, add_special_tokens=False)
            if len(tokens) > MAX_QUESTION:
                question = question[: tokens.offsets[MAX_QUESTION - 1][1]]
            self._tokenizer.enable_truncation(WINDOW, stride=STRIDE, strategy="only_second")
            encoding = self._tokenizer.encode(question, text)
        return [encoding, *encoding.overflowing]


def passage_tokens(window: Encoding) -> list[int]:
    """The numbers of the tokens that are of the passage."""
    return [token for token, sequence in enumerate(window.sequence_ids) if sequence == 1]


def word_borders(window: Encoding) -> tuple[np.ndarray, np.ndarray]:
    """Where an answer may start and end, (tokens,) each: at the borders of the passage's words."""
    tokens = len(window.ids)
    may_start, may_end = np.zeros(tokens, dtype=bool), np.zeros(tokens, dtype=bool)
    sequence, words = window.sequence_ids, window.word_ids
    for token in range(tokens):
        if sequence[token] != 1 or window.offsets[token][0] == window.offsets[token][1]:
            continue
        before = token > 0 and sequence[token - 1] == 1 and words[token - 1] == words[token]
        after = token + 1 < tokens and sequence[token + 1] == 1 and words[token + 1] == words[token]
        may_start[token], may_end[token] = not before, not after
    return may_start, may_end
