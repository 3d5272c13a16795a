"""Measure the ranking on labelled sets: ``python -m matching.engine.bench_quality FOLDER [SET ...]``.

Each set is a folder with docs.jsonl.gz, queries.jsonl.gz and qrels.tsv.gz. One configuration serves all.
"""

import gzip
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from matching.engine.config import Config
from matching.engine.evaluation import Quality, evaluate
from matching.engine.glossary import Glossary
from matching.engine.matcher import Matcher, statistics_of
from matching.engine.scoring import Ranking
from matching.engine.text import Text

_DEPTH = 100


def read_lines(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return file.read().splitlines()


def texts_of(rows: Iterable[dict[str, Any]]) -> list[Text]:
    return [Text(row["id"], body=row["text"], lang=row.get("lang")) for row in rows]


def read_judgements(path: Path) -> dict[str, dict[str, int]]:
    judgements: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for line in read_lines(path):
        need, seed, gain = line.split("\t")
        judgements[need][seed] = int(gain)
    return judgements


def run_of(ranking: Ranking) -> dict[str, Sequence[str]]:
    return {
        need_id: [scored.seed_id for scored in ranking.ranked(place)]
        for place, need_id in enumerate(ranking.need_ids)
    }


def measure(folder: Path, config: Config, glossary: Glossary) -> Quality:
    """Quality of one configuration on one set."""
    needs, seeds = (texts_of(map(json.loads, read_lines(folder / f"{side}.jsonl.gz")))
                    for side in ("queries", "docs"))  # fmt: skip
    statistics = statistics_of(needs, glossary=glossary)
    matcher = Matcher(seeds, replace(config, top=_DEPTH), glossary=glossary, statistics=statistics)
    return evaluate(run_of(matcher.rank(needs)), read_judgements(folder / "qrels.tsv.gz"))


def main(arguments: Sequence[str]) -> None:
    root = Path(arguments[0])
    names = arguments[1:] or sorted(path.name for path in root.iterdir() if path.is_dir())
    glossary = Glossary.from_csv()
    for name in names:
        start = time.perf_counter()
        quality = measure(root / name, Config(), glossary)
        print(  # noqa: T201 -- a command's output
            f"{name:16}{quality.needs:6}  nDCG@10 {quality.ndcg10:.4f}  R@10 {quality.recall10:.4f}  "
            f"R@100 {quality.recall100:.4f}  {time.perf_counter() - start:6.1f} s",
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
