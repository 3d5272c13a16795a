"""Normalised text for search boxes: the same form for what is stored and what is typed."""

import unicodedata

import jaconv


def fold(text: str) -> str:
    """NFKC, lower case, hiragana as katakana, single spaces: 'ﾃﾞﾝﾁ', 'でんち' and 'デンチ' are one."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\x00", "")
    return " ".join(str(jaconv.hira2kata(plain)).split())


def search_text(*parts: str) -> str:
    """The folded text a row is found by. Kana parts also stand in romaji, so 'kawagoe' finds カワゴエ."""
    return "\n".join(filter(None, (fold(part) for part in parts)))


def romaji(kana: str) -> str:
    """A kana reading in Latin letters, long vowels unmarked: カワゴエ -> kawagoe, トーキョー -> tokyo."""
    return (
        str(jaconv.kata2alphabet(jaconv.hira2kata(unicodedata.normalize("NFKC", kana))))
        .casefold()
        .replace("-", "")
    )
