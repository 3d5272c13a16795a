"""Seeds as rows of BM25 impacts, one row a seed, one column a term of one language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from matching.engine import bm25
from matching.engine.config import Config
from matching.engine.evidence import LANGUAGE_SALTS, Evidence, Kind
from matching.engine.hashing import Array, FloatArray, HashArray, IntArray
from matching.engine.language import LANGUAGES
from matching.engine.postings import Vocabulary, count_terms
from matching.engine.rows import ColumnArray, SparseRows
from matching.engine.semantics import Space, learn

_KINDS = len(Kind)


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


class IndexBuilder:
    """Takes the evidence of seeds in portions and keeps only their counted terms."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._vocabulary = Vocabulary()
        # Kind and language of each column, with room to grow.
        self._kinds = np.zeros(1024, dtype=np.uint8)
        self._langs = np.zeros(1024, dtype=np.int8)
        self._counts: list[SparseRows] = []
        self._seed_langs: list[Array] = []

    def add(self, seeds: Evidence) -> None:
        config, langs = self._config, np.repeat(seeds.langs, np.diff(seeds.pointers))
        facets = seeds.kinds == Kind.FACET
        named = np.where(facets, seeds.terms, seeds.terms ^ LANGUAGE_SALTS[langs])
        columns = self._vocabulary.number(named)
        self._note(columns, seeds.kinds, langs)
        titled = (seeds.fields == 0) & ~facets
        weights = np.where(titled, np.float32(config.title_weight), np.float32(1))
        self._counts.append(count_terms(seeds.pointers, columns, len(self._vocabulary), weights))
        self._seed_langs.append(seeds.langs)

    def _note(self, columns: ColumnArray, kinds: Array, langs: Array) -> None:
        missing = len(self._vocabulary) - len(self._kinds)
        if missing > 0:
            more = max(missing, len(self._kinds))
            self._kinds = np.concatenate([self._kinds, np.zeros(more, dtype=np.uint8)])
            self._langs = np.concatenate([self._langs, np.zeros(more, dtype=np.int8)])
        self._kinds[columns], self._langs[columns] = kinds, langs

    def build(self) -> Index:
        """The index of all seeds taken; the builder is empty afterwards."""
        width = len(self._vocabulary)
        kinds, langs = self._kinds[:width], self._langs[:width]
        seed_langs = np.concatenate([*self._seed_langs, np.zeros(0, dtype=np.int8)])
        holders = np.zeros(width, dtype=np.int32)
        for counts in self._counts:
            holders += np.bincount(counts.columns, minlength=width).astype(np.int32)
        sizes = np.bincount(seed_langs, minlength=len(LANGUAGES)).astype(np.int64)
        sizes = np.maximum(sizes, min(self._config.few, len(seed_langs)))
        idfs = bm25.idf(holders, sizes[langs]).astype(np.float32)
        impacts = self._impacts(kinds, idfs, self._relative_lengths(kinds, seed_langs))
        words = np.where(kinds == Kind.TERM, langs, -1)
        spaces = learn(impacts, seed_langs, self._vocabulary.terms, words) if self._config.related else {}
        return Index(self._vocabulary, impacts, holders, sizes, spaces)

    def _relative_lengths(self, kinds: Array, langs: Array) -> Array:
        """Length of each seed in each kind of evidence, as a multiple of its language's mean; float32."""
        portions = [_lengths(counts, kinds) for counts in self._counts]
        lengths = np.concatenate([*portions, np.zeros((0, _KINDS))])
        means = np.ones((len(LANGUAGES), _KINDS))
        for lang in np.unique(langs):
            means[lang] = lengths[langs == lang].mean(axis=0)
        # A mean of 0 has only zero lengths under it, so what it is replaced by does not matter.
        return (lengths / np.where(means > 0, means, 1.0)[langs]).astype(np.float32)

    def _impacts(self, kinds: Array, idfs: Array, relative: Array) -> SparseRows:
        """One matrix of all portions; each is given up as soon as it is copied."""
        sizes = [len(counts.columns) for counts in self._counts]
        columns, values = np.empty(sum(sizes), dtype=np.int32), np.empty(sum(sizes), dtype=np.float32)
        row_sizes: list[Array] = [np.zeros(1, dtype=np.int64)]
        start = row = 0
        for counts in _drained(self._counts):
            here = slice(start, start + len(counts.columns))
            kind = kinds[counts.columns]
            saturated = bm25.saturated(
                counts.values, relative[row + counts.row_of_entry, kind], self._config.k1, self._config.b
            )
            columns[here] = counts.columns
            values[here] = np.where(kind == Kind.FACET, np.float32(1), saturated * idfs[counts.columns])
            row_sizes.append(np.diff(counts.pointers))
            start, row = here.stop, row + len(counts)
        return SparseRows(np.cumsum(np.concatenate(row_sizes)), columns, values, len(kinds))


def _lengths(counts: SparseRows, kinds: Array) -> FloatArray:
    """Occurrences of each kind of evidence; shape (n_rows, n_kinds)."""
    places = counts.row_of_entry * _KINDS + kinds[counts.columns]
    flat = np.bincount(places, weights=counts.values, minlength=len(counts) * _KINDS)
    return flat.reshape(len(counts), _KINDS).astype(np.float64)


def _drained(portions: list[SparseRows]) -> Iterator[SparseRows]:
    portions.reverse()
    while portions:
        yield portions.pop()
