"""What the needs have in common, so that their stock phrases weigh less."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from matching.engine.evidence import Evidence
from matching.engine.hashing import FloatArray, HashArray, IntArray
from matching.engine.postings import Vocabulary, count_terms

# Among a handful of needs a word that two of them share is no stock phrase yet.
FEW: Final = 50


@dataclass(frozen=True, eq=False, slots=True)
class NeedStatistics:
    """In how many needs each term occurs.

    Passed to the ranking as a value, so that a score depends on it and not on which other needs happen to
    be ranked in the same call. Take it from all open needs.

    Attributes
    ----------
    terms : uint64 array of shape (n_terms,), rising
    counts : int64 array of shape (n_terms,)
    needs : int
        How many needs were counted.
    """

    terms: HashArray
    counts: IntArray
    needs: int

    @classmethod
    def empty(cls) -> "NeedStatistics":
        return cls(np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64), 0)

    @classmethod
    def of(cls, portions: Iterable[Evidence]) -> "NeedStatistics":
        """Count the needs of all portions."""
        vocabulary, counts, needs = Vocabulary(), np.zeros(0, dtype=np.int64), 0
        for portion in portions:
            columns = vocabulary.number(portion.terms)
            held = count_terms(portion.pointers, columns, len(vocabulary)).columns
            more = np.bincount(held, minlength=len(vocabulary))
            more[: len(counts)] += counts
            counts, needs = more, needs + len(portion)
        order = np.argsort(vocabulary.terms)
        return cls(vocabulary.terms[order], counts[order].astype(np.int64), needs)

    def rarity(self, terms: HashArray) -> FloatArray:
        """How rare each term is among the needs: 1 for one that at most one need has, near 0 for one in all.

        ``log((M + 1) / m) / log(M + 1)`` with m of M needs holding the term, M taken to be at least `FEW`.
        """
        if self.needs < 2 or not len(self.terms):
            return np.ones(len(terms))
        places = np.minimum(np.searchsorted(self.terms, terms), len(self.terms) - 1)
        counts = np.where(self.terms[places] == terms, self.counts[places], 1)
        # One more than there are: a word of all needs keeps a trace, and needs all alike still find seeds.
        needs = max(self.needs, FEW) + 1
        rarity: FloatArray = np.log(needs / counts) / np.log(needs)
        return rarity
