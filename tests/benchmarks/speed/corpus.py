"""Token ids with the statistics of real texts: the same arguments, the same tokens.

Ranks follow Zipf-Mandelbrot's law, lengths are log-normal, and a text repeats its own words. The
parameters were set by the morphemes of 8,000 English, 1,626 Japanese and 1,272 Korean real texts: there the
most frequent word stands in 29 to 60 % of the texts, the 100th in 5 to 15 %, the 1,000th in 0.6 to 2 %, the
5,000th in 0.1 to 0.2 %, and a word of a need in 5 to 9 %. Here it is 40, 9, 0.8, 0.1 and 6 %.
"""

import itertools
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matching.engine.kernel import kernel
from matching.engine.rows import SparseRows

IdArray = NDArray[np.int32]
PointerArray = NDArray[np.int64]

OFFSET, EXPONENT = 30.0, 1.2
# Needs use the most frequent words less: those are stock phrases of abstracts.
NEED_OFFSET = 45.0
REPEATED = 0.15
SPREAD = 0.45  # of the logarithm of a seed's length
SHORTEST = 8
NEED_LENGTHS = (15, 30)
CHUNK = 4_000_000


@dataclass(frozen=True, eq=False)
class Tokens:
    """Text i has the token ids ``ids[pointers[i]:pointers[i + 1]]``, repeats included."""

    pointers: PointerArray
    ids: IdArray
    vocabulary: int

    def __len__(self) -> int:
        return len(self.pointers) - 1

    @property
    def postings(self) -> int:
        """Pairs of a text and a distinct word of it."""
        return len(self.counted().columns)

    def counted(self) -> SparseRows:
        return kernel().count_rows(self.pointers, self.ids, None, self.vocabulary)

    def lists(self) -> list[list[int]]:
        ids, pointers = self.ids.tolist(), self.pointers.tolist()
        return [ids[start:end] for start, end in itertools.pairwise(pointers)]

    def save(self, path: Path) -> None:
        np.savez(path, pointers=self.pointers, ids=self.ids, vocabulary=self.vocabulary)

    @classmethod
    def load(cls, path: Path) -> "Tokens":
        with np.load(path) as stored:
            return cls(stored["pointers"], stored["ids"], int(stored["vocabulary"]))


def draw_seeds(n: int, *, vocabulary: int, length: int, seed: int) -> Tokens:
    """Seeds of about `length` tokens in the mean."""
    chance = np.random.default_rng([seed, 1])
    middle = np.log(length) - SPREAD**2 / 2
    lengths = np.maximum(chance.lognormal(middle, SPREAD, n), SHORTEST).astype(np.int64)
    return _drawn(lengths, OFFSET, vocabulary, seed, chance)


def draw_needs(n: int, *, vocabulary: int, seed: int) -> Tokens:
    chance = np.random.default_rng([seed, 2])
    low, high = NEED_LENGTHS
    return _drawn(chance.integers(low, high, n, endpoint=True), NEED_OFFSET, vocabulary, seed, chance)


def _drawn(
    lengths: NDArray[np.int64], offset: float, vocabulary: int, seed: int, chance: np.random.Generator
) -> Tokens:
    pointers = np.concatenate([[0], np.cumsum(lengths)])
    shares = (np.arange(vocabulary) + offset) ** -EXPONENT
    bounds = np.cumsum(shares / shares.sum())
    # Ids tell nothing of frequency, or an engine would profit from an order that real tokens do not have.
    names = np.random.default_rng([seed, 0]).permutation(vocabulary).astype(np.int32)
    ids = np.empty(pointers[-1], dtype=np.int32)
    for start in range(0, len(ids), CHUNK):
        points = chance.random(min(CHUNK, len(ids) - start))
        ranks = np.minimum(np.searchsorted(bounds, points), vocabulary - 1)
        ids[start : start + CHUNK] = names[ranks]
    _repeat(ids, pointers, chance)
    return Tokens(pointers, ids, vocabulary)


def _repeat(ids: IdArray, pointers: PointerArray, chance: np.random.Generator) -> None:
    """Replace some tokens by earlier ones of the same text."""
    places = np.flatnonzero(chance.random(len(ids)) < REPEATED)
    starts = pointers[np.searchsorted(pointers, places, side="right") - 1]
    earlier = starts + (chance.random(len(places)) * (places - starts)).astype(np.int64)
    ids[places] = ids[earlier]


def postings_touched(seeds: Tokens, needs: Tokens) -> int:
    """Pairs of a need's distinct word and a seed that holds it: the work no exact engine can avoid."""
    holders = np.bincount(seeds.counted().columns, minlength=seeds.vocabulary)
    return int(holders[needs.counted().columns].sum())
