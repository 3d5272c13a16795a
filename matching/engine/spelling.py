"""Spellings of one word that the dictionaries leave apart."""

import re

_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc]+")
_V = str.maketrans({"ヴ": "ブ"})
_V_WITH_VOWEL = {"ヴァ": "バ", "ヴィ": "ビ", "ヴェ": "ベ", "ヴォ": "ボ"}
# A final long mark is a matter of taste in words of this length; in shorter ones it tells words apart.
_SHORTEST = 4


def fold_katakana(word: str) -> str:
    """One spelling for a katakana word: ``プローバー`` as ``プローバ``, ``ヴァルブ`` as ``バルブ``.

    Words with other characters are returned as they are.
    """
    if not _KATAKANA.fullmatch(word):
        return word
    for v, b in _V_WITH_VOWEL.items():
        word = word.replace(v, b)
    word = word.translate(_V)
    return word[:-1] if len(word) >= _SHORTEST and word.endswith("ー") else word
