"""The counted seeds of the last night: only changed texts are read again. Losing them costs time only."""

import os
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar
from zipfile import BadZipFile

import numpy as np

from matching.engine.counting import CountedSeeds
from matching.engine.postings import Vocabulary
from matching.engine.rows import SparseRows
from matching.engine.semantics import Space

T = TypeVar("T")

# Terms that no seed holds any more are carried along up to this share; then all is counted anew.
_MOST_DEAD: Final = 0.25


@dataclass(frozen=True, eq=False, slots=True)
class KeptSeeds:
    """Counted seeds, a key for each that names its content and its facets, and what was learnt of them."""

    keys: tuple[str, ...]
    seeds: CountedSeeds
    spaces: Mapping[int, Space]


class Keeper(Protocol):
    """Where counted seeds are kept between runs."""

    def keys(self, stamp: str) -> tuple[str, ...]:
        """Keys of the seeds kept under this stamp, none if nothing was kept or it cannot be read."""
        ...

    def load(self, stamp: str) -> KeptSeeds | None:
        """All that was kept under this stamp, None if nothing was or it cannot be read."""
        ...

    def save(self, stamp: str, kept: KeptSeeds) -> None: ...


class KeptNowhere:
    """Keeps nothing: every run reads all seeds."""

    def keys(self, stamp: str) -> tuple[str, ...]:
        return ()

    def load(self, stamp: str) -> KeptSeeds | None:
        return None

    def save(self, stamp: str, kept: KeptSeeds) -> None:
        return


class KeptFile:
    """Keeps counted seeds in one file, replaced in one step."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keys(self, stamp: str) -> tuple[str, ...]:
        return self._open(stamp, _keys) or ()

    def load(self, stamp: str) -> KeptSeeds | None:
        return self._open(stamp, _read)

    def _open(self, stamp: str, read: Callable[["np.lib.npyio.NpzFile"], T]) -> T | None:
        try:
            with np.load(self._path, allow_pickle=False) as file:
                return read(file) if str(file["stamp"]) == stamp else None
        except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error):
            return None

    def save(self, stamp: str, kept: KeptSeeds) -> None:
        """Write the file, or remove it where too much of it is dead."""
        if _dead_share(kept.seeds) > _MOST_DEAD:
            self._path.unlink(missing_ok=True)
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(f".{os.getpid()}.tmp")
        with fresh.open("wb") as file:
            seeds = kept.seeds
            arrays: dict[str, Any] = {
                "stamp": np.array(stamp),
                "keys": np.array(kept.keys, dtype=np.str_),
                "terms": seeds.vocabulary.terms,
                "kinds": seeds.kinds,
                "langs": seeds.langs,
                "seed_langs": seeds.seed_langs,
                "pointers": seeds.counts.pointers,
                "columns": seeds.counts.columns,
                "values": seeds.counts.values,
            }
            np.savez(file, **arrays, **_packed(kept.spaces))
        fresh.replace(self._path)


def _read(file: "np.lib.npyio.NpzFile") -> KeptSeeds:
    terms = file["terms"]
    counts = SparseRows(file["pointers"], file["columns"], file["values"], len(terms))
    seeds = CountedSeeds(Vocabulary.of(terms), file["kinds"], file["langs"], file["seed_langs"], counts)
    return KeptSeeds(_keys(file), seeds, _spaces(file))


def _keys(file: "np.lib.npyio.NpzFile") -> tuple[str, ...]:
    return tuple(file["keys"].tolist())


def _packed(spaces: Mapping[int, Space]) -> dict[str, Any]:
    packed: dict[str, Any] = {"spaces": np.array(sorted(spaces), dtype=np.int64)}
    for lang, space in spaces.items():
        for each in fields(space):
            packed[f"{each.name}-{lang}"] = np.array(getattr(space, each.name))
    return packed


def _spaces(file: "np.lib.npyio.NpzFile") -> Mapping[int, Space]:
    return {
        lang: Space(
            file[f"columns-{lang}"],
            file[f"vectors-{lang}"],
            float(file[f"trust-{lang}"]),
            file[f"sample-{lang}"],
        )
        for lang in file["spaces"].tolist()
    }


def _dead_share(seeds: CountedSeeds) -> float:
    alive = np.zeros(max(seeds.counts.width, 1), dtype=bool)
    alive[seeds.counts.columns] = True
    return 1.0 - float(alive.mean()) if len(seeds.vocabulary) else 0.0


def places_of(keys: Sequence[str], kept: Sequence[str]) -> list[int]:
    """Row of each key among the kept ones, -1 where it is not there."""
    rows = {key: row for row, key in enumerate(kept)}
    return [rows.get(key, -1) for key in keys]
