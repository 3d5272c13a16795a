"""The seeds' terms, numbered and counted: all that an index needs of their texts."""

from dataclasses import dataclass

import numpy as np

from matching.engine.evidence import LANGUAGE_SALTS, Evidence, Kind
from matching.engine.hashing import Array, IntArray
from matching.engine.postings import Vocabulary, count_terms
from matching.engine.rows import ColumnArray, SparseRows


@dataclass(frozen=True, eq=False, slots=True)
class CountedSeeds:
    """Attributes
    ----------
    vocabulary : Vocabulary
        Terms of the columns, named by the language of the seed (`evidence.across`) unless they are facets.
    kinds, langs : uint8 and int8 arrays of shape (n_columns,)
        `Kind` of each column, and index in `LANGUAGES` of the seeds that hold it.
    seed_langs : int8 array of shape (n_seeds,)
    counts : SparseRows of n_seeds rows, float32
        Occurrences, those in titles weighed.
    """

    vocabulary: Vocabulary
    kinds: Array
    langs: Array
    seed_langs: Array
    counts: SparseRows


class SeedCounter:
    """Takes the evidence of seeds in portions, and keeps only their counted terms.

    Parameters
    ----------
    title_weight : float
        What an occurrence in a title counts.
    known : CountedSeeds, optional
        Seeds counted before, with the same weight: the first rows.
    """

    def __init__(self, title_weight: float, known: CountedSeeds | None = None) -> None:
        self._title_weight = np.float32(title_weight)
        self._vocabulary = known.vocabulary if known else Vocabulary()
        # Kind and language of each column, with room to grow.
        self._kinds = known.kinds if known else np.zeros(1024, dtype=np.uint8)
        self._langs = known.langs if known else np.zeros(1024, dtype=np.int8)
        self._counts = [known.counts] if known else []
        self._seed_langs = [known.seed_langs] if known else []

    def add(self, seeds: Evidence) -> None:
        langs = np.repeat(seeds.langs, np.diff(seeds.pointers))
        facets = seeds.kinds == Kind.FACET
        named = np.where(facets, seeds.terms, seeds.terms ^ LANGUAGE_SALTS[langs])
        columns = self._vocabulary.number(named)
        self._note(columns, seeds.kinds, langs)
        titled = (seeds.fields == 0) & ~facets
        weights = np.where(titled, self._title_weight, np.float32(1))
        self._counts.append(count_terms(seeds.pointers, columns, len(self._vocabulary), weights))
        self._seed_langs.append(seeds.langs)

    def _note(self, columns: ColumnArray, kinds: Array, langs: Array) -> None:
        missing = len(self._vocabulary) - len(self._kinds)
        if missing > 0:
            more = max(missing, len(self._kinds))
            self._kinds = np.concatenate([self._kinds, np.zeros(more, dtype=np.uint8)])
            self._langs = np.concatenate([self._langs, np.zeros(more, dtype=np.int8)])
        self._kinds[columns], self._langs[columns] = kinds, langs

    def counted(self, order: IntArray | None = None) -> CountedSeeds:
        """All seeds taken, or those at these places in this order; the counter is empty afterwards."""
        width = len(self._vocabulary)
        seed_langs = np.concatenate([*self._seed_langs, np.zeros(0, dtype=np.int8)])
        order = np.arange(len(seed_langs)) if order is None else order
        counts, seed_langs = SparseRows.picked(self._counts, order, width), seed_langs[order]
        self._counts = []
        return CountedSeeds(self._vocabulary, self._kinds[:width], self._langs[:width], seed_langs, counts)
