"""One engine, once, in a process of its own, so that its peak memory is its own.

usage: python -m tests.benchmarks.speed.once ENGINE FOLDER K

FOLDER holds `seeds.npz` and `needs.npz`; the best go to `best.npz`, the figures to standard output.
"""

import json
import os
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from tests.benchmarks.memory import high_water
from tests.benchmarks.speed.agreement import Best
from tests.benchmarks.speed.corpus import Tokens, draw_needs, draw_seeds
from tests.benchmarks.speed.engines import Engine, new_engine


@dataclass(frozen=True)
class Figures:
    """Seconds on the clock, seconds of processor time of all threads, megabytes at the most."""

    index: float
    match: float
    processor: float
    megabytes: float

    @property
    def seconds(self) -> float:
        return self.index + self.match


def run(engine: Engine, seeds: Tokens, needs: Tokens, k: int) -> tuple[Figures, Best]:
    engine.take(seeds, needs)
    started, used = time.perf_counter(), time.process_time()
    engine.index()
    indexed = time.perf_counter()
    found = engine.match(k)
    ended = time.perf_counter()
    processor = time.process_time() - used
    peak = high_water(os.getpid())
    return Figures(indexed - started, ended - indexed, processor, peak), engine.read(found, k)


def warm_up(name: str, k: int) -> None:
    """Compile and load what the engine compiles and loads at its first use."""
    seeds = draw_seeds(4 * k, vocabulary=2_000, length=40, seed=0)
    run(new_engine(name), seeds, draw_needs(50, vocabulary=2_000, seed=0), k)


def main(name: str, folder: Path, k: int) -> None:
    warm_up(name, k)
    seeds, needs = Tokens.load(folder / "seeds.npz"), Tokens.load(folder / "needs.npz")
    figures, best = run(new_engine(name), seeds, needs, k)
    np.savez(folder / "best.npz", seeds=best.seeds, scores=best.scores)
    print(json.dumps(asdict(figures)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
