"""One spelling for the same characters, with the way back to the original positions."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# Characters that may melt into the one before them when composed: combining marks (Latin, kana,
# half-width voicing marks) and the vowels and finals of decomposed Hangul.
_JOINER = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0dff\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f\uff9e\uff9f\u1160-\u11ff\uffa0-\uffdc\u0e31-\u0ecd\u0f18-\u109d]"
)
# Sorting combining marks is quadratic, so a piece made of nothing else must end somewhere.
_LONGEST_PIECE = 32
_DASHES = dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\u00ad", "-")


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised text; ``starts`` and ``ends`` lead back to the original, None where nothing moved."""

    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Place of the normalised characters ``[start, end)``, ``start < end``, in the original."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


@lru_cache(maxsize=65_536)
def _fold(piece: str) -> str:
    """NFKC, lower case, one dash for all, and a blank for what no analyser can take."""
    if len(piece) == 1 and unicodedata.category(piece) in {"Cc", "Cs", "Cn", "Co"}:
        return " "
    return _DASHES.get(piece) or unicodedata.normalize("NFKC", piece).lower()


class _FoldTable(dict[int, str]):
    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold(chr(code))
        return folded


_TABLE = _FoldTable()


def normalise(text: str) -> Normalised:
    """Fold width, case, compatibility forms and dashes; surrogates and control characters become blanks."""
    if not _JOINER.search(text):
        folded = text.translate(_TABLE)
        # Folding a character never removes it, so equal lengths mean that each stayed in its place.
        if len(folded) == len(text):
            return Normalised(folded)
    return _piecewise(text)


def _piecewise(text: str) -> Normalised:
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _pieces(text):
        piece = _fold(text[start:end])
        folded.append(piece)
        starts.extend([start] * len(piece))
        ends.extend([end] * len(piece))
    return Normalised("".join(folded), tuple(starts), tuple(ends))


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Cut before each character that cannot melt into the one before it."""
    start = 0
    for position in range(1, len(text)):
        if position - start == _LONGEST_PIECE or not _JOINER.match(text, position):
            yield start, position
            start = position
    if text:
        yield start, len(text)
