"""Time against postings touched, measured at several sizes: a drawing and the table under it.

usage: python -m tests.benchmarks.speed.plot [--needs 2000] [--seeds 25000 50000 …] [--rounds 3]

Writes docs/scale.svg, and the table between the marks in docs/scale.md.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks.speed.corpus import draw_needs, draw_seeds, postings_touched
from tests.benchmarks.speed.drawing import Series, drawing
from tests.benchmarks.speed.rounds import once
from tests.source import ROOT

PAGE = ROOT / "docs" / "scale.md"
START, END = "<!-- measured -->\n", "<!-- end of measured -->\n"
SIZES = (25_000, 50_000, 100_000, 200_000, 300_000, 400_000, 600_000)
ENGINE = "ours, native"
HEAD = (
    "| seeds | postings stored | postings touched | index s | match s | processor s | peak MB |\n"
    "|---:|---:|---:|---:|---:|---:|---:|\n"
)


def main(arguments: Sequence[str]) -> None:
    options = parsed(arguments)
    rows = [row(options, size) for size in options.seeds]
    PAGE.with_suffix(".svg").write_text(plotted(options.needs, rows), encoding="utf-8")
    write_table(HEAD + "".join(map(line, rows)))


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.benchmarks.speed.plot", description=__doc__)
    parser.add_argument("--needs", type=int, default=5_000)
    parser.add_argument("--seeds", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args(arguments)


Row = dict[str, float]


def row(options: argparse.Namespace, size: int) -> Row:
    seeds = draw_seeds(size, vocabulary=300_000, length=80, seed=1998)
    needs = draw_needs(options.needs, vocabulary=300_000, seed=1998)
    found = {"seeds": size, "stored": float(seeds.postings), "touched": float(postings_touched(seeds, needs))}
    with tempfile.TemporaryDirectory() as folder:
        seeds.save(Path(folder) / "seeds.npz")
        needs.save(Path(folder) / "needs.npz")
        del seeds, needs
        rounds = [once(ENGINE, Path(folder), 20) for _ in range(options.rounds)]
    # The cheapest round is the one least disturbed by whatever else the machine does.
    own = min(rounds, key=lambda figures: figures.processor)
    print(f"{size:>9,} seeds: {own.index:.2f} + {own.match:.2f} s, {own.megabytes:.0f} MB", flush=True)
    return found | asdict(own)


def plotted(needs: int, rows: Sequence[Row]) -> str:
    touched = [row["touched"] / 1e9 for row in rows]
    return drawing(
        title=f"Matching {needs:,} needs: time grows in proportion to the postings touched",
        across="postings touched (thousand million)",
        upwards="processor seconds of all threads",
        series=[Series("index and match", touched, [row["processor"] for row in rows])],
    )


def line(row: Row) -> str:
    return (
        f"| {row['seeds']:,.0f} | {row['stored'] / 1e6:.1f} M | {row['touched'] / 1e6:,.0f} M "
        f"| {row['index']:.2f} | {row['match']:.2f} | {row['processor']:.2f} "
        f"| {row['megabytes']:.0f} |\n"
    )


def write_table(table: str) -> None:
    """Replace what stands between the marks of the page."""
    before, rest = PAGE.read_text(encoding="utf-8").split(START)
    _, after = rest.split(END)
    PAGE.write_text(f"{before}{START}\n{table}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
