"""Which of the portal's languages a text is written in, told from its scripts alone."""

import re
from typing import Final

UNDETERMINED: Final = "und"
LANGUAGES: Final = ("ja", "ko", "en", UNDETERMINED)

# A page tells its language early; reading all of a 100,000-character text adds nothing.
_SAMPLE = 4_000
# One ideograph or syllable carries about as much as this many Latin letters.
_LATIN_LETTERS_PER_SYLLABLE = 3

_KANA = re.compile(r"[\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f]")
_HAN = re.compile(r"[\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_HANGUL = re.compile(r"[\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7ff\uffa0-\uffdc]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\uff21-\uff3a\uff41-\uff5a]")
_LETTER = re.compile(r"[^\W\d_]")


def detect(text: str) -> str:
    """Name the language of a text by the shares of its scripts.

    Returns
    -------
    {"ja", "ko", "en", "und"}
        ``ja`` for kana, and for Han without Hangul; ``ko`` for Hangul, with Han that no kana claims;
        ``en`` for Latin letters, whatever their language; ``und`` for a text without letters (empty,
        digits, emoji) or mostly in other scripts. In a mixed text a syllable counts as three Latin
        letters, so a Japanese sentence full of acronyms stays Japanese; equal shares go to Japanese.
    """
    sample = text[:_SAMPLE]
    kana, han, hangul, latin = (len(script.findall(sample)) for script in (_KANA, _HAN, _HANGUL, _LATIN))
    japanese = kana + (han if kana or not hangul else 0)
    korean = hangul + (0 if kana else han)
    other = len(_LETTER.findall(sample)) - kana - han - hangul - latin
    shares = {
        "ja": japanese * _LATIN_LETTERS_PER_SYLLABLE,
        "ko": korean * _LATIN_LETTERS_PER_SYLLABLE,
        "en": latin,
        UNDETERMINED: other,
    }
    # max() keeps the first of equals, so the order above breaks ties.
    best = max(shares, key=lambda lang: shares[lang])
    return best if shares[best] > 0 else UNDETERMINED
