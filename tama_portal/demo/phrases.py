"""Words that know how to stand in a sentence: Korean particles by sound, English capitals."""

# Each pair: after a final consonant, after a vowel.
PARTICLES = {"을": "를", "이": "가", "은": "는", "과": "와", "으로": "로"}
HANGUL_FIRST, FINALS = ord("가"), 28
FINAL_RIEUL = 8
# Digits whose Korean names end in a consonant: 영 일 삼 육 칠 팔; of these 1, 7 and 8 end in ㄹ.
CLOSED_DIGITS, RIEUL_DIGITS = "013678", "178"
CLOSED_LETTERS, RIEUL_LETTERS = "LMNR", "LR"


class Phrase(str):
    """A string whose format spec adds a particle ("{tech:을}") or a capital ("{tech:cap}")."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        if spec == "cap":
            return self[:1].upper() + self[1:]
        if spec in PARTICLES:
            return self + particle(self, spec)
        return super().__format__(spec)


def particle(word: str, wanted: str) -> str:
    """The form of the particle that fits the last sound of the word; 로 also follows ㄹ."""
    closed, rieul = last_sound(word)
    if not closed or (rieul and wanted == "으로"):
        return PARTICLES[wanted]
    return wanted


def last_sound(word: str) -> tuple[bool, bool]:
    """Whether the word ends in a consonant, and whether that consonant is ㄹ."""
    last = next((char for char in reversed(word) if char.isalnum()), "")
    if "가" <= last <= "힣":
        final = (ord(last) - HANGUL_FIRST) % FINALS
        return final != 0, final == FINAL_RIEUL
    closed = last != "" and last in CLOSED_DIGITS + CLOSED_LETTERS
    return closed, last != "" and last in RIEUL_DIGITS + RIEUL_LETTERS
