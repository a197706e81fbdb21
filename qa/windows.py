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
    offsets, sequence, words = window.offsets, window.sequence_ids, window.word_ids  # copies each
    word = [w if part == 1 else -1 for w, part in zip(words, sequence, strict=True)]
    inside = [p == 1 and a < b for p, (a, b) in zip(sequence, offsets, strict=True)]
    starts = [w != before for w, before in zip(word, [-1, *word[:-1]], strict=True)]
    ends = [w != after for w, after in zip(word, [*word[1:], -1], strict=True)]
    return np.array(inside) & np.array(starts), np.array(inside) & np.array(ends)
