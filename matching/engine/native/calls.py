"""Calling the compiled library: arrays by their address, work spread over threads."""

import ctypes
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import numpy as np

from matching.engine.hashing import Array


class Library:
    """Functions of a shared library. ctypes lets go of the interpreter's lock while they run."""

    def __init__(self, path: str) -> None:
        """Raises OSError if there is no library there, or none that loads on this machine."""
        self._library = ctypes.CDLL(path)

    def call(self, name: str, *arguments: Any) -> int:
        """Call a function with arrays by their address and whole numbers as 64 bits."""
        return int(self._library[name](*map(_converted, arguments)))

    def must(self, name: str, *arguments: Any) -> None:
        """Call a function that says 0 where memory ran out; raises MemoryError then."""
        if not self.call(name, *arguments):
            raise MemoryError(f"no memory left in {name}")


def _converted(argument: Any) -> Any:
    if isinstance(argument, np.ndarray):
        return ctypes.c_void_p(address(argument))
    if isinstance(argument, int):
        return ctypes.c_int64(argument)
    return ctypes.byref(argument) if isinstance(argument, ctypes.Structure) else argument


def address(array: Any) -> int:
    """Where the first element stands. Raises ValueError for an array with gaps."""
    if not array.flags.c_contiguous:
        raise ValueError("the compiled kernel reads contiguous arrays only")
    return int(array.ctypes.data)


def addresses(arrays: Sequence[Array]) -> Array:
    """The same of several, as an array itself."""
    return np.array([address(array) for array in arrays], dtype=np.uint64)


def structure(name: str, *, numbers: str, arrays: str) -> type[ctypes.Structure]:
    """A C struct of 64-bit numbers followed by pointers, its fields named by words."""
    fields: list[tuple[str, Any]] = [(each, ctypes.c_int64) for each in numbers.split()]
    fields += [(each, ctypes.c_void_p) for each in arrays.split()]
    return type(name, (ctypes.Structure,), {"_fields_": fields})


def parts(n: int, count: int) -> list[tuple[int, int]]:
    """Split ``range(n)`` into so many pieces of about one size, as (first, last) each."""
    return list(pairwise(np.linspace(0, n, count + 1).astype(int).tolist()))


def in_threads(function: Callable[..., None], arguments: Sequence[tuple[Any, ...]]) -> None:
    """Call the function with each of the arguments at once, and wait for all."""
    with ThreadPoolExecutor(max(1, len(arguments))) as pool:
        for done in [pool.submit(function, *each) for each in arguments]:
            done.result()
