"""Concepts: the same technical term in three languages, found in texts on whole tokens only."""

import csv
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np

from matching.engine.hashing import HashArray, IntArray, hash_terms, mix
from matching.engine.language import LANGUAGES
from matching.engine.normalise import normalise
from matching.engine.text import Text
from matching.engine.tokens import TokenCache, Tokens, TokenStream, tokenise

GLOSSARY_PATH: Final = Path(__file__).parent / "data" / "glossary.csv"

# Terms of more morphemes than this are not looked for.
_LONGEST = 5
# Tokens of one term may stand apart by a blank or a hyphen, not by more.
_WIDEST_GAP = 1


@dataclass(frozen=True, slots=True)
class Concept:
    """A meaning and the words for it; several words of one language are separated by a semicolon.

    ``base`` is the code of the base technology it belongs to, empty if it belongs to none in particular.
    """

    id: str
    ja: str
    en: str
    ko: str
    base: str = ""

    def words(self, lang: str) -> list[str]:
        """The concept's words in a language.

        English ones count in every language, Japanese ones in Chinese characters also in Korean.
        """
        stated = {"ja": self.ja, "ko": f"{self.ko};{self._han()}"}.get(lang, "")
        return [word.strip() for word in f"{stated};{self.en}".split(";") if word.strip()]

    def _han(self) -> str:
        return ";".join(word for word in self.ja.split(";") if _HAN.fullmatch(word.strip()))

    def label(self, lang: str) -> str:
        """The word to show to a reader of the language."""
        word = {"ja": self.ja, "ko": self.ko}.get(lang) or self.en
        return word.split(";")[0].strip()


@dataclass(frozen=True, eq=False, slots=True)
class _Table:
    """Words of a language: keys of their morphemes, rising, with the concepts they name.

    ``firsts`` has the first morpheme of each word, rising.
    """

    keys: HashArray
    concepts: IntArray
    firsts: HashArray


class Glossary:
    """Concepts in a fixed order, ready to be looked up in tokenised texts.

    Raises
    ------
    ValueError
        If two concepts have the same id.
    """

    def __init__(self, concepts: Iterable[Concept] = (), *, cache: TokenCache | None = None) -> None:
        self._cache = cache
        self.concepts = tuple(concepts)
        if len({concept.id for concept in self.concepts}) < len(self.concepts):
            raise ValueError("two concepts with one id")

    @classmethod
    def from_csv(cls, path: Path = GLOSSARY_PATH, *, cache: TokenCache | None = None) -> "Glossary":
        """Read columns ja, en, ko; the English term is the id where there is no column ``id``.

        A column ``base_tech`` may name base technologies.
        """
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            concepts = [
                Concept(
                    row.get("id") or row["en"], row["ja"], row["en"], row["ko"], row.get("base_tech") or ""
                )
                for row in rows
            ]
        return cls(concepts, cache=cache)

    @cached_property
    def digest(self) -> str:
        """Names the concepts and all their words: equal for glossaries that find the same."""
        return hashlib.blake2b(repr(self.concepts).encode(), digest_size=8).hexdigest()

    @property
    def texts(self) -> list[Text]:
        """All words, as they are tokenised."""
        return [
            word_text(word, lang) for lang in LANGUAGES for each in self.concepts for word in each.words(lang)
        ]

    @cached_property
    def hashes(self) -> HashArray:
        """Term of each concept."""
        return hash_terms([f"concept:{concept.id}" for concept in self.concepts])

    @cached_property
    def by_id(self) -> Mapping[str, Concept]:
        return {concept.id: concept for concept in self.concepts}

    def sightings(self, stream: TokenStream, lang: str) -> tuple[IntArray, IntArray, IntArray]:
        """Concepts in the texts of one language, also inside each other: *laser welding* names *laser*, too.

        Returns
        -------
        first, last, concept : int64 arrays of shape (n,)
            First and last token of each sighting in the stream, and the concept's index, in reading order.
        """
        first, last, concept = self._candidates(stream, LANGUAGES.index(lang), self._tables[lang])
        order = np.lexsort((-last, first, concept))
        # A word inside another word of the same concept (copper alloy) says nothing more.
        ends = concept[order] * (len(stream.terms) + 1) + last[order] + 1
        new = ends > np.concatenate([[0], np.maximum.accumulate(ends)[:-1]]) if len(ends) else order
        order = order[new]
        order = order[np.lexsort((-last[order], first[order]))]
        return first[order], last[order], concept[order]

    def _candidates(
        self, stream: TokenStream, lang: int, table: _Table
    ) -> tuple[IntArray, IntArray, IntArray]:
        """First and last token of each possible term, and its concept."""
        found: list[tuple[IntArray, IntArray, IntArray]] = [_NOWHERE]
        begins = _known(stream.terms, table.firsts)
        begins = begins[stream.langs[stream.texts[begins]] == lang]
        joined = np.append(stream.neighbours(_WIDEST_GAP), False)
        keys = stream.terms[begins]
        for length in range(1, _LONGEST + 1):
            hits = _known(keys, table.keys)
            concept = table.concepts[np.searchsorted(table.keys, keys[hits])]
            found.append((begins[hits], begins[hits] + length - 1, concept))
            unbroken = joined[begins + length - 1]
            begins, keys = begins[unbroken], keys[unbroken]
            keys = mix(keys, stream.terms[begins + length])
        first, last, concepts = (np.concatenate(column) for column in zip(*found, strict=True))
        return first, last, concepts

    @cached_property
    def _tables(self) -> "_Tables":
        return _Tables(self.concepts, self._cache)


class _Tables(dict[str, _Table]):
    """The words of each language; analysed at their first use."""

    def __init__(self, concepts: Sequence[Concept], cache: TokenCache | None) -> None:
        super().__init__()
        self._concepts, self._cache = concepts, cache

    def __missing__(self, lang: str) -> _Table:
        words = [(index, word) for index, each in enumerate(self._concepts) for word in each.words(lang)]
        read = tokenise([word_text(word, lang) for _, word in words], cache=self._cache)
        by_key: dict[int, int] = {}
        firsts: set[int] = set()
        for (index, word), tokens in zip(words, read, strict=True):
            terms = tokens.terms
            if 0 < len(terms) <= _LONGEST and _is_whole(word, tokens):
                by_key.setdefault(_key(terms), index)
                firsts.add(int(terms[0]))
        keys = sorted(by_key)
        self[lang] = table = _Table(
            np.array(keys, dtype=np.uint64),
            np.array([by_key[key] for key in keys], dtype=np.int64),
            np.array(sorted(firsts), dtype=np.uint64),
        )
        return table


def word_text(word: str, lang: str) -> Text:
    return Text(word, body=word, lang=lang)


_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_JOINTS = str.maketrans("", "", " -・·")
_SUFFIXES = "性度化者物재"
_AFFIXES = _SUFFIXES + "一二三間"
_NOWHERE = (np.zeros(0, dtype=np.int64),) * 3
_LOW_BITS = np.uint64(0xFFFF)


def _known(keys: HashArray, known: HashArray) -> IntArray:
    """Places of the keys that are known; most are told apart by their last bits."""
    maybe = np.zeros(0x10000, dtype=bool)
    maybe[known & _LOW_BITS] = True
    places = np.flatnonzero(maybe[keys & _LOW_BITS])
    if not len(places):
        return places
    nearest = np.minimum(np.searchsorted(known, keys[places]), len(known) - 1)
    found: IntArray = places[known[nearest] == keys[places]]
    return found


def _is_whole(word: str, tokens: Tokens) -> bool:
    """Whether the tokens say the word: *axis* is not *5-axis*, nor 물 (water) 이물 (foreign matter).

    Of several English words some may be function words, and a CJK word may lose an affix.
    """
    places = zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True)
    covered = {place for start, end in places for place in range(start, end)}
    left = "".join(char for place, char in enumerate(normalise(word).text) if place not in covered)
    left = left.translate(_JOINTS)
    if word.isascii():
        return not left or (len(tokens.terms) > 1 and left.isalpha())
    affixes = _AFFIXES if len(tokens.terms) > 1 else _SUFFIXES
    return set(left) <= set(affixes) and (len(tokens.terms) > 1 or word.endswith(left))


def _key(terms: HashArray) -> int:
    key = terms[:1]
    for nth in range(1, len(terms)):
        key = mix(key, terms[nth : nth + 1])
    return int(key[0])
