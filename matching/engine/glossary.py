"""Concepts: the same technical term in three languages, found in texts on whole tokens only."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np

from matching.engine.analysers import analyse
from matching.engine.hashing import HashArray, hash_terms, mix
from matching.engine.normalise import normalise
from matching.engine.tokens import Tokens

GLOSSARY_PATH: Final = Path(__file__).parent / "data" / "glossary.csv"

# Terms of more morphemes than this are not looked for.
_LONGEST = 5
# Tokens of one term may stand apart by a blank or a hyphen, not by more.
_WIDEST_GAP = 1


@dataclass(frozen=True, slots=True)
class Concept:
    """A meaning and the words for it; several words of one language are separated by a semicolon."""

    id: str
    ja: str
    en: str
    ko: str

    def words(self, lang: str) -> list[str]:
        """The concept's words in a language; English ones count in every language."""
        stated = {"ja": self.ja, "ko": self.ko}.get(lang, "")
        return [word.strip() for word in f"{stated};{self.en}".split(";") if word.strip()]

    def label(self, lang: str) -> str:
        """The word to show to a reader of the language."""
        word = {"ja": self.ja, "ko": self.ko}.get(lang) or self.en
        return word.split(";")[0].strip()


@dataclass(frozen=True, slots=True)
class Sighting:
    """A concept on the tokens ``[first, last]`` of a text."""

    concept: int
    first: int
    last: int


class Glossary:
    """Concepts in a fixed order, ready to be looked up in tokenised texts.

    Raises
    ------
    ValueError
        If two concepts have the same id.
    """

    def __init__(self, concepts: Iterable[Concept] = ()) -> None:
        self.concepts = tuple(concepts)
        if len({concept.id for concept in self.concepts}) < len(self.concepts):
            raise ValueError("two concepts with one id")
        self._by_key: dict[str, dict[int, int]] = {}

    @classmethod
    def from_csv(cls, path: Path = GLOSSARY_PATH) -> "Glossary":
        """Read columns ja, en, ko; the English term is the id where there is no column ``id``."""
        with path.open(encoding="utf-8-sig", newline="") as file:
            return cls(Concept(row.get("id") or row["en"], row["ja"], row["en"], row["ko"])
                       for row in csv.DictReader(file))  # fmt: skip

    @cached_property
    def hashes(self) -> HashArray:
        """Term of each concept."""
        return hash_terms([f"concept:{concept.id}" for concept in self.concepts])

    @cached_property
    def by_id(self) -> Mapping[str, Concept]:
        return {concept.id: concept for concept in self.concepts}

    def sightings(self, tokens: Tokens) -> Iterator[Sighting]:
        """Concepts in a text; the longest term wins where several begin at one token."""
        table = self._table(tokens.lang)
        if not table or not len(tokens.terms):
            return
        known = np.fromiter(table, dtype=np.uint64, count=len(table))
        taken = -1
        for first, lengths in sorted(self._candidates(tokens, known).items()):
            for last, key in sorted(lengths, reverse=True):
                if first > taken:
                    taken = last
                    yield Sighting(table[key], first, last)

    def _candidates(self, tokens: Tokens, known: HashArray) -> dict[int, list[tuple[int, int]]]:
        """First token of each possible term, with its last tokens and keys."""
        joined = _neighbours(tokens)
        found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        keys, unbroken = tokens.terms, np.ones(len(tokens.terms), dtype=bool)
        for length in range(1, _LONGEST + 1):
            for first in np.flatnonzero(np.isin(keys, known) & unbroken).tolist():
                found[first].append((first + length - 1, int(keys[first])))
            if len(keys) < 2:
                break
            unbroken = unbroken[:-1] & joined[length - 1 :]
            keys = mix(keys[:-1], tokens.terms[length:])
        return found

    def _table(self, lang: str) -> dict[int, int]:
        """Key of each term of a language, with the index of its concept; analysed at the first use."""
        if lang not in self._by_key:
            words = [
                (index, word) for index, concept in enumerate(self.concepts) for word in concept.words(lang)
            ]
            analysed = analyse([normalise(word).text for _, word in words], lang)
            table: dict[int, int] = {}
            for (index, _), morphemes in zip(words, analysed, strict=True):
                if 0 < len(morphemes) <= _LONGEST:
                    table.setdefault(_key(hash_terms([m.term for m in morphemes])), index)
            self._by_key[lang] = table
        return self._by_key[lang]


def _key(terms: HashArray) -> int:
    key = terms[:1]
    for nth in range(1, len(terms)):
        key = mix(key, terms[nth : nth + 1])
    return int(key[0])


def _neighbours(tokens: Tokens) -> HashArray:
    """True where a token and the next one stand side by side in one field."""
    gaps = tokens.starts[1:].astype(np.int64) - tokens.ends[:-1]
    joined: HashArray = (gaps <= _WIDEST_GAP) & (tokens.fields[1:] == tokens.fields[:-1])
    return joined
