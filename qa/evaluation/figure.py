"""A value with its uncertainty."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from qa.evaluation.metrics import Floats

RESAMPLES = 1000
SEED = 0

Clusters = Sequence[str | None]
"""What each case is drawn together with, such as the article asked about; None: drawn by itself."""


class Figure(TypedDict):
    """A value, its 95 % interval and the number of cases it was taken over."""

    value: float
    low: float
    high: float
    n: int


def figure(
    statistic: Callable[..., float],
    *samples: Floats,
    clusters: Clusters | None = None,
    grows_with_noise: bool = False,
) -> Figure:
    """``statistic(*samples)`` with its percentile bootstrap interval (Efron and Tibshirani 1993).

    The samples are columns of the same cases and are resampled together. Cases are drawn one by
    one: the interval is for other questions about the same sources, not for other sources. With
    ``clusters`` whole clusters are drawn: it is for other articles too (Davison and Hinkley 1997).
    A statistic that ``grows_with_noise`` is larger in nearly every resample than in the sample;
    its interval is moved back by the mean difference, not below zero.
    """
    members = _members(len(samples[0]), clusters)
    single = len(members) == len(samples[0])
    resampled = []
    for block in _resamples(len(members)):
        for drawn in block:
            chosen = drawn if single else np.concatenate([members[number] for number in drawn])
            resampled.append(statistic(*(sample[chosen] for sample in samples)))
    value = statistic(*samples)
    found = _figure(value, resampled, len(samples[0]))
    if grows_with_noise:
        excess = float(np.mean(resampled)) - value
        found["low"], found["high"] = max(found["low"] - excess, 0.0), found["high"] - excess
    return found


def mean_figure(sample: Floats, clusters: Clusters | None = None) -> Figure:
    """The mean with the same interval, computed faster."""
    members = _members(len(sample), clusters)
    sums = np.array([sample[chosen].sum() for chosen in members])
    sizes = np.array([len(chosen) for chosen in members])
    resampled = np.concatenate(
        [sums[block].sum(axis=1) / sizes[block].sum(axis=1) for block in _resamples(len(members))]
    )
    return _figure(float(sample.mean()), resampled, len(sample))


def _members(n: int, clusters: Clusters | None) -> list[NDArray[np.int64]]:
    """The case numbers of each cluster, in the order of first appearance."""
    found: dict[tuple[str | None, int], list[int]] = {}
    for number, name in enumerate(clusters if clusters is not None else [None] * n):
        found.setdefault((name, number if name is None else -1), []).append(number)
    return [np.array(numbers) for numbers in found.values()]


def _resamples(n: int) -> Iterator[NDArray[np.int64]]:
    """Blocks of resampled cluster numbers, (resamples, n), at most a million numbers each."""
    random = np.random.default_rng(SEED)
    size = max(1, min(RESAMPLES, 1_000_000 // n))
    for done in range(0, RESAMPLES, size):
        yield random.integers(n, size=(min(size, RESAMPLES - done), n))


def _figure(value: float, resampled: Sequence[float] | Floats, n: int) -> Figure:
    low, high = np.percentile(resampled, (2.5, 97.5))
    return Figure(value=float(value), low=float(low), high=float(high), n=n)
