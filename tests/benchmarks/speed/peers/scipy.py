"""scipy: a sparse product and a partition, what one writes first."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.speed.agreement import Best
from tests.benchmarks.speed.corpus import Tokens
from tests.benchmarks.speed.engines import tidy
from tests.benchmarks.speed.ours import weights_and_impacts


class Scipy:
    """The product of sparse matrices, then a partition of each row: what one writes first."""

    slice = 64

    def take(self, seeds: Tokens, needs: Tokens) -> None:
        self.seeds, self.needs = seeds, needs

    def index(self) -> None:
        self.weights, impacts = weights_and_impacts(self.needs, self.seeds)
        self.by_term = impacts.T.tocsr()

    def match(self, k: int) -> Any:
        best = [self._slice(first, k) for first in range(0, len(self.needs), self.slice)]
        return tuple(np.concatenate(parts) for parts in zip(*best, strict=True))

    def _slice(self, first: int, k: int) -> tuple[NDArray[Any], NDArray[Any]]:
        scores = (self.weights[first : first + self.slice] @ self.by_term).toarray()
        k = min(k, scores.shape[1])
        # A copy: a view would keep the places of all seeds.
        top = np.argpartition(-scores, k - 1, axis=1)[:, :k].copy()
        return top, np.take_along_axis(scores, top, axis=1)

    def read(self, found: Any, k: int) -> Best:
        seeds, scores = found
        return tidy(seeds, scores, k)
