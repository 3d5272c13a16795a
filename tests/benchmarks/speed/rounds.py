"""Engines by turns: what was measured, and whether they agreed."""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import numpy as np

from tests.benchmarks.speed.agreement import Best, differing, overlap
from tests.benchmarks.speed.engines import APPROXIMATE, COMPILED, available
from tests.benchmarks.speed.once import Figures
from tests.source import ROOT

START = "from tests.benchmarks.speed import ours; ours.answer_once(ours.{}())"


@dataclass
class Result:
    """differing: needs whose best differ from the truth; overlap: mean share of the true best found."""

    rounds: list[Figures] = field(default_factory=list)
    differing: int = 0
    overlap: float = 1.0

    @property
    def median(self) -> Figures:
        columns = zip(*(vars(figures).values() for figures in self.rounds), strict=True)
        return Figures(*(median(column) for column in columns))


def measured(names: Sequence[str], folder: Path, k: int, rounds: int) -> dict[str, Result]:
    """Every engine in every round. The truth is what the last exact engine says."""
    results = {name: Result() for name in names}
    found: dict[str, Best] = {}
    for _ in range(rounds):
        for name in names:
            results[name].rounds.append(once(name, folder, k))
            found[name] = best_of(folder)
            print(".", end="", flush=True, file=sys.stderr)
    print(file=sys.stderr)
    truth = found[[name for name in names if name not in APPROXIMATE][-1]]
    for name, best in found.items():
        results[name].overlap = overlap(best, truth)
        results[name].differing = 0 if name in APPROXIMATE else differing(best, truth)
    return results


def once(name: str, folder: Path, k: int) -> Figures:
    command = [sys.executable, "-m", "tests.benchmarks.speed.once", name, str(folder), str(k)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return Figures(**json.loads(done.stdout.splitlines()[-1]))


def best_of(folder: Path) -> Best:
    with np.load(folder / "best.npz") as stored:
        return Best(stored["seeds"], stored["scores"])


def start_up() -> dict[str, float]:
    """Seconds from the start of a process to its first answer, the compiled code being on disk."""
    kernels = ["Native", "Portable"] if COMPILED in available() else ["Portable"]
    return {name.lower(): min(_started(name) for _ in range(3)) for name in kernels}


def _started(name: str) -> float:
    started = time.monotonic()
    subprocess.run([sys.executable, "-c", START.format(name)], cwd=ROOT, check=True)
    return time.monotonic() - started
