"""Needs as rows of weights over an index's columns, and the most each could hope for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from matching.engine.config import Config
from matching.engine.evidence import Evidence, Kind, across, facet_terms, salted
from matching.engine.glossary import Glossary
from matching.engine.hashing import Array, FloatArray, HashArray, IntArray
from matching.engine.index import Index
from matching.engine.language import LANGUAGES
from matching.engine.postings import Vocabulary, count_terms
from matching.engine.rows import ColumnArray, SparseRows
from matching.engine.semantics import related
from matching.engine.statistics import NeedStatistics
from matching.engine.text import Text


@dataclass(frozen=True, eq=False, slots=True)
class Queries:
    """Needs as an index reads them.

    Attributes
    ----------
    weights : SparseRows of n_needs rows, float64, > 0
        Bridges and concepts stand once for each language they may lead to.
    sources : uint64 array, one for each entry of ``weights``
        The term as the need's evidence has it.
    kinds : uint8 array, likewise
    words : SparseRows of n_needs rows, float64
        What each word of a need counts in its ceiling, with the word's column or, where no seed holds it, -1.
    word_terms : uint64 array, one for each entry of ``words``
    ceilings : float64 array of shape (n_needs,)
        Score of a seed of mean length, in the need's language, that held each word once, with the points of
        the need's facets. Words no seed holds count in full: what a need asks for in vain lowers what the
        others can cover.
    """

    weights: SparseRows
    sources: HashArray
    kinds: Array
    words: SparseRows
    word_terms: HashArray
    ceilings: FloatArray


@dataclass(frozen=True, eq=False, slots=True)
class _Plain:
    """Distinct terms of each need, before their kinds are weighed; one entry for each need and term.

    ``needs``, ``numbers`` and ``weights`` have one value an entry, the last with occurrences and rarity;
    ``terms`` and ``kinds`` are read by number.
    """

    langs: Array
    needs: IntArray
    numbers: ColumnArray
    weights: FloatArray
    terms: HashArray
    kinds: Array


@dataclass(frozen=True, eq=False, slots=True)
class _Part:
    """What needs may find in one language, or by facets; one row for each entry.

    ``kinds`` and ``idfs`` are those of the entries' terms, ``columns`` are -1 where no seed holds the term.
    """

    needs: IntArray
    numbers: ColumnArray
    columns: ColumnArray
    weights: FloatArray
    idfs: FloatArray
    kinds: Array

    def where(self, kept: Array) -> "_Part":
        return _Part(*(getattr(self, name)[kept] for name in self.__slots__))

    def scaled(self, factors: FloatArray) -> "_Part":
        """Multiply the weights of each need by its factor."""
        return _Part(
            self.needs, self.numbers, self.columns, self.weights * factors[self.needs], self.idfs, self.kinds
        )


def queries(
    texts: Sequence[Text],
    needs: Evidence,
    config: Config,
    statistics: NeedStatistics,
    index: Index,
    *,
    glossary: Glossary,
) -> Queries:
    """Weigh each term of each need: kind, occurrences by field, and rarity among the needs.

    A need's weights do not depend on the other needs of the call.
    """
    plain = _plain(needs, config, statistics)
    facets = _joined([_facets(texts, plain, config, index), _implied(texts, plain, config, index, glossary)])
    spoken = [_towards(lang, plain, config, index) for lang in range(len(LANGUAGES))]
    attainable = np.array([_attainable(part, len(needs)) for part in spoken])
    words = _joined(
        [
            part.where((part.kinds == Kind.TERM) & (needs.langs[part.needs] == lang))
            for lang, part in enumerate(spoken)
        ]
    )
    together = _joined([words.where(words.needs < 0), *_related(words, len(needs), config, index)])
    own = attainable[needs.langs, np.arange(len(needs))] + _attainable(together, len(needs))
    raised = [
        part.scaled(np.where(needs.langs == lang, 1.0, _raises(own, attainable[lang], config)))
        for lang, part in enumerate(spoken)
    ]
    ceilings = _sums(words.needs, words.weights * words.idfs, len(needs))
    ceilings += _sums(facets.needs, facets.weights, len(needs))
    found = _joined([facets, *raised, together])
    found = _in_order(found.where((found.columns >= 0) & (found.weights > 0)), index)
    words = _in_order(words, index)
    return Queries(
        _rows(found, found.weights, len(needs), index),
        plain.terms[found.numbers],
        found.kinds,
        _rows(words, words.weights * words.idfs, len(needs), index),
        plain.terms[words.numbers],
        ceilings,
    )


def _plain(needs: Evidence, config: Config, statistics: NeedStatistics) -> _Plain:
    vocabulary = Vocabulary()
    numbers = vocabulary.number(needs.terms)
    kinds = np.zeros(len(vocabulary), dtype=np.uint8)
    kinds[numbers] = needs.kinds
    occurrences = np.where(needs.fields == 0, np.float32(config.title_weight), np.float32(1))
    counted = count_terms(needs.pointers, numbers, len(vocabulary), occurrences)
    rarity = 1.0 - config.need_idf + config.need_idf * statistics.rarity(vocabulary.terms)
    weights = counted.values.astype(np.float64) ** config.repetition * rarity[counted.columns]
    return _Plain(needs.langs, counted.row_of_entry, counted.columns, weights, vocabulary.terms, kinds)


def _weights_towards(lang: int, config: Config) -> FloatArray:
    """Weight of each kind of evidence towards seeds of a language; shape (languages of needs, kinds).

    Between languages words meet as acronyms, bridges and concepts.
    """
    table = np.zeros((len(LANGUAGES), len(Kind)))
    table[:, Kind.TERM] = 1.0
    table[:, Kind.BRIDGE] = config.bridge_weight
    table[:, Kind.CONCEPT] = config.concept_weight_across
    name = LANGUAGES[lang]
    table[lang] = 0.0
    table[lang, Kind.TERM] = 1.0
    table[lang, Kind.PAIR] = config.pair_weights.get(name, 0.0)
    table[lang, Kind.BIGRAM] = config.bigram_weights.get(name, 0.0)
    table[lang, Kind.CONCEPT] = config.concept_weight
    return table


def _towards(lang: int, plain: _Plain, config: Config, index: Index) -> _Part:
    """The needs' words as seeds of a language would hold them."""
    kinds = plain.kinds[plain.numbers]
    weights = plain.weights * _weights_towards(lang, config)[plain.langs[plain.needs], kinds]
    kept = np.flatnonzero(weights > 0)
    columns = index.columns(across(plain.terms, lang))
    idfs = index.idf(columns, lang)
    numbers = plain.numbers[kept]
    return _Part(plain.needs[kept], numbers, columns[numbers], weights[kept], idfs[numbers], kinds[kept])


def _facets(texts: Sequence[Text], plain: _Plain, config: Config, index: Index) -> _Part:
    names = sorted({facet for text in texts for facet in text.facets})
    weighed = [config.facet_weights.get(name.partition(":")[0], 0.0) for name in names]
    by_term = dict(zip(facet_terms(names).tolist(), weighed, strict=True))
    points = np.array([by_term.get(term, 0.0) for term in plain.terms.tolist()] if names else [], dtype=float)
    kept = np.flatnonzero(plain.kinds[plain.numbers] == Kind.FACET)
    numbers = plain.numbers[kept]
    columns = index.columns(plain.terms)[numbers]
    nothing = np.zeros(len(kept))
    weights = points[numbers] if names else nothing
    return _Part(plain.needs[kept], numbers, columns, weights, nothing, plain.kinds[numbers])


def _implied(texts: Sequence[Text], plain: _Plain, config: Config, index: Index, glossary: Glossary) -> _Part:
    """Base technologies the needs' concepts belong to, for needs that state none.

    Each gets the share its concepts have of all such concepts' weight, and is named by the heaviest.
    """
    stating = np.array([any(name.startswith("base:") for name in text.facets) for text in texts], dtype=bool)
    bases = sorted({concept.base for concept in glossary.concepts if concept.base})
    number_of = {base: number for number, base in enumerate(bases)}
    concepts = salted(glossary.hashes, Kind.CONCEPT).tolist()
    base_of = {
        term: number_of[concept.base]
        for term, concept in zip(concepts, glossary.concepts, strict=True)
        if concept.base
    }
    base_of_number = np.array([base_of.get(term, -1) for term in plain.terms.tolist()], dtype=np.int64)
    kept = np.flatnonzero((base_of_number[plain.numbers] >= 0) & ~stating[plain.needs])
    needs, numbers, weights = plain.needs[kept], plain.numbers[kept], plain.weights[kept]
    key = needs * len(bases) + base_of_number[numbers]
    # Heaviest first within each need and base, so that it is the one that names them.
    order = np.lexsort((numbers, -weights, key))
    key, first = np.unique(key[order], return_index=True)
    shares = np.add.reduceat(weights[order], first) if len(first) else np.zeros(0)
    needs, numbers = needs[order][first], numbers[order][first]
    columns = index.columns(facet_terms([f"base:{base}" for base in bases]))[key % max(len(bases), 1)]
    shares /= _sums(needs, shares, len(texts))[needs]
    nothing = np.zeros(len(key))
    kinds = np.full(len(key), Kind.FACET, dtype=np.uint8)
    return _Part(needs, numbers, columns, config.implied * shares, nothing, kinds)


def _related(words: _Part, n_needs: int, config: Config, index: Index) -> Iterator[_Part]:
    """Words that go together with the needs' own in the seeds; each is named by the word it came from."""
    asked = _in_order(words.where(words.columns >= 0), index)
    rows = _rows(asked, asked.weights * asked.idfs, n_needs, index)
    number_of = dict(zip(asked.columns.tolist(), asked.numbers.tolist(), strict=True))
    for lang, space in index.spaces.items():
        found = related(space, rows, config.related, config.related_weight)
        numbers = np.array([number_of[column] for column in found.sources.tolist()], dtype=np.int32)
        idfs = index.idf(found.columns, lang)
        kinds = np.full(len(numbers), Kind.RELATED, dtype=np.uint8)
        yield _Part(found.needs, numbers, found.columns, found.points / idfs, idfs, kinds)


def _attainable(part: _Part, n_needs: int) -> FloatArray:
    """Score of a seed of mean length that held once each word any seed of the language holds, by need."""
    held = part.where((part.columns >= 0) & (part.kinds != Kind.PAIR) & (part.kinds != Kind.BIGRAM))
    return _sums(held.needs, held.weights * held.idfs, n_needs)


def _sums(needs: IntArray, values: FloatArray, n_needs: int) -> FloatArray:
    """Sum of the values of each need."""
    return np.bincount(needs, weights=values, minlength=n_needs).astype(np.float64)


def _raises(own: FloatArray, foreign: FloatArray, config: Config) -> FloatArray:
    """Make up for the words that cannot meet between two languages.

    Weights grow by ``(attainable within the language / attainable across) ** reach``, so that a foreign
    seed that answers all it could is not buried under seeds that share the need's language and little else.
    """
    shares = np.divide(own, foreign, out=np.ones(len(own)), where=foreign > 0)
    return np.clip(shares**config.reach, 1.0, config.highest_raise)


def _joined(parts: Sequence[_Part]) -> _Part:
    return _Part(*(np.concatenate([getattr(part, name) for part in parts]) for name in _Part.__slots__))


def _in_order(part: _Part, index: Index) -> _Part:
    """Entries by need and, within it, by column: the order of additions fixes every last bit of a score."""
    key = part.needs * (index.impacts.width + 1) + part.columns
    return part.where(np.argsort(key, kind="stable"))


def _rows(part: _Part, values: FloatArray, n_needs: int, index: Index) -> SparseRows:
    pointers = np.searchsorted(part.needs, np.arange(n_needs + 1)).astype(np.int64)
    return SparseRows(pointers, part.columns, values, index.impacts.width)
