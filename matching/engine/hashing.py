"""Terms as 64-bit numbers, so that vocabularies are arrays and need no dictionary.

Ten million distinct terms collide with a probability below 3e-6 (birthday bound, 2**64 values).
"""

import hashlib
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

HashArray = NDArray[np.uint64]
IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Array = NDArray[Any]

_PRIME_A = np.uint64(0x9E3779B97F4A7C15)
_PRIME_B = np.uint64(0xC2B2AE3D27D4EB4F)
_SHIFT = np.uint64(29)


@lru_cache(maxsize=1_048_576)
def term_hash(term: str) -> int:
    """Stable 64-bit name of a term: the same on every machine and in every process."""
    digest = hashlib.blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def hash_terms(terms: list[str]) -> HashArray:
    return np.fromiter(map(term_hash, terms), dtype=np.uint64, count=len(terms))


def mix(left: HashArray, right: HashArray | np.uint64) -> HashArray:
    """Hash of ordered pairs; ``mix(a, b) != mix(b, a)``. Overflow wraps around by intention."""
    mixed = left * _PRIME_A + right * _PRIME_B
    mixed ^= mixed >> _SHIFT
    mixed *= _PRIME_B
    mixed ^= mixed >> _SHIFT
    return mixed
