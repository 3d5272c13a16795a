"""The few functions that touch every posting, compiled where there is a C compiler and portable where not."""

import os
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol

from matching.engine.admission import Admission
from matching.engine.hashing import Array, FloatArray, HashArray, IntArray
from matching.engine.rows import ColumnArray, SparseRows

THREADS: Final = max(1, os.cpu_count() or 1)


@dataclass(eq=False, slots=True)
class KeyTable:
    """A hash table from 64-bit keys to numbers, with linear probing.

    Attributes
    ----------
    slot_keys, slot_numbers : uint64 and int32 arrays of a length that is a power of two
        A slot whose number is -1 is free.
    keys : uint64 array
        Key of each number; the first ``n`` places are in use.
    """

    slot_keys: HashArray
    slot_numbers: ColumnArray
    keys: HashArray
    n: int


class Kernel(Protocol):
    """Both kernels give the same results to the last bit."""

    name: str

    def number_keys(self, keys: HashArray, table: KeyTable, numbers: ColumnArray) -> int:
        """Number keys, the unknown ones in the order in which they are first seen.

        Stops before the table is more than three quarters full; returns how many keys were numbered.
        """
        ...

    def find_keys(self, keys: HashArray, table: KeyTable, numbers: ColumnArray) -> None:
        """Look keys up; -1 for those the table does not know."""
        ...

    def count_rows(
        self, pointers: IntArray, columns: ColumnArray, weights: Array | None, width: int
    ) -> SparseRows:
        """See `postings.count_terms`."""
        ...

    def top_k(
        self,
        needs: SparseRows,
        seeds: SparseRows,
        k: int,
        *,
        admission: Admission,
        threads: int = THREADS,
    ) -> tuple[IntArray, FloatArray]:
        """Exact best seeds; see `scoring.top_k`."""
        ...


def native() -> Kernel | None:
    """The compiled kernel, None where it was not built."""
    from matching.engine.native.library import load  # noqa: PLC0415 -- loads a shared library

    return load()


def portable() -> Kernel:
    """The kernel that numba compiles at its first use and keeps on disk."""
    from matching.engine.portable import PortableKernel  # noqa: PLC0415 -- numba takes a second to load

    return PortableKernel()


@lru_cache(maxsize=1)
def kernel() -> Kernel:
    """The best kernel of this machine; MATCHING_KERNEL=portable asks for the portable one."""
    asked = os.environ.get("MATCHING_KERNEL", "")
    found = None if asked == "portable" else native()
    return found or portable()
