"""sparse_dot_topn: a sparse product that keeps the best of each row."""

from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sparse_dot_topn import sp_matmul_topn

from tests.benchmarks.speed.agreement import Best
from tests.benchmarks.speed.corpus import Tokens
from tests.benchmarks.speed.engines import THREADS, tidy
from tests.benchmarks.speed.ours import weights_and_impacts


class SparseDotTopn:
    """The product of sparse matrices that keeps the best of each row, over our impacts."""

    def take(self, seeds: Tokens, needs: Tokens) -> None:
        self.seeds, self.needs = seeds, needs

    def index(self) -> None:
        needs, seeds = weights_and_impacts(self.needs, self.seeds)
        self.weights, self.by_term = csr_matrix(needs), csr_matrix(seeds).T.tocsr()

    def match(self, k: int) -> Any:
        return sp_matmul_topn(self.weights, self.by_term, top_n=k, sort=True, n_threads=THREADS)

    def read(self, found: csr_matrix, k: int) -> Best:
        seeds = np.full((found.shape[0], k), -1)
        scores = np.zeros((found.shape[0], k))
        for row in range(found.shape[0]):
            inside = slice(found.indptr[row], found.indptr[row + 1])
            seeds[row, : inside.stop - inside.start] = found.indices[inside]
            scores[row, : inside.stop - inside.start] = found.data[inside]
        return tidy(seeds, scores, k)
