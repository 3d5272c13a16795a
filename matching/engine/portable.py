"""The kernel without a C compiler: the same results, one need at a time. numba keeps its code on disk."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import numpy as np
from numba import njit

from matching.engine.admission import Admission
from matching.engine.hashing import Array, FloatArray, HashArray, IntArray
from matching.engine.kernel import THREADS, KeyTable
from matching.engine.rows import ColumnArray, SparseRows

_compiled = njit(nogil=True, cache=True)


@_compiled
def _spread(key: Any) -> Any:
    key ^= key >> np.uint64(32)
    key *= np.uint64(0x9E3779B97F4A7C15)
    return key ^ (key >> np.uint64(29))


@_compiled
def _number_keys(
    keys: Any, slot_keys: Any, slot_numbers: Any, known: Any, n_known: int, numbers: Any
) -> tuple[int, int]:
    mask = np.uint64(len(slot_keys) - 1)
    most = len(slot_keys) // 4 * 3
    for i in range(len(keys)):
        slot = _spread(keys[i]) & mask
        while slot_numbers[slot] != -1 and slot_keys[slot] != keys[i]:
            slot = (slot + np.uint64(1)) & mask
        if slot_numbers[slot] == -1:
            if n_known >= most:
                return n_known, i
            slot_keys[slot] = keys[i]
            slot_numbers[slot] = n_known
            known[n_known] = keys[i]
            n_known += 1
        numbers[i] = slot_numbers[slot]
    return n_known, len(keys)


@_compiled
def _find_keys(keys: Any, slot_keys: Any, slot_numbers: Any, numbers: Any) -> None:
    mask = np.uint64(len(slot_keys) - 1)
    for i in range(len(keys)):
        slot = _spread(keys[i]) & mask
        while slot_numbers[slot] != -1 and slot_keys[slot] != keys[i]:
            slot = (slot + np.uint64(1)) & mask
        numbers[i] = slot_numbers[slot]


@_compiled
def _count_rows(pointers: Any, terms: Any, weights: Any, width: int, columns: Any, counts: Any) -> Any:
    seen = np.full(width, -1, np.int64)
    place = np.empty(width, np.int64)
    closed = np.zeros(len(pointers), np.int64)
    end = 0
    for row in range(len(pointers) - 1):
        start = end
        for i in range(pointers[row], pointers[row + 1]):
            term = terms[i]
            weight = weights[i] if len(weights) else np.float32(1)
            if seen[term] == row:
                counts[place[term]] += weight
            else:
                seen[term] = row
                place[term] = end
                columns[end] = term
                counts[end] = weight
                end += 1
        order = np.argsort(columns[start:end])
        columns[start:end] = columns[start:end][order]
        counts[start:end] = counts[start:end][order]
        closed[row + 1] = end
    return closed


@_compiled
def _invert(pointers: Any, columns: Any, values: Any, wanted: Any) -> tuple[Any, Any, Any]:
    """Postings of the wanted columns: where each column's begin, their seeds, rising, and their impacts."""
    starts = np.zeros(len(wanted) + 1, np.int64)
    for i in range(len(columns)):
        if wanted[columns[i]]:
            starts[columns[i] + 1] += 1
    for column in range(len(wanted)):
        starts[column + 1] += starts[column]
    free = starts[:-1].copy()
    seeds = np.empty(starts[-1], np.int32)
    impacts = np.empty(starts[-1], np.float32)
    for row in range(len(pointers) - 1):
        for i in range(pointers[row], pointers[row + 1]):
            column = columns[i]
            if wanted[column]:
                seeds[free[column]] = row
                impacts[free[column]] = values[i]
                free[column] += 1
    return starts, seeds, impacts


@_compiled
def _insert(best: Any, points: Any, n: int, seed: int, score: float) -> int:
    """Put a seed in its place among the best; returns how many there are. Seeds come in rising order."""
    k = len(best)
    if n == k and score <= points[k - 1]:
        return n
    place = n if n < k else k - 1
    while place > 0 and points[place - 1] < score:
        points[place] = points[place - 1]
        best[place] = best[place - 1]
        place -= 1
    points[place] = score
    best[place] = seed
    return min(n + 1, k)


@_compiled
def _rank(
    first: int, last: int, pointers: Any, columns: Any, weights: Any, starts: Any, seeds: Any, impacts: Any,
    admitted: Any, classes: Any, excluded_pointers: Any, excluded: Any, indices: Any, scores: Any,
) -> None:  # fmt: skip
    n_seeds = admitted.shape[1]
    sums = np.zeros(n_seeds)
    for need in range(first, last):
        for i in range(pointers[need], pointers[need + 1]):
            weight = weights[i]
            for j in range(starts[columns[i]], starts[columns[i] + 1]):
                sums[seeds[j]] += weight * impacts[j]
        for i in range(excluded_pointers[need], excluded_pointers[need + 1]):
            sums[excluded[i]] = 0
        n = 0
        least = 0.0
        allowed = admitted[classes[need]]
        for seed in range(n_seeds):
            if sums[seed] > least and allowed[seed]:
                n = _insert(indices[need], scores[need], n, seed, sums[seed])
                if n == len(scores[need]):
                    least = scores[need, n - 1]
        sums[:] = 0


class PortableKernel:
    """See `Kernel`."""

    name = "portable"

    def number_keys(self, keys: HashArray, table: KeyTable, numbers: ColumnArray) -> int:
        table.n, done = _number_keys(keys, table.slot_keys, table.slot_numbers, table.keys, table.n, numbers)
        return int(done)

    def find_keys(self, keys: HashArray, table: KeyTable, numbers: ColumnArray) -> None:
        _find_keys(keys, table.slot_keys, table.slot_numbers, numbers)

    def count_rows(
        self, pointers: IntArray, columns: ColumnArray, weights: Array | None, width: int
    ) -> SparseRows:
        kept, counts = np.empty(len(columns), dtype=np.int32), np.empty(len(columns), dtype=np.float32)
        stated = np.zeros(0, dtype=np.float32) if weights is None else weights
        closed = _count_rows(pointers, columns, stated, width, kept, counts)
        return SparseRows(closed, kept[: closed[-1]].copy(), counts[: closed[-1]].copy(), width)

    def top_k(
        self, needs: SparseRows, seeds: SparseRows, k: int, *, admission: Admission, threads: int = THREADS
    ) -> tuple[IntArray, FloatArray]:
        wanted = np.zeros(needs.width, dtype=np.bool_)
        wanted[needs.columns] = True
        inverted = _invert(seeds.pointers, seeds.columns, seeds.values, wanted)
        allowed = admission.as_arrays(len(seeds))
        indices, scores = np.full((len(needs), k), -1, dtype=np.int64), np.zeros((len(needs), k))
        weights = needs.values.astype(np.float64)

        def rank(first: int, last: int) -> None:
            _rank(first, last, needs.pointers, needs.columns, weights, *inverted, allowed.admitted,
                  allowed.class_of, allowed.pointers, allowed.excluded, indices, scores)  # fmt: skip

        edges = np.linspace(0, len(needs), threads + 1).astype(int).tolist()
        with ThreadPoolExecutor(threads) as pool:
            for done in [pool.submit(rank, *edge) for edge in pairwise(edges)]:
                done.result()
        return indices, scores
