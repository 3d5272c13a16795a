"""Everything texts offer to be matched by: morphemes, pairs, bigrams, bridges, concepts and facets."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import accumulate

import numpy as np

from matching.engine.glossary import Glossary
from matching.engine.hashing import Array, HashArray, IntArray, hash_terms, mix, term_hash
from matching.engine.language import LANGUAGES
from matching.engine.normalise import normalise
from matching.engine.stopwords import STOP_BIGRAMS
from matching.engine.text import FIELDS, Text
from matching.engine.tokens import Tokens, TokenStream


class Kind(IntEnum):
    """What kind of evidence a term is; related words stand in no text's evidence, queries add them."""

    TERM = 0
    PAIR = 1
    BIGRAM = 2
    BRIDGE = 3
    CONCEPT = 4
    FACET = 5
    RELATED = 6


_SALTS = np.array([term_hash(f"kind:{kind.name}") for kind in Kind], dtype=np.uint64)
LANGUAGE_SALTS = np.array([term_hash(f"lang:{lang}") for lang in LANGUAGES], dtype=np.uint64)
_CJK = frozenset(("ja", "ko"))
# A pair may straddle one blank, hyphen or particle, no more.
_WIDEST_GAP = 2
_SORTED_FAST = 0x10000
# Between texts laid end to end: normalising leaves no such character in them.
_BREAK = "\0"


@dataclass(frozen=True, eq=False, slots=True)
class Evidence:
    """The terms of some texts with their places.

    Attributes
    ----------
    langs : int8 array of shape (n_texts,)
        Index in `LANGUAGES`.
    pointers : int64 array of shape (n_texts + 1,)
        Text i has the rows ``[pointers[i], pointers[i + 1])``, ordered by kind, field and place.
    terms : uint64 array of shape (n_rows,)
    kinds, fields : uint8 arrays of shape (n_rows,)
        `Kind`, and index in `FIELDS`.
    starts, ends : int32 arrays of shape (n_rows,)
        Code points in the *normalised* field; both 0 for facets.
    """

    langs: Array
    pointers: IntArray
    terms: HashArray
    kinds: Array
    fields: Array
    starts: Array
    ends: Array

    def __len__(self) -> int:
        return len(self.langs)

    def rows(self, text: int) -> slice:
        return slice(int(self.pointers[text]), int(self.pointers[text + 1]))


@dataclass(frozen=True, eq=False, slots=True)
class _Column:
    """Rows of one kind, in the order of the texts they belong to."""

    kind: Kind
    texts: Array
    fields: Array
    terms: HashArray
    starts: Array
    ends: Array


def salted(terms: HashArray, kind: Kind) -> HashArray:
    """Name hashes by the kind of evidence they are, so that a word and a pair never meet."""
    named: HashArray = terms ^ _SALTS[kind]
    return named


def across(terms: HashArray, lang: int) -> HashArray:
    """Name terms by the language of the seed that holds them, so that languages can be weighed apart."""
    named: HashArray = terms ^ LANGUAGE_SALTS[lang]
    return named


def facet_terms(facets: Sequence[str]) -> HashArray:
    return hash_terms([f"facet:{facet}" for facet in facets])


def gather(texts: Sequence[Text], tokens: Sequence[Tokens], glossary: Glossary) -> Evidence:
    """Evidence of texts with their tokens. Fastest by the thousand; what it holds grows with their number."""
    stream = TokenStream.of(tokens)
    columns = [
        *_morphemes(stream),
        _pairs(stream),
        *_concepts(stream, glossary),
        _bigrams(texts, tokens),
        _facets(texts),
    ]
    owners = np.concatenate([column.texts for column in columns])
    # Stable sorting is linear for numbers of 16 bits.
    order = np.argsort(owners.astype(np.uint16) if len(texts) <= _SORTED_FAST else owners, kind="stable")
    sizes = np.array([len(column.terms) for column in columns])
    return Evidence(
        np.array([LANGUAGES.index(each.lang) for each in tokens], dtype=np.int8),
        np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=len(texts)))]).astype(np.int64),
        np.concatenate([_named(column) for column in columns])[order],
        np.repeat(np.array([column.kind for column in columns], dtype=np.uint8), sizes)[order],
        np.concatenate([column.fields for column in columns])[order].astype(np.uint8),
        np.concatenate([column.starts for column in columns])[order].astype(np.int32),
        np.concatenate([column.ends for column in columns])[order].astype(np.int32),
    )


def _named(column: _Column) -> HashArray:
    return column.terms if column.kind == Kind.FACET else salted(column.terms, column.kind)


def _morphemes(stream: TokenStream) -> list[_Column]:
    places = stream.texts, stream.fields, stream.starts, stream.ends
    bridged = stream.bridges != 0
    return [
        _Column(Kind.TERM, *places[:2], stream.terms, *places[2:]),
        _Column(
            Kind.BRIDGE,
            stream.texts[bridged],
            stream.fields[bridged],
            stream.bridges[bridged],
            stream.starts[bridged],
            stream.ends[bridged],
        ),
    ]


def _pairs(stream: TokenStream) -> _Column:
    near = np.flatnonzero(stream.neighbours(_WIDEST_GAP))
    terms = mix(stream.terms[near], stream.terms[near + 1])
    return _Column(
        Kind.PAIR, stream.texts[near], stream.fields[near], terms, stream.starts[near], stream.ends[near + 1]
    )


def _concepts(stream: TokenStream, glossary: Glossary) -> list[_Column]:
    columns = []
    for lang in np.unique(stream.langs).tolist():
        first, last, concept = glossary.sightings(stream, LANGUAGES[lang])
        columns.append(
            _Column(
                Kind.CONCEPT,
                stream.texts[first],
                stream.fields[first],
                glossary.hashes[concept],
                stream.starts[first],
                stream.ends[last],
            )
        )
    return columns


def _wordlike() -> Array:
    """Which code points stand in words of Han, katakana and Hangul; hiragana is mostly grammar."""
    table = np.zeros(0x10000, dtype=bool)
    for first, last in ((0x3005, 0x3005), (0x30A1, 0x30FA), (0x30FC, 0x30FC), (0x3400, 0x4DBF),
                        (0x4E00, 0x9FFF), (0xAC00, 0xD7FF)):  # fmt: skip
        table[first : last + 1] = True
    return table


_WORDLIKE = _wordlike()


def _bigrams(texts: Sequence[Text], tokens: Sequence[Tokens]) -> _Column:
    """Neighbouring characters of words in the languages that write without blanks."""
    written = [
        (i, field) for i, each in enumerate(tokens) if each.lang in _CJK for field in range(len(FIELDS))
    ]
    folded = [normalise(texts[i].field(FIELDS[field])).text for i, field in written]
    # Surrogates became blanks, so every character is one code point of UTF-32.
    codes = np.frombuffer(_BREAK.join(folded).encode("utf-32-le"), dtype=np.uint32)
    wordlike = _WORDLIKE[np.minimum(codes, 0xFFFF)]
    starts = np.flatnonzero(wordlike[:-1] & wordlike[1:])
    begins = np.fromiter(accumulate((len(each) + 1 for each in folded), initial=0), dtype=np.int64)
    part = np.searchsorted(begins, starts, side="right") - 1
    owners = np.array(written, dtype=np.int32).reshape(-1, 2)[part]
    inside = starts - begins[part]
    terms = mix(codes[starts].astype(np.uint64), codes[starts + 1].astype(np.uint64))
    telling = ~np.isin(terms, _stop_bigrams())
    owners, terms, inside = owners[telling], terms[telling], inside[telling]
    return _Column(Kind.BIGRAM, owners[:, 0], owners[:, 1], terms, inside, inside + 2)


@lru_cache(maxsize=1)
def _stop_bigrams() -> HashArray:
    codes = np.array([[ord(char) for char in pair] for pair in STOP_BIGRAMS], dtype=np.uint64)
    return np.sort(mix(codes[:, 0], codes[:, 1]))


def _facets(texts: Sequence[Text]) -> _Column:
    named = [(i, name) for i, text in enumerate(texts) for name in sorted(text.facets)]
    owners = np.array([i for i, _ in named], dtype=np.int32)
    nowhere = np.zeros(len(named), dtype=np.int32)
    return _Column(Kind.FACET, owners, nowhere, facet_terms([name for _, name in named]), nowhere, nowhere)
