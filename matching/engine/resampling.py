"""How much of a mean, or of a difference of means, is chance. The same data always says the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from matching.engine.hashing import FloatArray

LEVEL: Final = 0.95
_SEED: Final = 20261124
_DRAWS: Final = 5_000
# Draws are made in portions of about this many numbers, so that a million needs take no more memory.
_PORTION: Final = 2_000_000
# Sums of the same numbers in another order may differ in the last bits.
_TIE: Final = 1e-12


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and the bounds that hold it in 95 of 100 samples of needs."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean of the differences need by need, with its bounds; ``p`` is how often chance alone does as much."""

    mean: float
    low: float
    high: float
    p: float


def interval(values: Sequence[float]) -> Interval:
    """Percentile bootstrap over needs (Efron, 1979).

    Raises
    ------
    ValueError
        If there are no values.
    """
    each = _array(values)
    rng = np.random.default_rng(_SEED)
    means = [each[rng.integers(0, len(each), (draws, len(each)))].mean(axis=1) for draws in _portions(each)]
    low, high = np.quantile(np.concatenate(means), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(each.mean()), float(low), float(high))


def difference(values: Sequence[float], others: Sequence[float]) -> Difference:
    """What the first has over the second, both measured on the same needs in the same order.

    The bounds come from a paired bootstrap, p from a two-sided randomisation test: with no true difference
    the sign of every need's difference could as well be the other (Smucker, Allan, Carterette, 2007).

    Raises
    ------
    ValueError
        If there are no values, or the lengths differ.
    """
    differences = _array(values) - _array(others)
    bounds = interval(differences.tolist())
    return Difference(bounds.mean, bounds.low, bounds.high, _p(differences))


def _p(differences: FloatArray) -> float:
    rng = np.random.default_rng(_SEED)
    seen = abs(differences.mean()) - _TIE
    extreme = 0
    for draws in _portions(differences):
        signs = rng.choice((-1.0, 1.0), (draws, len(differences)))
        extreme += int((np.abs((signs * differences).mean(axis=1)) >= seen).sum())
    # The order of the data itself counts as one draw, so p is never 0.
    return (extreme + 1) / (_DRAWS + 1)


def _portions(values: FloatArray) -> Iterator[int]:
    size = max(1, _PORTION // len(values))
    yield from (min(size, _DRAWS - start) for start in range(0, _DRAWS, size))


def _array(values: Sequence[float]) -> FloatArray:
    if not len(values):
        raise ValueError("there are no needs to draw from")
    return np.array(values, dtype=np.float64)
