"""Stems of English words.

The algorithm is M. F. Porter's (An algorithm for suffix stripping, Program 14(3), 1980), with British
spellings folded into American ones first, and accents dropped.
"""

import re
import unicodedata
from functools import lru_cache

_VOWELS = "aeiou"

_BRITISH = (
    (re.compile(r"(?<=\w{3})is(?=(?:e|ed|es|er|ers|ing|ation|ations)$)"), "iz"),
    (re.compile(r"(?<=\w{3})ys(?=(?:e|ed|es|er|ers|ing)$)"), "yz"),
    (re.compile(r"(?<=\w{2})our(?=(?:s|ed|ing|able|al|ally|less)?$)"), "or"),
    (re.compile(r"(?<=\w{2})(?<=[bt])re(?=s?$)"), "er"),
    (re.compile(r"(?<=^)mould"), "mold"),
    (re.compile(r"(?<=^)alumini(?=um)"), "alumin"),
    (re.compile(r"sulph"), "sulf"),
    (re.compile(r"(?<=\w)lling(?=s?$)"), "ling"),
)
# Words that only look British.
_ONLY_LOOKING_BRITISH = """
noise noised precise concise raise raised raises rise rises arise arises promise promised disguise
exercise exercised exercises expertise advertise advertised premise premises surprise surprised likewise
otherwise enterprise enterprises four hour hours our your tour tours pour poured pouring course flour sour
contour contours genre genres massacre phrase rolling drilling filling milling selling telling calling
pulling falling welling
"""
_NOT_BRITISH = frozenset(_ONLY_LOOKING_BRITISH.split())

_STEP2 = {
    "ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize", "abli": "able",
    "alli": "al", "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize", "ation": "ate", "ator": "ate",
    "alism": "al", "iveness": "ive", "fulness": "ful", "ousness": "ous", "aliti": "al", "iviti": "ive",
    "biliti": "ble", "logi": "log",
}  # fmt: skip
_STEP3 = {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}
_STEP4 = (
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ou", "ism", "ate",
    "iti", "ous", "ive", "ize",
)  # fmt: skip


@lru_cache(maxsize=262_144)
def stem(word: str) -> str:
    """Stem of a lower-case word; words with digits or outside a-z keep their form, accents dropped."""
    word = _without_accents(word)
    if len(word) <= 2 or not (word.isascii() and word.isalpha()):
        return word
    for step in (_american, _step1a, _step1b, _step1c, _step2, _step3, _step4, _step5):
        word = step(word)
    return word


def _without_accents(word: str) -> str:
    if word.isascii():
        return word
    return "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))


def _american(word: str) -> str:
    if word not in _NOT_BRITISH:
        for pattern, american in _BRITISH:
            word = pattern.sub(american, word)
    return word


def _shape(word: str) -> str:
    """The word in consonants (c) and vowels (v)."""
    shape = ""
    for letter in word:
        consonant = letter not in _VOWELS and (letter != "y" or not shape.endswith("c"))
        shape += "c" if consonant else "v"
    return shape


def _measure(word: str) -> int:
    """Porter's m: how many vowel-consonant runs."""
    return len(re.findall("v+c+", _shape(word)))


def _has_vowel(word: str) -> bool:
    return "v" in _shape(word)


def _ends_double(word: str) -> bool:
    return len(word) > 1 and word[-1] == word[-2] and _shape(word)[-1] == "c"


def _ends_cvc(word: str) -> bool:
    return _shape(word)[-3:] == "cvc" and word[-1] not in "wxy"


def _step1a(word: str) -> str:
    if word.endswith("sses") or (word.endswith("ies") and len(word) > 4):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _step1b(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    for suffix in ("ed", "ing"):
        if word.endswith(suffix) and _has_vowel(word[: -len(suffix)]):
            return _mend(word[: -len(suffix)])
    return word


def _mend(word: str) -> str:
    """Give back the e, or take the doubled consonant, of a stem that lost -ed or -ing."""
    if word.endswith(("at", "bl", "iz")):
        return word + "e"
    if _ends_double(word) and word[-1] not in "lsz":
        return word[:-1]
    return word + "e" if _measure(word) == 1 and _ends_cvc(word) else word


def _step1c(word: str) -> str:
    return word[:-1] + "i" if word.endswith("y") and _has_vowel(word[:-1]) else word


def _replace(word: str, suffixes: dict[str, str]) -> str:
    for length in range(min(len(word) - 1, 7), 1, -1):
        new = suffixes.get(word[-length:])
        if new is not None:
            return word[:-length] + new if _measure(word[:-length]) > 0 else word
    return word


def _step2(word: str) -> str:
    return _replace(word, _STEP2)


def _step3(word: str) -> str:
    return _replace(word, _STEP3)


def _step4(word: str) -> str:
    if word.endswith(("sion", "tion")):
        return word[:-3] if _measure(word[:-3]) > 1 else word
    for suffix in sorted(_STEP4, key=len, reverse=True):
        if word.endswith(suffix):
            return word[: -len(suffix)] if _measure(word[: -len(suffix)]) > 1 else word
    return word


def _step5(word: str) -> str:
    if word.endswith("e"):
        rest = word[:-1]
        if _measure(rest) > 1 or (_measure(rest) == 1 and not _ends_cvc(rest)):
            word = rest
    return word[:-1] if word.endswith("ll") and _measure(word) > 1 else word
