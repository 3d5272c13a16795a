"""Needs as rows of weights over an index's columns, and the most each could hope for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array

from matching.engine.config import Config
from matching.engine.evidence import Evidence, Kind, across
from matching.engine.hashing import Array, FloatArray, HashArray
from matching.engine.index import Index
from matching.engine.language import LANGUAGES
from matching.engine.statistics import NeedStatistics

_CJK = frozenset(("ja", "ko"))


@dataclass(frozen=True, eq=False, slots=True)
class Query:
    """One need's distinct terms, as the index names them.

    Attributes
    ----------
    sources : uint64 array of shape (n,)
        Terms as the need's evidence has them.
    terms : uint64 array of shape (n,)
        Terms as the index has them: bridges and concepts once for each language they may lead to.
    kinds : uint8 array of shape (n,)
    weights : float64 array of shape (n,), >= 0
    """

    sources: HashArray
    terms: HashArray
    kinds: Array
    weights: FloatArray

    def columns(self) -> tuple[HashArray, HashArray, Array, FloatArray]:
        return self.sources, self.terms, self.kinds, self.weights


def query(need: Evidence, config: Config, statistics: NeedStatistics) -> Query:
    """Weigh each term of a need: kind, occurrences by field, and rarity among the needs."""
    plain = _plain(need, config, statistics)
    parts = [_within(need, plain, config)]
    parts += [_towards(lang, plain, same=lang == need.lang, config=config) for lang in LANGUAGES]
    joined = [np.concatenate(column) for column in zip(*(part.columns() for part in parts), strict=True)]
    kept = joined[-1] > 0
    return Query(*(column[kept] for column in joined))


def _plain(need: Evidence, config: Config, statistics: NeedStatistics) -> Query:
    """Distinct terms, before their kinds are weighed."""
    terms, first, places = np.unique(need.terms, return_index=True, return_inverse=True)
    field_weights = np.where(need.fields == 0, config.title_weight, 1.0)
    occurrences = np.bincount(places, weights=field_weights, minlength=len(terms))
    rarity = 1.0 - config.need_idf + config.need_idf * statistics.rarity(terms)
    return Query(terms, terms, need.kinds[first], occurrences * rarity)


def _within(need: Evidence, plain: Query, config: Config) -> Query:
    """Evidence that has one name in all languages."""
    by_kind = np.zeros(len(Kind))
    pair = config.pair_weight_cjk if need.lang in _CJK else config.pair_weight
    by_kind[[Kind.TERM, Kind.PAIR, Kind.BIGRAM]] = 1.0, pair, config.bigram_weight
    weights = plain.weights * by_kind[plain.kinds]
    for term, facet in need.facet_terms():
        scheme = facet.partition(":")[0]
        weights[np.searchsorted(plain.terms, term)] = config.facet_weights.get(scheme, 0.0)
    return replace(plain, weights=weights)


def _towards(lang: str, plain: Query, *, same: bool, config: Config) -> Query:
    """Evidence that joins the need to seeds of one language, its own or another."""
    by_kind = np.zeros(len(Kind))
    by_kind[Kind.BRIDGE] = 0.0 if same else config.bridge_weight
    by_kind[Kind.CONCEPT] = config.concept_weight if same else config.concept_weight_across
    return replace(plain, terms=across(plain.terms, lang), weights=plain.weights * by_kind[plain.kinds])


def matrix(queries: Sequence[Query], index: Index) -> csr_array:
    """Weights of needs over the index's columns; float64 csr_array of shape (n_needs, n_terms)."""
    columns = [index.columns(each.terms) for each in queries]
    held = [column >= 0 for column in columns]
    pointers = np.concatenate([[0], np.cumsum([int(mask.sum()) for mask in held])])
    indices = [column[mask] for column, mask in zip(columns, held, strict=True)]
    weights = [each.weights[mask] for each, mask in zip(queries, held, strict=True)]
    if not queries:
        return csr_array((0, len(index.terms)))
    rows = csr_array(
        (np.concatenate(weights), np.concatenate(indices), pointers), shape=(len(queries), len(index.terms))
    )
    # Sorted columns fix the order of additions, and with it every last bit of a score.
    rows.sort_indices()
    return rows


def ceiling(need: Evidence, asked: Query, index: Index) -> float:
    """Score of a seed of mean length, in the need's language, that held each of its words once.

    Words no seed holds count in full: what a need asks for in vain lowers what the others can cover.
    """
    words = asked.kinds == Kind.TERM
    return float(asked.weights[words] @ index.idf(asked.terms[words], need.lang))
