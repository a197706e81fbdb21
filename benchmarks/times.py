"""Times as a line to print."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def times_line(name: str, seconds: Sequence[float]) -> str:
    """How many times there are, their median and their 95th percentile."""
    if not seconds:
        return f"{name}: n 0"
    median, p95 = np.percentile(seconds, [50, 95])
    return f"{name}: n {len(seconds)}, median {median:.2f} s, 95th percentile {p95:.2f} s"
