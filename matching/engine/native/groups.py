"""Needs in groups that share one pass over the postings, with their weights as whole numbers."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.engine.hashing import FloatArray, IntArray
from matching.engine.rows import ColumnArray, SparseRows

LANES: Final = 32
_GREATEST_BOUND: Final = 65_535
# Rounding up and the kernel's own ones may add this much for each term.
_ROUNDING: Final = 3
# Every how many postings one is counted to tell the heavy columns, and how many columns are thought heavy.
_SAMPLED: Final = 16
_HEAVY: Final = 512


@dataclass(frozen=True, eq=False, slots=True)
class Grouped:
    """Weights of needs by group of `LANES`.

    Attributes
    ----------
    pointers : int64 array of shape (n_groups + 1,)
        Group g has the rows ``[pointers[g], pointers[g + 1])``.
    numbers : int32 array of shape (n_rows,)
        Number of each row's column among the columns any need weighs.
    weights : uint16 array of shape (n_rows, LANES)
        Upper bounds of weight times greatest impact, in steps of each need; 0 where it lacks the column.
    units : float64 array of shape (n_needs,)
        Score of one step.
    """

    pointers: IntArray
    numbers: ColumnArray
    weights: NDArray[np.uint16]
    units: FloatArray


def numbered(needs: SparseRows) -> tuple[ColumnArray, int]:
    """Number of each column among those that any need weighs, -1 for the others; and how many there are."""
    used = np.zeros(needs.width, dtype=bool)
    used[needs.columns] = True
    number_of = np.full(needs.width, -1, dtype=np.int32)
    number_of[used] = np.arange(np.count_nonzero(used), dtype=np.int32)
    return number_of, int(np.count_nonzero(used))


def grouped(needs: SparseRows, number_of: ColumnArray, greatest: FloatArray) -> Grouped:
    """Lay out weights for the kernel. No need may have so many terms that their rounding fills the scale."""
    numbers = number_of[needs.columns]
    needs_of_entries = needs.row_of_entry
    most = needs.values * greatest[numbers]
    totals = np.bincount(needs_of_entries, most, len(needs))
    room = _GREATEST_BOUND - _ROUNDING * np.diff(needs.pointers)
    steps = np.divide(room, totals, out=np.ones(len(needs)), where=totals > 0)
    n_numbers = len(greatest)
    keys = needs_of_entries // LANES * n_numbers + numbers
    rows, places = np.unique(keys, return_inverse=True)
    weights = np.zeros((len(rows), LANES), dtype=np.uint16)
    weights[places, needs_of_entries % LANES] = np.ceil(most * steps[needs_of_entries])
    n_groups = -(-len(needs) // LANES)
    pointers = np.searchsorted(rows, np.arange(n_groups + 1) * n_numbers).astype(np.int64)
    return Grouped(pointers, (rows % max(n_numbers, 1)).astype(np.int32), weights, 1.0 / steps)


def alike(needs: SparseRows, seeds: SparseRows) -> IntArray:
    """Order of the needs that brings those with the same heaviest columns together.

    The more a group shares, the fewer postings it touches. Results do not depend on it.
    """
    holders = np.bincount(seeds.columns[::_SAMPLED], minlength=seeds.width)
    wanted = np.zeros(seeds.width, dtype=bool)
    wanted[needs.columns] = True
    heavy = np.argsort(-np.where(wanted, holders, -1), kind="stable")[:_HEAVY]
    rank = np.full(seeds.width, _HEAVY, dtype=np.int64)
    rank[heavy] = np.arange(len(heavy))
    kept = rank[needs.columns] < _HEAVY
    rows, ranks = needs.row_of_entry[kept], rank[needs.columns[kept]]
    order = np.lexsort((ranks, rows))
    rows, ranks = rows[order], ranks[order]
    nth = np.arange(len(rows)) - np.searchsorted(rows, rows)
    keys = np.full((3, len(needs)), _HEAVY, dtype=np.int64)
    for place in range(len(keys)):
        here = nth == place
        keys[place, rows[here]] = ranks[here]
    return np.lexsort(keys[::-1]).astype(np.int64)
