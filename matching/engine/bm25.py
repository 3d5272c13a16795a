"""BM25: Robertson, Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond*, 2009."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np

from matching.engine.hashing import Array, FloatArray, IntArray
from matching.engine.kernel import THREADS
from matching.engine.rows import SparseRows

# Rows weighed at once.
_ROWS: Final = 32_768


def idf(holders: Array, size: IntArray | int) -> FloatArray:
    """Inverse document frequency ``log(1 + (N - n + 0.5) / (n + 0.5))``, > 0 for a term in all, too."""
    weights: FloatArray = np.log1p((size - holders + 0.5) / (holders + 0.5))
    return weights


def saturated(counts: Array, relative_lengths: Array, k1: float, b: float) -> Array:
    """``tf (k1 + 1) / (tf + k1 (1 - b + b length / mean length))``, in the precision of the counts."""
    one = counts.dtype.type
    room = relative_lengths * one(k1 * b)
    room += one(k1 * (1 - b))
    room += counts
    share: Array = counts * one(k1 + 1)
    share /= room
    return share


def impacts_of(counts: SparseRows, *, k1: float = 1.2, b: float = 0.75) -> SparseRows:
    """Impacts of plain texts of one language and one kind of term; float32 values > 0.

    Parameters
    ----------
    counts : SparseRows
        How often each text holds each term, as `count_terms` gives it.
    """
    portions = list(_portions(counts))
    parts = [portions[nth::THREADS] for nth in range(THREADS)]
    lengths, impacts = np.zeros(len(counts)), np.empty(len(counts.columns), dtype=np.float32)

    def measure(part: Sequence[tuple[slice, slice]]) -> IntArray:
        holders = np.zeros(counts.width, dtype=np.int64)
        for rows, inside in part:
            holders += np.bincount(counts.columns[inside], minlength=counts.width)
            lengths[rows] = _sums(counts.values[inside], counts.pointers[rows.start : rows.stop + 1])
        return holders

    def weigh(part: Sequence[tuple[slice, slice]]) -> None:
        for rows, inside in part:
            by_entry = np.repeat(relative[rows], np.diff(counts.pointers[rows.start : rows.stop + 1]))
            share = saturated(counts.values[inside].astype(np.float32, copy=False), by_entry, k1, b)
            np.multiply(share, idfs[counts.columns[inside]], out=impacts[inside])

    # numpy lets go of the interpreter's lock in each of these steps.
    with ThreadPoolExecutor(THREADS) as pool:
        holders: IntArray = np.add.reduce(list(pool.map(measure, parts)))
        idfs = idf(holders, len(counts)).astype(np.float32)
        relative = (lengths / max(float(lengths.mean()), 1e-300) if parts[0] else lengths).astype(np.float32)
        for done in [pool.submit(weigh, part) for part in parts]:
            done.result()
    return SparseRows(counts.pointers, counts.columns, impacts, counts.width)


def _portions(counts: SparseRows) -> Iterator[tuple[slice, slice]]:
    """Rows and their entries in portions, so that little memory is needed on the way."""
    for first in range(0, len(counts), _ROWS):
        last = min(first + _ROWS, len(counts))
        yield slice(first, last), slice(int(counts.pointers[first]), int(counts.pointers[last]))


def _sums(values: Array, pointers: IntArray) -> FloatArray:
    """Sum of the values of each row; the pointers' first row begins with the values."""
    sums = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    return np.asarray(np.diff(sums[pointers - pointers[0]]))
