"""Whether two engines say the same: equal scores, and equal seeds except among ties."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TOLERANCE = 1e-4


@dataclass(frozen=True, eq=False)
class Best:
    """The best seeds of every need.

    Attributes
    ----------
    seeds : int64 array of shape (n_needs, k), -1 where there is none
    scores : float64 array of shape (n_needs, k), falling
    """

    seeds: NDArray[np.int64]
    scores: NDArray[np.float64]


def differing(found: Best, truth: Best) -> int:
    """Needs whose scores differ by more than `TOLERANCE` of themselves, or whose seeds differ beyond ties."""
    if found.seeds.shape != truth.seeds.shape:
        return len(truth.seeds)
    return sum(
        not _agrees(found.seeds[need], found.scores[need], truth.seeds[need], truth.scores[need])
        for need in range(len(truth.seeds))
    )


def _agrees(
    seeds: NDArray[np.int64],
    scores: NDArray[np.float64],
    true_seeds: NDArray[np.int64],
    true_scores: NDArray[np.float64],
) -> bool:
    if not np.allclose(scores, true_scores, rtol=TOLERANCE, atol=0):
        return False
    places = {seed: place for place, seed in enumerate(true_seeds.tolist())}
    last = len(true_seeds) - 1
    # A seed in another place, or one not among the best, is right only if it ties with what is there.
    expected = true_scores[[places.get(seed, last) for seed in seeds.tolist()]]
    return bool(np.allclose(scores, expected, rtol=TOLERANCE, atol=0))


def overlap(found: Best, truth: Best) -> float:
    """Mean share of the true best seeds that were found, in whatever order."""
    shares = [
        len(set(one.tolist()) & set(other.tolist())) / max(len(other), 1)
        for one, other in zip(found.seeds, truth.seeds, strict=True)
    ]
    return float(np.mean(shares)) if shares else 1.0
