"""A value with its uncertainty."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from qa.evaluation.metrics import Floats

RESAMPLES = 1000
SEED = 0


class Figure(TypedDict):
    """A value, its 95 % interval and the number of cases it was taken over."""

    value: float
    low: float
    high: float
    n: int


def figure(
    statistic: Callable[..., float], *samples: Floats, grows_with_noise: bool = False
) -> Figure:
    """``statistic(*samples)`` with its percentile bootstrap interval (Efron and Tibshirani 1993).

    The samples are columns of the same cases and are resampled together. Cases are drawn one by
    one: the interval is for other questions about the same sources, not for other sources.
    A statistic that ``grows_with_noise`` is larger in nearly every resample than in the sample;
    its interval is moved back by the mean difference, not below zero.
    """
    n = len(samples[0])
    resampled = [
        statistic(*(sample[chosen] for sample in samples))
        for block in _resamples(n)
        for chosen in block
    ]
    value = statistic(*samples)
    found = _figure(value, resampled, n)
    if grows_with_noise:
        excess = float(np.mean(resampled)) - value
        found["low"], found["high"] = max(found["low"] - excess, 0.0), found["high"] - excess
    return found


def mean_figure(sample: Floats) -> Figure:
    """The mean with the same interval, computed faster."""
    n = len(sample)
    resampled = np.concatenate([sample[block].mean(axis=1) for block in _resamples(n)])
    return _figure(sample.mean(), resampled, n)


def _resamples(n: int) -> Iterator[NDArray[np.int64]]:
    """Blocks of resampled case numbers, (resamples, n), at most a million numbers each."""
    random = np.random.default_rng(SEED)
    size = max(1, min(RESAMPLES, 1_000_000 // n))
    for done in range(0, RESAMPLES, size):
        yield random.integers(n, size=(min(size, RESAMPLES - done), n))


def _figure(value: float, resampled: Sequence[float] | Floats, n: int) -> Figure:
    low, high = np.percentile(resampled, (2.5, 97.5))
    return Figure(value=float(value), low=float(low), high=float(high), n=n)
