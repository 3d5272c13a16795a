"""Morphemes of each language. The dictionaries are big, so each loads at its first use, never at import."""

import os
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from matching.engine.english import stem
from matching.engine.numbers import quantities
from matching.engine.spelling import fold_katakana
from matching.engine.stopwords import BOILERPLATE, STOP_WORDS

# SudachiPy refuses more than 49,149 bytes; both analysers are fastest on pieces of a few pages.
_CHUNK = 4_000
_CHUNK_END = re.compile(r"[。．.!?\n]\s*|\s+")

_CJK = (
    "\u3005-\u3007\u3041-\u30ff\u3131-\u318e\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7ff\uf900-\ufaff"
)
_WORD = re.compile(rf"\d+(?:[.,]\d+)+|[^\W_{_CJK}]+(?:\+\+|#(?!\w))?")
_ASTRAL = re.compile(r"[\U00010000-\U0010ffff]")
_KATAKANA = re.compile(r"[\u30a1-\u30fa]")
_ONE_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fc]")
_TWO_HIRAGANA = re.compile(r"[\u3041-\u3096]{2}")

_JAPANESE_DROPPED = frozenset(
    ("助詞", "助動詞", "補助記号", "記号", "空白", "接続詞", "感動詞", "代名詞", "連体詞")
)
_KOREAN_KEPT = ("NNG", "NNP", "NNB", "VV", "VA", "XR", "XPN", "XSN", "SH", "NR", "MAG")

_LONGEST_FOREIGN_WORD = 40
# Shorter numbers are counts and dates; from here on they name grades, standards and models.
_SHORTEST_NUMBER = 2

# Words the Korean analyser must not cut.
_KOREAN_WORDS = Path(__file__).parent / "data" / "korean_words.txt"

_local = threading.local()


@dataclass(frozen=True, slots=True)
class Morpheme:
    """A term and its place in the normalised text; ``bridge`` is its form shared with other languages."""

    term: str
    start: int
    end: int
    bridge: str = ""


def analyse(texts: Sequence[str], lang: str) -> list[list[Morpheme]]:
    """Morphemes of normalised texts of one language, in the order of their places.

    Words in Latin letters and numbers are cut and stemmed alike in every language, so that acronyms and
    product names meet across languages. Function words are left out.
    """
    if lang == "ja":
        cjk: Iterable[list[Morpheme]] = map(_japanese, texts)
    elif lang == "ko":
        cjk = _korean(texts)
    else:
        cjk = ([] for _ in texts)
    return [_merged(_words(text), found) for text, found in zip(texts, cjk, strict=True)]


def _merged(words: list[Morpheme], found: list[Morpheme]) -> list[Morpheme]:
    """Both lists by place; an analyser's morpheme that runs into a word gives way to it."""
    taken = {position for word in words for position in range(word.start, word.end)}
    free = [m for m in found if m.start not in taken and m.end - 1 not in taken]
    return sorted(words + free, key=lambda m: (m.start, m.end))


def _words(text: str) -> list[Morpheme]:
    words = [Morpheme(each.term, each.start, each.end) for each in quantities(text)]
    taken = {place for word in words for place in range(word.start, word.end)}
    for match in _WORD.finditer(text):
        word = match.group()
        if match.start() in taken or (word.isdecimal() and len(word) < _SHORTEST_NUMBER):
            continue
        term = stem(word)
        if term not in STOP_WORDS["en"] and word not in STOP_WORDS["en"] and term not in BOILERPLATE["en"]:
            words.append(Morpheme(term, match.start(), match.end(), katakana_of(word)))
    return words


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    """Pieces no analyser refuses, cut after a sentence or a blank where there is one."""
    start = 0
    while len(text) - start > _CHUNK:
        end = start + _CHUNK
        for match in _CHUNK_END.finditer(text, start + _CHUNK // 2, end):
            end = match.end()
        yield start, text[start:end]
        start = end
    yield start, text[start:]


@lru_cache(maxsize=1)
def _sudachi_dictionary() -> Any:
    from sudachipy import Dictionary  # noqa: PLC0415 -- 100 ms and 170 MB that the web process must not pay

    return Dictionary(dict="core")


def _sudachi() -> Any:
    """This thread's tokeniser: SudachiPy's cannot be shared between threads."""
    if not hasattr(_local, "sudachi"):
        from sudachipy import SplitMode  # noqa: PLC0415 -- as above

        _local.sudachi = _sudachi_dictionary().tokenizer(mode=SplitMode.A)
    return _local.sudachi


def _japanese(text: str) -> list[Morpheme]:
    found: list[Morpheme] = []
    for offset, chunk in _chunks(text):
        for m in _sudachi().tokenize(chunk):
            term = fold_katakana(m.normalized_form())
            kind = m.part_of_speech()[0]
            if kind in _JAPANESE_DROPPED or _is_stop("ja", term) or _is_scrap(m.surface(), kind):
                continue
            bridge = term if _KATAKANA.search(term) else ""
            found.append(Morpheme(term, offset + m.begin(), offset + m.end(), bridge))
    return found


def _is_scrap(surface: str, kind: str) -> bool:
    """Whether a morpheme is one kana, or no noun and two: endings and misread particles (よっ, ト)."""
    return bool(_ONE_KANA.fullmatch(surface) or (kind != "名詞" and _TWO_HIRAGANA.fullmatch(surface)))


@lru_cache(maxsize=262_144)
def katakana_of(word: str) -> str:
    """Katakana (or Japanese) form of a foreign word as the Japanese dictionary knows it, else nothing."""
    if not 3 <= len(word) <= _LONGEST_FOREIGN_WORD or not word.isascii() or not word.isalpha():
        return ""
    for form in _singulars(word):
        morphemes = _sudachi().tokenize(form)
        if len(morphemes) == 1 and _KATAKANA.search(morphemes[0].normalized_form()):
            return fold_katakana(str(morphemes[0].normalized_form()))
    return ""


def _singulars(word: str) -> Iterator[str]:
    yield word
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith("es"):
        yield word[:-2]
    if word.endswith("s"):
        yield word[:-1]


@lru_cache(maxsize=1)
def _kiwi() -> Any:
    from kiwipiepy import Kiwi  # noqa: PLC0415 -- 3 s and 500 MB that only Korean text should cost

    kiwi = Kiwi(num_workers=min(2, os.cpu_count() or 1))
    for line in _KOREAN_WORDS.read_text(encoding="utf-8").splitlines():
        for word in () if line.startswith("#") else line.split():
            kiwi.add_user_word(word, "NNG")
    return kiwi


def _korean(texts: Sequence[str]) -> Iterator[list[Morpheme]]:
    # Kiwi counts in UTF-16; a character outside its plane is never part of a Korean word.
    pieces = [(index, offset, _ASTRAL.sub(" ", chunk)) for index, text in enumerate(texts)
              for offset, chunk in _chunks(text)]  # fmt: skip
    found: list[list[Morpheme]] = [[] for _ in texts]
    analysed = _kiwi().tokenize([chunk for _, _, chunk in pieces])
    for (index, offset, _), tokens in zip(pieces, analysed, strict=True):
        found[index].extend(_korean_morphemes(offset, tokens))
    return iter(found)


def _korean_morphemes(offset: int, tokens: Iterable[Any]) -> Iterator[Morpheme]:
    for token in tokens:
        if token.tag.startswith(_KOREAN_KEPT) and token.len and not _is_stop("ko", token.form):
            yield Morpheme(token.form, offset + token.start, offset + token.start + token.len)


def _is_stop(lang: str, term: str) -> bool:
    return term in STOP_WORDS[lang] or term in BOILERPLATE[lang]
