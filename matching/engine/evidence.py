"""Everything a text offers to be matched by: morphemes, pairs, bigrams, bridges, concepts and facets."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np

from matching.engine.glossary import Glossary
from matching.engine.hashing import Array, HashArray, IntArray, hash_terms, mix, term_hash
from matching.engine.language import LANGUAGES
from matching.engine.normalise import Normalised, normalise
from matching.engine.text import FIELDS, Span, Text
from matching.engine.tokens import Tokens


class Kind(IntEnum):
    """What kind of evidence a term is."""

    TERM = 0
    PAIR = 1
    BIGRAM = 2
    BRIDGE = 3
    CONCEPT = 4
    FACET = 5


_SALTS = np.array([term_hash(f"kind:{kind.name}") for kind in Kind], dtype=np.uint64)
_LANGUAGE_SALTS = {lang: np.uint64(term_hash(f"lang:{lang}")) for lang in LANGUAGES}
_CJK = frozenset(("ja", "ko"))
# A pair may straddle one blank, hyphen or particle, no more.
_WIDEST_GAP = 2
# Nobody reads the fifty-first mark of a word, and a book may hold it ten thousand times.
MOST_SPANS: Final = 50
_IDEOGRAPHIC = re.compile(r"[\u3005\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7ff]")


@dataclass(frozen=True, eq=False, slots=True)
class Evidence:
    """The terms of one text with their places; rows of one kind are ordered by field and place.

    Attributes
    ----------
    terms : uint64 array of shape (n,)
    kinds, fields : uint8 arrays of shape (n,)
        `Kind`, and index in `FIELDS`.
    starts, ends : int64 arrays of shape (n,)
        Code points in the *original* field; both 0 for facets.
    facets : tuple of str
        The facets of the last rows, in order.
    """

    text: Text
    lang: str
    terms: HashArray
    kinds: Array
    fields: Array
    starts: IntArray
    ends: IntArray
    facets: tuple[str, ...]

    def facet_terms(self) -> Iterator[tuple[np.uint64, str]]:
        """Each facet with its term."""
        return zip(self.terms[len(self.terms) - len(self.facets) :], self.facets, strict=True)

    def spans(self, term: int) -> tuple[Span, ...]:
        """The first `MOST_SPANS` places of a term in the original text, in order."""
        rows = np.flatnonzero((self.terms == np.uint64(term)) & (self.kinds != Kind.FACET))[:MOST_SPANS]
        return tuple(
            sorted(
                Span(FIELDS[self.fields[i]], int(self.starts[i]), int(self.ends[i])) for i in rows.tolist()
            )
        )


@dataclass(frozen=True, eq=False, slots=True)
class _Column:
    """Rows of one kind in one field, in normalised positions."""

    kind: Kind
    field: int
    terms: HashArray
    starts: Array
    ends: Array


def salted(terms: HashArray, kind: Kind) -> HashArray:
    """Name hashes by the kind of evidence they are, so that a word and a pair never meet."""
    named: HashArray = terms ^ _SALTS[kind]
    return named


def across(terms: HashArray, lang: str) -> HashArray:
    """Name terms by the language of the seed that holds them, so that languages can be weighed apart."""
    named: HashArray = terms ^ _LANGUAGE_SALTS[lang]
    return named


def gather(texts: Sequence[Text], tokens: Sequence[Tokens], glossary: Glossary) -> list[Evidence]:
    return [_gathered(text, held, glossary) for text, held in zip(texts, tokens, strict=True)]


def _gathered(text: Text, tokens: Tokens, glossary: Glossary) -> Evidence:
    folded = [normalise(text.field(name)) for name in FIELDS]
    columns = _morphemes(tokens) + _pairs(tokens) + _concepts(tokens, glossary)
    if tokens.lang in _CJK:
        columns += [_bigrams(normalised.text, field) for field, normalised in enumerate(folded)]
    names = tuple(sorted(text.facets))
    facets = hash_terms([f"facet:{name}" for name in names])
    places = [_original(column, folded[column.field]) for column in columns]
    nowhere = np.zeros(len(facets), dtype=np.int64)
    return Evidence(
        text,
        tokens.lang,
        np.concatenate([salted(column.terms, column.kind) for column in columns] + [facets]),
        _constant([column.kind for column in columns] + [Kind.FACET], columns, facets),
        _constant([column.field for column in columns] + [0], columns, facets),
        np.concatenate([starts for starts, _ in places] + [nowhere]),
        np.concatenate([ends for _, ends in places] + [nowhere]),
        names,
    )


def _constant(values: Sequence[int], columns: Sequence[_Column], facets: HashArray) -> Array:
    sizes = [len(column.terms) for column in columns] + [len(facets)]
    return np.repeat(np.array(values, dtype=np.uint8), sizes)


def _original(column: _Column, folded: Normalised) -> tuple[IntArray, IntArray]:
    starts, ends = column.starts.astype(np.int64), column.ends.astype(np.int64)
    if folded.starts is None or folded.ends is None or not len(starts):
        return starts, ends
    return np.array(folded.starts, dtype=np.int64)[starts], np.array(folded.ends, dtype=np.int64)[ends - 1]


def _morphemes(tokens: Tokens) -> list[_Column]:
    columns = []
    for field in range(len(FIELDS)):
        here = tokens.fields == field
        bridged = here & (tokens.bridges != 0)
        columns.append(_Column(Kind.TERM, field, tokens.terms[here], tokens.starts[here], tokens.ends[here]))
        columns.append(
            _Column(Kind.BRIDGE, field, tokens.bridges[bridged], tokens.starts[bridged], tokens.ends[bridged])
        )
    return columns


def _pairs(tokens: Tokens) -> list[_Column]:
    gaps = tokens.starts[1:].astype(np.int64) - tokens.ends[:-1]
    near = (gaps >= 0) & (gaps <= _WIDEST_GAP) & (tokens.fields[1:] == tokens.fields[:-1])
    terms = mix(tokens.terms[:-1], tokens.terms[1:])
    columns = []
    for field in range(len(FIELDS)):
        here = near & (tokens.fields[1:] == field)
        columns.append(
            _Column(Kind.PAIR, field, terms[here], tokens.starts[:-1][here], tokens.ends[1:][here])
        )
    return columns


def _concepts(tokens: Tokens, glossary: Glossary) -> list[_Column]:
    seen = list(glossary.sightings(tokens))
    first = np.array([sighting.first for sighting in seen], dtype=np.int64)
    last = np.array([sighting.last for sighting in seen], dtype=np.int64)
    concept = np.array([sighting.concept for sighting in seen], dtype=np.int64)
    columns = []
    for field in range(len(FIELDS)) if seen else ():
        here = tokens.fields[first] == field
        columns.append(
            _Column(
                Kind.CONCEPT,
                field,
                glossary.hashes[concept[here]],
                tokens.starts[first[here]],
                tokens.ends[last[here]],
            )
        )
    return columns


def _bigrams(folded: str, field: int) -> _Column:
    """Neighbouring characters of words in Han, katakana and Hangul; hiragana is mostly grammar."""
    # Surrogates became blanks, so every character is one code point of UTF-32.
    codes = np.frombuffer(folded.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    wordlike = np.zeros(len(codes), dtype=bool)
    wordlike[[match.start() for match in _IDEOGRAPHIC.finditer(folded)]] = True
    starts = np.flatnonzero(wordlike[:-1] & wordlike[1:])
    terms = mix(codes[starts], codes[starts + 1])
    return _Column(Kind.BIGRAM, field, terms, starts, starts + 2)
