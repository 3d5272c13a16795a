"""Tokens of a text: what is costly to compute and therefore cached by the text's content hash."""

import struct
import zlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from matching.engine.analysers import Morpheme, analyse
from matching.engine.hashing import Array, BoolArray, HashArray, hash_terms
from matching.engine.language import LANGUAGES, detect
from matching.engine.normalise import normalise
from matching.engine.text import FIELDS, Text, content_hash

# Raise it with every change of what `tokenise` yields; it is part of every cache key.
TOKENS_VERSION: Final = 5

_HEADER = struct.Struct("<BBI")
_BATCH = 500

Progress = Callable[[int, int], None]


class TokenCache(Protocol):
    """Where tokens are kept between runs; keys come from `cache_key`."""

    def get_many(self, keys: Sequence[str]) -> Mapping[str, bytes]: ...

    def set_many(self, blobs: Mapping[str, bytes]) -> None: ...


class MemoryCache(dict[str, bytes]):
    """Keeps tokens for as long as it lives."""

    def get_many(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        return {key: self[key] for key in keys if key in self}

    def set_many(self, blobs: Mapping[str, bytes]) -> None:
        self.update(blobs)


@dataclass(frozen=True, eq=False, slots=True)
class Tokens:
    """Morphemes of a text, in the order of field and place.

    Attributes
    ----------
    lang : str
        The language the text was analysed in.
    terms : uint64 array of shape (n,)
        `term_hash` of each morpheme.
    bridges : uint64 array of shape (n,)
        `term_hash` of its form shared across languages, 0 where it has none.
    fields : uint8 array of shape (n,)
        Index in `FIELDS`.
    starts, ends : uint32 arrays of shape (n,)
        Code points in the *normalised* field; `Normalised.original` leads back.
    """

    lang: str
    terms: HashArray
    bridges: HashArray
    fields: Array
    starts: Array
    ends: Array

    def to_bytes(self) -> bytes:
        header = _HEADER.pack(TOKENS_VERSION, LANGUAGES.index(self.lang), len(self.terms))
        columns = (self.terms, self.bridges, self.fields, self.starts, self.ends)
        return header + zlib.compress(b"".join(column.tobytes() for column in columns), level=1)

    @classmethod
    def from_bytes(cls, blob: bytes) -> "Tokens":
        """Read what `to_bytes` wrote.

        Raises
        ------
        ValueError
            If another version wrote it, or it is damaged.
        """
        try:
            version, lang, n = _HEADER.unpack_from(blob)
            data = zlib.decompress(blob[_HEADER.size :])
        except (struct.error, zlib.error) as error:
            raise ValueError("damaged tokens") from error
        if version != TOKENS_VERSION or lang >= len(LANGUAGES) or len(data) != 25 * n:
            raise ValueError(f"tokens of version {version}, expected {TOKENS_VERSION}")
        return cls(
            LANGUAGES[lang],
            np.frombuffer(data, np.uint64, n),
            np.frombuffer(data, np.uint64, n, 8 * n),
            np.frombuffer(data, np.uint8, n, 16 * n),
            np.frombuffer(data, np.uint32, n, 17 * n),
            np.frombuffer(data, np.uint32, n, 21 * n),
        )


@dataclass(frozen=True, eq=False, slots=True)
class TokenStream:
    """Tokens of several texts end to end, so that a step costs the same for one as for thousands.

    Attributes
    ----------
    langs : int8 array of shape (n_texts,)
        Index in `LANGUAGES`.
    texts : int32 array of shape (n,)
        Place of the text each token stands in.
    terms, bridges, fields, starts, ends : arrays of shape (n,)
        As in `Tokens`, places as int64.
    """

    langs: Array
    texts: Array
    terms: HashArray
    bridges: HashArray
    fields: Array
    starts: Array
    ends: Array

    @classmethod
    def of(cls, tokens: Sequence[Tokens]) -> "TokenStream":
        sizes = [len(each.terms) for each in tokens]
        parts = tokens or [_packed("und", [])]
        return cls(
            np.array([LANGUAGES.index(each.lang) for each in tokens], dtype=np.int8),
            np.repeat(np.arange(len(tokens), dtype=np.int32), sizes),
            np.concatenate([each.terms for each in parts]),
            np.concatenate([each.bridges for each in parts]),
            np.concatenate([each.fields for each in parts]),
            np.concatenate([each.starts for each in parts]).astype(np.int64),
            np.concatenate([each.ends for each in parts]).astype(np.int64),
        )

    def neighbours(self, widest_gap: int) -> BoolArray:
        """Whether each token and the next stand in one field, at most so many characters apart."""
        gaps = self.starts[1:] - self.ends[:-1]
        joined: BoolArray = (
            (gaps >= 0)
            & (gaps <= widest_gap)
            & (self.texts[1:] == self.texts[:-1])
            & (self.fields[1:] == self.fields[:-1])
        )
        return joined


def cache_key(text: Text) -> str:
    return f"tokens:{TOKENS_VERSION}:{content_hash(text)}"


def language_of(text: Text) -> str:
    """The language stated, where it is one of ours, else the one detected."""
    return text.lang if text.lang in LANGUAGES else detect(f"{text.title}\n{text.body}")


def tokenise(
    texts: Sequence[Text], *, cache: TokenCache | None = None, progress: Progress | None = None
) -> list[Tokens]:
    """Tokens of each text, in order; only texts the cache does not know are analysed.

    ``progress(done, total)`` is called after each batch.
    """
    known = _cached(texts, cache)
    missing = [i for i, tokens in enumerate(known) if tokens is None]
    for first in range(0, len(missing), _BATCH):
        batch = missing[first : first + _BATCH]
        fresh = _analysed([texts[i] for i in batch])
        for i, tokens in zip(batch, fresh, strict=True):
            known[i] = tokens
        if cache is not None:
            cache.set_many({cache_key(texts[i]): t.to_bytes() for i, t in zip(batch, fresh, strict=True)})
        if progress is not None:
            progress(len(texts) - len(missing) + first + len(batch), len(texts))
    return [tokens for tokens in known if tokens is not None]


def _cached(texts: Sequence[Text], cache: TokenCache | None) -> list[Tokens | None]:
    if cache is None:
        return [None] * len(texts)
    keys = [cache_key(text) for text in texts]
    blobs = cache.get_many(keys)
    return [_readable(blobs.get(key)) for key in keys]


def _readable(blob: bytes | None) -> Tokens | None:
    """A damaged entry is as good as none: it is analysed again."""
    try:
        return None if blob is None else Tokens.from_bytes(bytes(blob))
    except ValueError:
        return None


def _analysed(texts: Sequence[Text]) -> list[Tokens]:
    by_language: defaultdict[str, list[int]] = defaultdict(list)
    for i, text in enumerate(texts):
        by_language[language_of(text)].append(i)
    tokens: dict[int, Tokens] = {}
    for lang, indices in by_language.items():
        fields = [normalise(texts[i].field(name)).text for i in indices for name in FIELDS]
        morphemes = analyse(fields, lang)
        for nth, i in enumerate(indices):
            tokens[i] = _packed(lang, morphemes[nth * len(FIELDS) : (nth + 1) * len(FIELDS)])
    return [tokens[i] for i in range(len(texts))]


def _packed(lang: str, by_field: Sequence[list[Morpheme]]) -> Tokens:
    flat = [morpheme for field in by_field for morpheme in field]
    bridges = hash_terms([m.bridge for m in flat])
    bridges[[not m.bridge for m in flat]] = 0
    return Tokens(
        lang,
        hash_terms([m.term for m in flat]),
        bridges,
        np.repeat(np.arange(len(by_field), dtype=np.uint8), [len(field) for field in by_field]),
        np.array([m.start for m in flat], dtype=np.uint32),
        np.array([m.end for m in flat], dtype=np.uint32),
    )
