"""Our kernels and the engines one could pick instead, on the same tokens, with equal results checked.

usage: python -m tests.benchmarks.speed [--needs 10000] [--seeds 100000] [--rounds 3] [--top 20]

Engines take turns, each in a process of its own; the figures are medians over the rounds.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.speed.corpus import Tokens, draw_needs, draw_seeds, postings_touched
from tests.benchmarks.speed.engines import available
from tests.benchmarks.speed.rounds import measured, start_up
from tests.benchmarks.speed.table import table


def main(arguments: Sequence[str]) -> None:
    options = parsed(arguments)
    seeds, needs = drawn(options)
    print(
        f"{len(needs):,} needs × {len(seeds):,} seeds, {seeds.vocabulary:,} words, "
        f"{len(seeds.ids) / len(seeds):.0f} tokens a seed, {len(needs.ids) / len(needs):.0f} a need, "
        f"{postings_touched(seeds, needs) / 1e9:.3f} G postings touched, top {options.top}",
        flush=True,
    )
    with tempfile.TemporaryDirectory() as folder:
        seeds.save(Path(folder) / "seeds.npz")
        needs.save(Path(folder) / "needs.npz")
        del seeds, needs
        results = measured(options.engines, Path(folder), options.top, options.rounds)
    print(table(results))
    for name, seconds in start_up().items():
        print(f"start-up of {name}: {seconds:.1f} s (at most 2)")
    if any(result.differing for result in results.values()):
        sys.exit("The engines do NOT agree.")


def drawn(options: argparse.Namespace) -> tuple[Tokens, Tokens]:
    common = {"vocabulary": options.vocabulary, "seed": options.seed}
    return draw_seeds(options.seeds, length=options.length, **common), draw_needs(options.needs, **common)


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.benchmarks.speed", description=__doc__)
    parser.add_argument("--needs", type=int, default=10_000)
    parser.add_argument("--seeds", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--top", type=int, default=20)
    parser.add_argument("--length", type=int, default=80, help="mean tokens of a seed")
    parser.add_argument("--vocabulary", type=int, default=300_000)
    parser.add_argument("--seed", type=int, default=1998, help="of the random tokens")
    parser.add_argument("--engines", nargs="+", choices=available(), default=available())
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
