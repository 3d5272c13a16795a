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


def query(need: Evidence, config: Config, statistics: NeedStatistics, index: Index) -> Query:
    """Weigh each term of a need: kind, occurrences by field, and rarity among the needs."""
    plain = _plain(need, config, statistics)
    own = _towards(need.lang, plain, _weights_within(need.lang, config))
    parts = [_facets(need, plain, config), own]
    for lang in LANGUAGES:
        if lang != need.lang:
            foreign = _towards(lang, plain, _weights_across(config))
            parts.append(_raised(foreign, lang, _attainable(own, need.lang, index), index, config))
    joined = [np.concatenate(column) for column in zip(*(part.columns() for part in parts), strict=True)]
    kept = joined[-1] > 0
    return Query(*(column[kept] for column in joined))


def _plain(need: Evidence, config: Config, statistics: NeedStatistics) -> Query:
    """Distinct terms, before their kinds are weighed."""
    terms, first, places = np.unique(need.terms, return_index=True, return_inverse=True)
    field_weights = np.where(need.fields == 0, config.title_weight, 1.0)
    occurrences = np.bincount(places, weights=field_weights, minlength=len(terms)) ** config.repetition
    rarity = 1.0 - config.need_idf + config.need_idf * statistics.rarity(terms)
    return Query(terms, terms, need.kinds[first], occurrences * rarity)


def _weights_within(lang: str, config: Config) -> FloatArray:
    """Weight of each kind of evidence between texts of one language."""
    by_kind = np.zeros(len(Kind))
    by_kind[Kind.TERM] = 1.0
    by_kind[Kind.PAIR] = config.pair_weights.get(lang, 0.0)
    by_kind[Kind.BIGRAM] = config.bigram_weights.get(lang, 0.0)
    by_kind[Kind.CONCEPT] = config.concept_weight
    return by_kind


def _weights_across(config: Config) -> FloatArray:
    """The same between languages, where words meet as acronyms, bridges and concepts."""
    by_kind = np.zeros(len(Kind))
    by_kind[Kind.TERM] = 1.0
    by_kind[Kind.BRIDGE] = config.bridge_weight
    by_kind[Kind.CONCEPT] = config.concept_weight_across
    return by_kind


def _facets(need: Evidence, plain: Query, config: Config) -> Query:
    weights = np.zeros(len(plain.terms))
    for term, facet in need.facet_terms():
        weights[np.searchsorted(plain.terms, term)] = config.facet_weights.get(facet.partition(":")[0], 0.0)
    return replace(plain, weights=weights)


def _towards(lang: str, plain: Query, by_kind: FloatArray) -> Query:
    """The need's words as seeds of a language would hold them."""
    return replace(plain, terms=across(plain.terms, lang), weights=plain.weights * by_kind[plain.kinds])


def _attainable(part: Query, lang: str, index: Index) -> float:
    """Score of a seed of mean length that held once each word any seed of the language holds."""
    held = index.held(part.terms) & (part.kinds != Kind.PAIR) & (part.kinds != Kind.BIGRAM)
    return float(part.weights[held] @ index.idf(part.terms[held], lang))


def _raised(part: Query, lang: str, own: float, index: Index, config: Config) -> Query:
    """Make up for the words that cannot meet between two languages.

    Weights grow by ``(attainable within the language / attainable across) ** reach``, so that a foreign
    seed that answers all it could is not buried under seeds that share the need's language and little else.
    """
    foreign = _attainable(part, lang, index)
    if foreign <= 0:
        return part
    factor = min(max((own / foreign) ** config.reach, 1.0), config.highest_raise)
    return replace(part, weights=part.weights * factor)


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
    own = asked.terms == across(asked.sources, need.lang)
    words = own & (asked.kinds == Kind.TERM)
    facets = asked.kinds == Kind.FACET
    return float(
        asked.weights[words] @ index.idf(asked.terms[words], need.lang) + asked.weights[facets].sum()
    )
