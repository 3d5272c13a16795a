"""Our engine and its peers on labelled sets, in one table.

usage: python -m tests.benchmarks.quality [--ours] [FOLDER ...]

FOLDER is a set, or a folder of sets; without one, ../shared/data/matching-dev. `--ours` leaves the peers out.
Peers are tuned on each set, ours is one configuration for all. "<" marks a set where a peer is better.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from psycopg2 import extensions

from matching.engine.config import Config
from matching.engine.evaluation import evaluate
from matching.engine.files import FileRefused
from matching.engine.glossary import Glossary
from matching.engine.labelled import LabelledSet, find_sets, matcher_of, read_set, run_of
from tests.benchmarks.quality.peers import TOKENISERS, Result, tfidf, tuned_bm25
from tests.benchmarks.quality.postgres import connection_for_peers, ts_rank
from tests.servers.process import ServerFailed
from tests.source import ROOT

SETS = ROOT.parent / "shared" / "data" / "matching-dev"
OURS = "this engine"
POSTGRES = "ts_rank"
PEERS = (*(f"BM25 {name}" for name in TOKENISERS), POSTGRES, "TF-IDF")
WIDTH = 16


@dataclass
class Row:
    """One set's line of the table."""

    name: str
    needs: int
    results: dict[str, Result] = field(default_factory=dict)

    @property
    def best_peer(self) -> str:
        return max((name for name in self.results if name != OURS), key=self._ndcg, default="")

    @property
    def is_below(self) -> bool:
        return bool(self.best_peer) and self._ndcg(OURS) < self._ndcg(self.best_peer)

    def _ndcg(self, name: str) -> float:
        return self.results[name].quality.ndcg10

    def line(self, columns: Sequence[str]) -> str:
        cells = "".join(f"{self._cell(name):<{WIDTH}}" for name in columns)
        return (
            f"{self.name:<16}{self.needs:>6}  {cells}{'< ' if self.is_below else ''}{self.best_peer}".rstrip()
        )

    def _cell(self, name: str) -> str:
        if name not in self.results:
            return "–"
        quality = self.results[name].quality
        return f"{quality.ndcg10:.3f} ({quality.recall100:.3f})"

    def settings(self) -> str:
        told = [f"{name} {result.settings}" for name, result in self.results.items() if result.settings]
        return f"{self.name}: {'; '.join(told)}"


def heading(columns: Sequence[str]) -> str:
    names = "".join(f"{name:<{WIDTH}}" for name in columns)
    return f"{'nDCG@10 (R@100)':<16}{'needs':>6}  {names}{'best peer' if len(columns) > 1 else ''}".rstrip()


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="bench-quality", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[SETS])
    parser.add_argument("--ours", action="store_true", help="leave the peers out")
    options = parser.parse_args(arguments)
    columns = (OURS,) if options.ours else (OURS, *PEERS)
    print(heading(columns))
    with ExitStack() as stack:
        cursor = None if options.ours else server(stack)
        rows = [measured(read_set(folder), columns, cursor) for folder in find_sets(options.folders)]
    conclude(rows)


def server(stack: ExitStack) -> extensions.cursor | None:
    try:
        return stack.enter_context(connection_for_peers())
    except ServerFailed as failure:
        print(f"PostgreSQL is left out: {failure}", file=sys.stderr)
        return None


def measured(labelled: LabelledSet, columns: Sequence[str], cursor: extensions.cursor | None) -> Row:
    row = Row(labelled.name, len(labelled.judgements))
    started = time.perf_counter()
    row.results[OURS] = ours(labelled)
    print(f"{labelled.name}: {time.perf_counter() - started:.1f} s for ours", file=sys.stderr)
    if len(columns) > 1:
        add_peers(row, labelled, cursor)
    print(row.line(columns), flush=True)
    return row


def ours(labelled: LabelledSet) -> Result:
    matcher = matcher_of(labelled, Config(), Glossary.from_csv())
    return Result(evaluate(run_of(matcher.rank(labelled.need_texts)), labelled.judgements))


def add_peers(row: Row, labelled: LabelledSet, cursor: extensions.cursor | None) -> None:
    for name, tokenise in TOKENISERS.items():
        seeds, needs = tokenise(labelled.seed_texts), tokenise(labelled.need_texts)
        row.results[f"BM25 {name}"] = tuned_bm25(labelled, seeds, needs)
        if name == "morphemes" and cursor is not None:
            row.results[POSTGRES] = ts_rank(labelled, seeds, needs, cursor)
    row.results["TF-IDF"] = tfidf(labelled)


def conclude(rows: Sequence[Row]) -> None:
    peers = [row for row in rows if row.best_peer]
    if peers:
        below = [row.name for row in peers if row.is_below]
        print(f"\nBelow the best peer: {', '.join(below) or 'nowhere'}.")
        print(*(row.settings() for row in peers), sep="\n")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except FileRefused as refused:
        sys.exit(str(refused))
