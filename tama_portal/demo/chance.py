"""Chance that repeats itself: one named stream for each part of the world."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def stream(seed: int, name: str) -> Random:
    """A generator of its own, so that a change in one part leaves the others as they were."""
    return Random(f"{seed}/{name}")  # noqa: S311 -- invented data, nothing secret


def by_share(chance: Random, total: int, shares: dict[T, int]) -> list[T]:
    """Exactly `total` values in the given proportions (the first takes the rest), shuffled."""
    whole = sum(shares.values())
    drawn = [value for value, share in shares.items() for _ in range(total * share // whole)]
    drawn += [next(iter(shares))] * (total - len(drawn))
    chance.shuffle(drawn)
    return drawn


def endlessly(chance: Random, values: Sequence[T]) -> Iterator[T]:
    """All values in a random order, again and again: even use without a pattern."""
    while True:
        yield from chance.sample(values, len(values))
