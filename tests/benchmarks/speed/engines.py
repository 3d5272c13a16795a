"""What is compared: each engine is given the same tokens in the form it takes, and two threads."""

from pkgutil import resolve_name
from typing import Any, Final, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from matching.engine import kernel
from tests.benchmarks.speed.agreement import Best
from tests.benchmarks.speed.corpus import Tokens

K1: Final = 1.2
B: Final = 0.75
THREADS: Final = 2
COMPILED = "ours, native"
# Each is loaded alone, so that no engine's memory is counted for another.
ENGINES: Final = {
    COMPILED: "tests.benchmarks.speed.ours:Native",
    "ours, numba": "tests.benchmarks.speed.ours:Portable",
    "bm25s": "tests.benchmarks.speed.peers.bm25s:Bm25s",
    "sparse_dot_topn": "tests.benchmarks.speed.peers.sparse_dot_topn:SparseDotTopn",
    "tantivy": "tests.benchmarks.speed.peers.tantivy:Tantivy",
    "scipy, 1 thread": "tests.benchmarks.speed.peers.scipy:Scipy",
}
# Engines whose scores need not equal the others'.
APPROXIMATE: Final = frozenset(["tantivy"])


class Engine(Protocol):
    """`take` is not measured, `index` and `match` are."""

    def take(self, seeds: Tokens, needs: Tokens) -> None:
        """Bring the tokens to the form the engine takes."""
        ...

    def index(self) -> None: ...

    def match(self, k: int) -> Any:
        """Each need's best k seeds, as the engine returns them."""
        ...

    def read(self, found: Any, k: int) -> Best:
        """What `match` returned, in the common form."""
        ...


def available() -> list[str]:
    """Every engine; the compiled kernel only where it was built."""
    return [name for name in ENGINES if name != COMPILED or kernel.native()]


def new_engine(name: str) -> Engine:
    return cast(Engine, resolve_name(ENGINES[name])())


def tidy(seeds: NDArray[Any], scores: NDArray[Any], k: int) -> Best:
    """Falling scores, equal ones by seed; k columns; no seed where the score is 0."""
    rows, found = seeds.shape
    best = Best(np.full((rows, k), -1), np.zeros((rows, k)))
    order = np.lexsort((seeds, -scores), axis=1)
    best.seeds[:, :found] = np.take_along_axis(seeds, order, axis=1)
    best.scores[:, :found] = np.take_along_axis(scores, order, axis=1)
    best.seeds[best.scores <= 0] = -1
    return best
