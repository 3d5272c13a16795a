"""BM25: Robertson, Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond*, 2009."""

import numpy as np
from numpy.typing import NDArray

from matching.engine.hashing import Array, FloatArray, IntArray
from matching.engine.rows import SparseRows


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
    holders = np.bincount(counts.columns, minlength=counts.width)
    lengths = row_sums(counts)
    relative = lengths / max(float(lengths.mean()), 1e-300) if len(lengths) else lengths
    by_entry = np.repeat(relative.astype(np.float32), np.diff(counts.pointers))
    values = saturated(counts.values.astype(np.float32, copy=False), by_entry, k1, b)
    values *= idf(holders, len(counts)).astype(np.float32)[counts.columns]
    return SparseRows(counts.pointers, counts.columns, values, counts.width)


def row_sums(rows: SparseRows) -> NDArray[np.float64]:
    """Sum of the values of each row."""
    sums = np.concatenate([[0.0], np.cumsum(rows.values, dtype=np.float64)])
    return np.asarray(np.diff(sums[rows.pointers]))
