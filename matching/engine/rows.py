"""Sparse rows: what the kernels read and write."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matching.engine.hashing import Array, IntArray

ColumnArray = NDArray[np.int32]
_PICKED_AT_ONCE = 4_096


@dataclass(frozen=True, eq=False, slots=True)
class SparseRows:
    """A matrix by rows.

    Attributes
    ----------
    pointers : int64 array of shape (n_rows + 1,)
        Row i has the entries ``[pointers[i], pointers[i + 1])``.
    columns : int32 array of shape (n_entries,), rising within a row, >= 0
    values : float32 or float64 array of shape (n_entries,), finite
    width : int
        Number of columns.
    """

    pointers: IntArray
    columns: ColumnArray
    values: Array
    width: int

    @classmethod
    def of(cls, matrix: "csr_array | SparseRows") -> "SparseRows":
        """Read a csr_array with sorted columns and no duplicates; entries are shared, not copied."""
        if isinstance(matrix, SparseRows):
            return matrix
        return cls(
            matrix.indptr.astype(np.int64),
            matrix.indices.astype(np.int32, copy=False),
            matrix.data,
            int(matrix.shape[1]),
        )

    def __len__(self) -> int:
        return len(self.pointers) - 1

    @property
    def row_of_entry(self) -> IntArray:
        return np.repeat(np.arange(len(self), dtype=np.int64), np.diff(self.pointers))

    def as_csr(self) -> csr_array:
        return csr_array((self.values, self.columns, self.pointers), shape=(len(self), self.width))

    def row(self, place: int) -> tuple[ColumnArray, Array]:
        """Columns and values of one row."""
        inside = slice(int(self.pointers[place]), int(self.pointers[place + 1]))
        return self.columns[inside], self.values[inside]

    def part(self, first: int, last: int) -> "SparseRows":
        """Rows ``[first, last)``, their entries shared."""
        pointers = self.pointers[first : last + 1]
        inside = slice(int(pointers[0]), int(pointers[-1]))
        return SparseRows(pointers - pointers[0], self.columns[inside], self.values[inside], self.width)

    def take(self, places: IntArray) -> "SparseRows":
        """The rows at these places, in that order."""
        sizes = np.diff(self.pointers)[places]
        pointers = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        entries = np.arange(pointers[-1]) + np.repeat(self.pointers[places] - pointers[:-1], sizes)
        return SparseRows(pointers, self.columns[entries], self.values[entries], self.width)

    @classmethod
    def stacked(cls, parts: "Sequence[SparseRows]", width: int) -> "SparseRows":
        """The rows of all parts, in order."""
        sizes = np.concatenate([np.zeros(1, dtype=np.int64), *(np.diff(part.pointers) for part in parts)])
        columns = np.concatenate([np.zeros(0, dtype=np.int32), *(part.columns for part in parts)])
        values = np.concatenate([part.values for part in parts]) if parts else np.zeros(0)
        return cls(np.cumsum(sizes), columns, values, width)

    @classmethod
    def picked(cls, parts: "Sequence[SparseRows]", order: IntArray, width: int) -> "SparseRows":
        """Rows of all parts, counted through, in this order; little more memory than the result takes."""
        begins = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum([len(part) for part in parts])])
        sizes = np.concatenate([np.zeros(0, dtype=np.int64), *(np.diff(part.pointers) for part in parts)])
        pointers = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes[order])])
        columns, values = np.empty(pointers[-1], dtype=np.int32), np.empty(pointers[-1], dtype=np.float32)
        for first in range(0, len(order), _PICKED_AT_ONCE):
            chosen = order[first : first + _PICKED_AT_ONCE]
            owners = np.searchsorted(begins, chosen, side="right") - 1
            for owner in np.unique(owners).tolist():
                here = np.flatnonzero(owners == owner)
                rows = parts[owner].take(chosen[here] - begins[owner])
                places = np.arange(len(rows.columns)) + np.repeat(
                    pointers[first + here] - rows.pointers[:-1], np.diff(rows.pointers)
                )
                columns[places], values[places] = rows.columns, rows.values
        return cls(pointers, columns, values, width)

    def check(self, name: str) -> None:
        """Raises ValueError if a value is negative or not finite."""
        if not np.isfinite(self.values).all() or (self.values < 0).any():
            raise ValueError(f"a {name} is negative or not finite")
