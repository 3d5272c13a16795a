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
    fresh : list of int
        Places of the seeds that must be read.
    order : int64 array of shape (n_seeds,)
        Row of each seed among the kept ones followed by the fresh ones.
    is_as_kept : bool
        Whether nothing has changed.
    spaces : mapping of language number to Space
        What was learnt the last time, once the counted seeds are taken.
    """

    keeper: Keeper
    stamp: str
    keys: tuple[str, ...]
    kept: KeptSeeds | None
    fresh: list[int]
    order: IntArray
    is_as_kept: bool
    spaces: Mapping[int, Space] = field(default_factory=dict)

    @classmethod
    def of(cls, keeper: Keeper, keys: Sequence[str], glossary: Glossary, config: Config) -> "Keeping":
        """Load what was kept; `keys` name content and facets of each seed."""
        stamp = f"{ENGINE_VERSION} {TOKENS_VERSION} {config.title_weight} {glossary.digest}"
        kept = keeper.load(stamp)
        places = np.array(places_of(keys, kept), dtype=np.int64)
        fresh = np.flatnonzero(places < 0)
        places[fresh] = (len(kept.keys) if kept else 0) + np.arange(len(fresh))
        same = kept is not None and kept.keys == tuple(keys)
        return cls(keeper, stamp, tuple(keys), kept, fresh.tolist(), places, same)

    def taken(self) -> CountedSeeds | None:
        """The counted seeds that were kept; they are given away, for they fill much memory."""
        kept, self.kept = self.kept, None
        self.spaces = kept.spaces if kept else {}
        return kept.seeds if kept else None

    def save(self, counted: CountedSeeds, spaces: Mapping[int, Space]) -> None:
        if not self.is_as_kept:
            self.keeper.save(self.stamp, KeptSeeds(self.keys, counted, spaces))
