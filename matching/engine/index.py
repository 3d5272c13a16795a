"""Seeds as rows of BM25 impacts, one row a seed, one column a term of one language."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from matching.engine import bm25
from matching.engine.config import Config
from matching.engine.counting import CountedSeeds
from matching.engine.evidence import Kind
from matching.engine.hashing import Array, FloatArray, HashArray, IntArray
from matching.engine.language import LANGUAGES
from matching.engine.postings import Vocabulary
from matching.engine.rows import ColumnArray, SparseRows
from matching.engine.semantics import Space, learn

_KINDS = len(Kind)
_PORTION = 4_096


@dataclass(frozen=True, eq=False, slots=True)
class Index:
    """What ranking knows of the seeds.

    Attributes
    ----------
    vocabulary : Vocabulary
        Terms of the columns, named by the language of the seed (`evidence.across`) unless they are facets.
    impacts : SparseRows of n_seeds rows, float32, > 0
        ``idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / mean length))`` (see `bm25`), with idf,
        lengths and means per language, and lengths and means per kind of evidence; 1 for a facet.
    holders : int32 array of shape (n_terms,)
        How many seeds hold each term.
    sizes : int64 array of shape (n_languages,)
        Seeds of each language, `Config.few` applied.
    spaces : mapping of language number to Space
        Which words go together, for languages with seeds enough to tell.
    """

    vocabulary: Vocabulary
    impacts: SparseRows
    holders: Array
    sizes: IntArray
    spaces: Mapping[int, Space]

    def columns(self, terms: HashArray) -> ColumnArray:
        """Column of each term, -1 where no seed holds it."""
        return self.vocabulary.find(terms)

    def idf(self, columns: ColumnArray, lang: int) -> FloatArray:
        """Weight of each column among the seeds of its language, greatest for one that no seed holds (-1)."""
        held = columns >= 0
        holders = np.zeros(len(columns), dtype=np.int64)
        holders[held] = self.holders[columns[held]]
        return bm25.idf(holders, int(self.sizes[lang]))

    @classmethod
    def of(cls, seeds: CountedSeeds, config: Config, spaces: Mapping[int, Space] | None = None) -> "Index":
        """The index of counted seeds; `spaces` learnt over the same columns may save learning anew."""
        counts, width = seeds.counts, seeds.counts.width
        holders = np.bincount(counts.columns, minlength=width).astype(np.int32)
        sizes = np.bincount(seeds.seed_langs, minlength=len(LANGUAGES)).astype(np.int64)
        sizes = np.maximum(sizes, min(config.few, len(seeds.seed_langs)))
        idfs = bm25.idf(holders, sizes[seeds.langs]).astype(np.float32)
        values = _impacts(seeds, idfs, _relative_lengths(seeds), config)
        # Same places, other values: pointers and columns are shared.
        impacts = SparseRows(counts.pointers, counts.columns, values, width)
        words = np.where(seeds.kinds == Kind.TERM, seeds.langs, -1)
        learnt: Mapping[int, Space] = {}
        if config.related:
            learnt = learn(impacts, seeds.seed_langs, seeds.vocabulary.terms, words, spaces)
        return cls(seeds.vocabulary, impacts, holders, sizes, learnt)


def _relative_lengths(seeds: CountedSeeds) -> Array:
    """Length of each seed in each kind of evidence, as a multiple of its language's mean; float32."""
    lengths = np.zeros((len(seeds.counts), _KINDS))
    for first, last in _portions(seeds.counts):
        part = seeds.counts.part(first, last)
        places = part.row_of_entry * _KINDS + seeds.kinds[part.columns]
        flat = np.bincount(places, weights=part.values, minlength=len(part) * _KINDS)
        lengths[first:last] = flat.reshape(-1, _KINDS)
    means = np.ones((len(LANGUAGES), _KINDS))
    for lang in np.unique(seeds.seed_langs):
        means[lang] = lengths[seeds.seed_langs == lang].mean(axis=0)
    # A mean of 0 has only zero lengths under it, so what it is replaced by does not matter.
    return (lengths / np.where(means > 0, means, 1.0)[seeds.seed_langs]).astype(np.float32)


def _impacts(seeds: CountedSeeds, idfs: Array, relative: Array, config: Config) -> Array:
    values = np.empty(len(seeds.counts.columns), dtype=np.float32)
    for first, last in _portions(seeds.counts):
        part = seeds.counts.part(first, last)
        kinds = seeds.kinds[part.columns]
        saturated = bm25.saturated(
            part.values, relative[first:last][part.row_of_entry, kinds], config.k1, config.b
        )
        here = slice(int(seeds.counts.pointers[first]), int(seeds.counts.pointers[last]))
        values[here] = np.where(kinds == Kind.FACET, np.float32(1), saturated * idfs[part.columns])
    return values


def _portions(rows: SparseRows) -> list[tuple[int, int]]:
    """Rows a few thousand at a time, so that what is computed on the way stays small."""
    return [(first, min(first + _PORTION, len(rows))) for first in range(0, len(rows), _PORTION)]
