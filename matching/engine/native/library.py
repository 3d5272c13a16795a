"""The compiled kernel."""

import warnings
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from matching.engine.admission import Admission
from matching.engine.hashing import Array, FloatArray, HashArray, IntArray
from matching.engine.kernel import THREADS, Kernel, KeyTable
from matching.engine.native.build import LIBRARY, sources_number
from matching.engine.native.calls import Library, in_threads, parts
from matching.engine.native.ranker import Ranker
from matching.engine.rows import ColumnArray, SparseRows

# Below this many entries a second thread costs more than it saves.
_WORTH_A_THREAD = 100_000


class NativeKernel:
    """See `Kernel`."""

    name = "native"

    def __init__(self, library: Library) -> None:
        self._library = library

    def number_keys(self, keys: HashArray, table: KeyTable, numbers: ColumnArray) -> int:
        done = np.zeros(1, dtype=np.int64)
        table.n = self._library.call(
            "number_keys", keys, len(keys), table.slot_keys, table.slot_numbers, len(table.slot_keys),
            table.keys, table.n, numbers, done,
        )  # fmt: skip
        return int(done[0])

    def find_keys(self, keys: HashArray, table: KeyTable, numbers: ColumnArray) -> None:
        slots = table.slot_keys, table.slot_numbers, len(table.slot_keys)
        self._library.call("find_keys", keys, len(keys), *slots, numbers)

    def count_rows(
        self, pointers: IntArray, columns: ColumnArray, weights: Array | None, width: int
    ) -> SparseRows:
        kept, counts = np.empty(len(columns), dtype=np.int32), np.empty(len(columns), dtype=np.float32)
        sizes = np.zeros(len(pointers) - 1, dtype=np.int64)

        def count(first: int, last: int) -> None:
            self._library.must(
                "count_rows", pointers, first, last, columns, weights, width, kept, counts, sizes
            )

        edges = parts(len(sizes), THREADS if len(columns) >= _WORTH_A_THREAD else 1)
        in_threads(count, edges)
        closed = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        for array in (kept, counts):
            _close_gaps(
                array, [(int(pointers[first]), *closed[[first, last]].tolist()) for first, last in edges]
            )
        return SparseRows(closed, kept, counts, width)

    def top_k(
        self, needs: SparseRows, seeds: SparseRows, k: int, *, admission: Admission, threads: int = THREADS
    ) -> tuple[IntArray, FloatArray]:
        return Ranker(self._library, needs, seeds, k, admission.as_arrays(len(seeds)), threads).rank()


def _close_gaps(array: Array, pieces: Sequence[tuple[int, int, int]]) -> None:
    """Move pieces, given by where each begins and by its new start and end, to the left; cut off the rest."""
    inside = array.data
    for begin, start, end in pieces:
        # A view's assignment moves overlapping memory without a copy in between.
        inside[start:end] = inside[begin : begin + end - start]
    inside.release()
    array.resize(pieces[-1][2], refcheck=False)


@lru_cache(maxsize=1)
def load() -> Kernel | None:
    """The compiled kernel, None where it has not been built, does not load here, or is of other sources."""
    try:
        library = Library(str(LIBRARY))
        is_current = library.call("sources") == sources_number()
    except OSError:
        return None
    except AttributeError:
        is_current = False
    if not is_current:
        warnings.warn(
            "The compiled kernel is of other sources; its portable one stands in until `make setup`.",
            RuntimeWarning,
            stacklevel=2,
        )
        return None
    return NativeKernel(library)
