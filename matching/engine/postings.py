"""From the terms of texts to counted rows of numbered columns."""

import numpy as np

from matching.engine.hashing import Array, HashArray, IntArray
from matching.engine.kernel import Kernel, KeyTable, kernel
from matching.engine.rows import ColumnArray, SparseRows

_SMALLEST = 1 << 12
_FULL = 0.75


class Vocabulary:
    """A hash table from 64-bit terms to columns; linear probing, at most three quarters full."""

    def __init__(self, by: Kernel | None = None) -> None:
        self._kernel = by or kernel()
        self._table = _empty_table(_SMALLEST)

    @classmethod
    def of(cls, terms: HashArray) -> "Vocabulary":
        """A vocabulary that gives distinct terms the columns 0, 1, 2, ..."""
        vocabulary = cls()
        capacity = _SMALLEST
        while capacity * _FULL <= len(terms):
            capacity *= 2
        vocabulary._table = _empty_table(capacity)
        vocabulary.number(terms)
        return vocabulary

    def __len__(self) -> int:
        return self._table.n

    @property
    def terms(self) -> HashArray:
        """Term of each column: uint64 array of shape (len(self),)."""
        return self._table.keys[: self._table.n]

    def number(self, terms: HashArray) -> ColumnArray:
        """Column of each term; unknown ones get the next free columns."""
        numbers = np.empty(len(terms), dtype=np.int32)
        terms = np.ascontiguousarray(terms)
        done = 0
        while True:
            done += self._kernel.number_keys(terms[done:], self._table, numbers[done:])
            if done == len(terms):
                return numbers
            self._grow()

    def _grow(self) -> None:
        known = self.terms
        self._table = _empty_table(2 * len(self._table.slot_keys))
        self._kernel.number_keys(known, self._table, np.empty(len(known), dtype=np.int32))

    def find(self, terms: HashArray) -> ColumnArray:
        """Column of each term, -1 for one that has none."""
        numbers = np.empty(len(terms), dtype=np.int32)
        self._kernel.find_keys(np.ascontiguousarray(terms), self._table, numbers)
        return numbers


def _empty_table(capacity: int) -> KeyTable:
    return KeyTable(
        np.zeros(capacity, dtype=np.uint64),
        np.full(capacity, -1, dtype=np.int32),
        np.zeros(int(capacity * _FULL), dtype=np.uint64),
        0,
    )


def count_terms(
    pointers: IntArray, columns: ColumnArray, width: int, weights: Array | None = None
) -> SparseRows:
    """How often each row holds each column.

    Parameters
    ----------
    pointers : int64 array of shape (n_rows + 1,)
        Row i has the entries ``[pointers[i], pointers[i + 1])``.
    columns : int32 array of shape (n_entries,)
        In any order, repeated as often as they occur; each below ``width``.
    weights : float32 array of shape (n_entries,), optional
        What each occurrence counts, 1 by default.

    Returns
    -------
    SparseRows with float32 values
    """
    return kernel().count_rows(pointers, columns, weights, width)
