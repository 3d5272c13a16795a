"""Decide purely what becomes of the stored matches of some needs; nothing is touched here."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from matching.models import ChangeKind

Pair = tuple[int, int]

# Every new seed moves all scores a little, through the rarity of words and mean lengths. A score that has
# moved by less than this share stands, with its reasons, while texts and engine are the same.
DRIFT: Final = 0.03


@dataclass(frozen=True, slots=True)
class Found:
    """What the engine says of a pair; basis names the texts and the engine it comes from."""

    score: float
    coverage: float
    grade: int
    place: int
    basis: int


def decide(
    found: Mapping[Pair, Found], stored: Mapping[Pair, Found], *, kept: Collection[Pair]
) -> Iterator[tuple[Pair, ChangeKind]]:
    """Name what must change so that what is stored says what was found, in the order of the pairs.

    Pairs in `kept` stay when they are not found any more.
    """
    for pair in sorted(found.keys() | stored.keys()):
        if pair not in found:
            if pair not in kept:
                yield pair, ChangeKind.WITHDRAW
        elif pair not in stored:
            yield pair, ChangeKind.CREATE
        elif not stands(stored[pair], found[pair]):
            yield pair, ChangeKind.UPDATE
        elif stored[pair].place != found[pair].place:
            yield pair, ChangeKind.MOVE


def stands(stored: Found, found: Found) -> bool:
    """Whether the stored score and its reasons may stay as they are."""
    same = stored.basis == found.basis and stored.grade == found.grade
    return same and abs(stored.score - found.score) <= DRIFT * stored.score
