"""Seeds as a matrix of BM25 impacts, one row a seed, one column a term."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matching.engine.config import Config
from matching.engine.evidence import Evidence, Kind, across
from matching.engine.hashing import Array, FloatArray, HashArray, IntArray
from matching.engine.language import LANGUAGES

_KINDS = len(Kind)


@dataclass(frozen=True, eq=False, slots=True)
class Index:
    """What ranking knows of the seeds.

    Attributes
    ----------
    terms : uint64 array of shape (n_terms,), rising
        Terms of the columns, named by the language of the seed (`across`) unless they are facets.
    impacts : csr_array of shape (n_seeds, n_terms), float64, >= 0
        ``idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / mean length))`` (Robertson, Zaragoza: The
        Probabilistic Relevance Framework, 2009), with idf, lengths and means per language, and lengths and
        means per kind of evidence; 1 for a facet.
    by_term : csr_array of shape (n_terms, n_seeds)
        The same, transposed.
    holders : int64 array of shape (n_languages, n_terms)
        How many seeds of each language hold a term.
    sizes : int64 array of shape (n_languages,)
        Seeds of each language, `Config.few` applied.
    """

    terms: HashArray
    impacts: csr_array
    by_term: csr_array
    holders: IntArray
    sizes: IntArray

    @classmethod
    def of(cls, seeds: Sequence[Evidence], config: Config) -> "Index":
        langs = np.array([LANGUAGES.index(seed.lang) for seed in seeds], dtype=np.int64)
        terms, counts, kinds = _counts(seeds, config)
        holders = _holders(counts, langs)
        sizes = np.bincount(langs, minlength=len(LANGUAGES)).astype(np.int64)
        sizes = np.maximum(sizes, min(config.few, len(seeds)))
        impacts = _impacts(counts, kinds, langs, idf(holders, sizes[:, None]), config)
        return cls(terms, impacts, impacts.T.tocsr(), holders, sizes)

    def columns(self, terms: HashArray) -> IntArray:
        """Column of each term, -1 where no seed holds it."""
        if not len(self.terms):
            return np.full(len(terms), -1, dtype=np.int64)
        places = np.minimum(np.searchsorted(self.terms, terms), len(self.terms) - 1)
        return np.where(self.terms[places] == terms, places, -1).astype(np.int64)

    def held(self, terms: HashArray) -> NDArray[np.bool_]:
        """Whether any seed holds each term."""
        return self.columns(terms) >= 0

    def idf(self, terms: HashArray, lang: str) -> FloatArray:
        """Weight of each term among the seeds of a language; terms no seed holds have the greatest."""
        row = LANGUAGES.index(lang)
        columns = self.columns(terms)
        holders = np.where(columns >= 0, self.holders[row, columns], 0) if len(self.terms) else columns * 0
        return idf(holders, self.sizes[row])


def idf(holders: IntArray, size: IntArray | int) -> FloatArray:
    """Inverse document frequency ``log(1 + (N - n + 0.5) / (n + 0.5))``, > 0 also for a term in all."""
    weights: FloatArray = np.log1p((size - holders + 0.5) / (holders + 0.5))
    return weights


def _counts(seeds: Sequence[Evidence], config: Config) -> tuple[HashArray, csr_array, Array]:
    """Distinct terms, weighted occurrences by seed and term, and each term's kind."""
    found = _joined([_named(seed) for seed in seeds], np.uint64)
    kinds = _joined([seed.kinds for seed in seeds], np.uint8)
    weights = np.where(_joined([seed.fields for seed in seeds], np.uint8) == 0, config.title_weight, 1.0)
    weights[kinds == Kind.FACET] = 1.0
    rows = np.repeat(np.arange(len(seeds)), [len(seed.terms) for seed in seeds])
    terms, columns = np.unique(found, return_inverse=True)
    kind_of_term = np.zeros(len(terms), dtype=np.uint8)
    kind_of_term[columns] = kinds
    counts = csr_array((weights, (rows, columns)), shape=(len(seeds), len(terms)))
    counts.sum_duplicates()
    return terms, counts, kind_of_term


def _joined(parts: Sequence[Array], dtype: type) -> Array:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=dtype)


def _named(seed: Evidence) -> HashArray:
    return np.where(seed.kinds == Kind.FACET, seed.terms, across(seed.terms, seed.lang))


def _holders(counts: csr_array, langs: IntArray) -> IntArray:
    rows = np.repeat(langs, np.diff(counts.indptr))
    n_terms = counts.shape[1]
    flat = np.bincount(rows * n_terms + counts.indices, minlength=len(LANGUAGES) * n_terms)
    return flat.reshape(len(LANGUAGES), n_terms).astype(np.int64)


def _impacts(counts: csr_array, kinds: Array, langs: IntArray, idfs: FloatArray, config: Config) -> csr_array:
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    kind = kinds[counts.indices].astype(np.int64)
    relative = _relative_lengths(counts, kind, rows, langs)[rows, kind]
    tf = counts.data
    saturated = tf * (config.k1 + 1) / (tf + config.k1 * (1 - config.b + config.b * relative))
    impacts = np.where(kind == Kind.FACET, 1.0, idfs[langs[rows], counts.indices] * saturated)
    return csr_array((impacts, counts.indices, counts.indptr), shape=counts.shape)


def _relative_lengths(counts: csr_array, kind: IntArray, rows: IntArray, langs: IntArray) -> FloatArray:
    """Length of each seed in each kind of evidence, as a multiple of its language's mean."""
    n_seeds = counts.shape[0]
    flat = np.bincount(rows * _KINDS + kind, weights=counts.data, minlength=n_seeds * _KINDS)
    lengths = flat.reshape(n_seeds, _KINDS)
    means = np.ones((len(LANGUAGES), _KINDS))
    for lang in np.unique(langs):
        means[lang] = lengths[langs == lang].mean(axis=0)
    # A mean of 0 has only zero lengths under it, so what it is replaced by does not matter.
    return lengths / np.where(means > 0, means, 1.0)[langs]
