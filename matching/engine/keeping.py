"""Which seeds need no reading: those kept from the last run under the same glossary and engine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from matching.engine.config import ENGINE_VERSION, Config
from matching.engine.counting import CountedSeeds
from matching.engine.glossary import Glossary
from matching.engine.hashing import IntArray
from matching.engine.kept import Keeper, KeptSeeds, places_of
from matching.engine.semantics import Space
from matching.engine.tokens import TOKENS_VERSION


@dataclass(eq=False, slots=True)
class Keeping:
    """What of the last run is good for this one.

    Attributes
    ----------
    kept : tuple of str
        Keys of the kept seeds; they themselves are loaded late, for they fill much memory.
    fresh : list of int
        Places of the seeds that must be read.
    order : int64 array of shape (n_seeds,)
        Row of each seed among the kept ones followed by the fresh ones.
    spaces : mapping of language number to Space
        What was learnt the last time, once the counted seeds are taken.
    """

    keeper: Keeper
    stamp: str
    keys: tuple[str, ...]
    kept: tuple[str, ...]
    fresh: list[int]
    order: IntArray
    spaces: Mapping[int, Space] = field(default_factory=dict)

    @classmethod
    def of(cls, keeper: Keeper, keys: Sequence[str], glossary: Glossary, config: Config) -> "Keeping":
        """See what was kept; `keys` name content and facets of each seed."""
        stamp = f"{ENGINE_VERSION} {TOKENS_VERSION} {config.title_weight} {glossary.digest}"
        return cls(keeper, stamp, tuple(keys), *_divided(keys, keeper.keys(stamp)))

    def taken(self) -> CountedSeeds | None:
        """The counted seeds that were kept. Should they have changed meanwhile, all seeds are fresh."""
        found = self.keeper.load(self.stamp) if self.kept else None
        if found is None or found.keys != self.kept:
            self.kept, self.fresh, self.order = _divided(self.keys, ())
            return None
        self.spaces = found.spaces
        return found.seeds

    def save(self, counted: CountedSeeds, spaces: Mapping[int, Space]) -> None:
        if self.kept != self.keys:
            self.keeper.save(self.stamp, KeptSeeds(self.keys, counted, spaces))


def _divided(keys: Sequence[str], kept: tuple[str, ...]) -> tuple[tuple[str, ...], list[int], IntArray]:
    """The kept keys, the places of the keys that are not among them, and each one's row after reading."""
    places = np.array(places_of(keys, kept), dtype=np.int64)
    fresh = np.flatnonzero(places < 0)
    places[fresh] = len(kept) + np.arange(len(fresh))
    return kept, fresh.tolist(), places
