"""Our kernels: the same index step, ranked by the compiled kernel or by the portable one."""

from scipy.sparse import csr_array

from matching.engine import kernel
from matching.engine.admission import Admission
from matching.engine.bm25 import impacts_of
from matching.engine.hashing import FloatArray, IntArray
from matching.engine.kernel import Kernel
from matching.engine.rows import SparseRows
from tests.benchmarks.speed.agreement import Best
from tests.benchmarks.speed.corpus import Tokens, draw_needs, draw_seeds
from tests.benchmarks.speed.engines import K1, THREADS, B


class Ours:
    def __init__(self, worker: Kernel | None) -> None:
        if worker is None:
            raise ValueError("the compiled kernel is not built: run make setup where there is a C compiler")
        self._worker = worker

    def take(self, seeds: Tokens, needs: Tokens) -> None:
        self.seeds, self.needs = seeds, needs

    def index(self) -> None:
        self.weights = counted(self.needs, self._worker)
        self.impacts = impacts_of(counted(self.seeds, self._worker), k1=K1, b=B)

    def match(self, k: int) -> tuple[IntArray, FloatArray]:
        everybody = Admission.everything(len(self.weights), len(self.impacts))
        return self._worker.top_k(self.weights, self.impacts, k, admission=everybody, threads=THREADS)

    def read(self, found: tuple[IntArray, FloatArray], k: int) -> Best:
        return Best(*found)


class Native(Ours):
    def __init__(self) -> None:
        super().__init__(kernel.native())


class Portable(Ours):
    def __init__(self) -> None:
        super().__init__(kernel.portable())


def counted(tokens: Tokens, worker: Kernel) -> SparseRows:
    return worker.count_rows(tokens.pointers, tokens.ids, None, tokens.vocabulary)


def weights_and_impacts(needs: Tokens, seeds: Tokens) -> tuple[csr_array, csr_array]:
    """Our index step, for engines that have none of their own."""
    worker = kernel.kernel()
    impacts = impacts_of(counted(seeds, worker), k1=K1, b=B)
    return counted(needs, worker).as_csr(), impacts.as_csr()


def answer_once(engine: Ours) -> None:
    engine.take(draw_seeds(100, vocabulary=500, length=20, seed=0), draw_needs(5, vocabulary=500, seed=0))
    engine.index()
    engine.match(10)
