"""bm25s: eager BM25 scores, numba backend."""

from typing import Any

import bm25s

from tests.benchmarks.speed.agreement import Best
from tests.benchmarks.speed.corpus import Tokens
from tests.benchmarks.speed.engines import K1, THREADS, B, tidy


class Bm25s:
    """Eager BM25 scores, numba backend. Its Lucene variant leaves out the factor k1 + 1."""

    def take(self, seeds: Tokens, needs: Tokens) -> None:
        # The first list may hold every id, so that ids are columns as they are.
        self.vocabulary = {f"t{number}": number for number in range(seeds.vocabulary)}
        self.seeds, self.needs = seeds.lists(), needs.lists()

    def index(self) -> None:
        self.engine = bm25s.BM25(k1=K1, b=B, method="lucene", backend="numba")
        self.engine.index((self.seeds, self.vocabulary), show_progress=False, create_empty_token=False)

    def match(self, k: int) -> Any:
        return self.engine.retrieve(
            self.needs, k=k, n_threads=THREADS, backend_selection="numba", show_progress=False
        )

    def read(self, found: Any, k: int) -> Best:
        return tidy(found.documents, found.scores * (K1 + 1), k)
