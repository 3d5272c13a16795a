"""The labelled sets, where they are at hand: our measure agrees with the shared scorer, and quality holds."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from matching.engine.bench_quality import read_judgements, run_of, texts_of
from matching.engine.bench_quality import read_lines as lines
from matching.engine.config import Config
from matching.engine.evaluation import evaluate
from matching.engine.glossary import Glossary
from matching.engine.matcher import rank, statistics_of

SHARED = Path(__file__).parents[4] / "shared"
SET = SHARED / "data" / "matching-dev" / "kaken_title"


@pytest.mark.skipif(not SET.exists(), reason="../shared/data/matching-dev is not here")
def test_measure_agrees_with_the_shared_scorer(tmp_path: Path) -> None:
    needs, seeds = (
        texts_of(map(json.loads, lines(SET / f"{side}.jsonl.gz"))) for side in ("queries", "docs")
    )
    glossary = Glossary.from_csv()
    statistics = statistics_of(needs, glossary=glossary)
    ranking = rank(needs, seeds, Config(top=100), glossary=glossary, statistics=statistics)
    quality = evaluate(run_of(ranking), read_judgements(SET / "qrels.tsv.gz"))
    run = tmp_path / "run.tsv"
    run.write_text(
        "".join(
            f"{scored.need_id}\t{scored.seed_id}\t{scored.rank}\t{scored.score!r}\n"
            for place in range(len(needs))
            for scored in ranking.ranked(place)
        )
    )
    scorer = [sys.executable, str(SHARED / "tools" / "score.py"), str(SET), str(run), "--json"]
    theirs = json.loads(subprocess.run(scorer, capture_output=True, text=True, check=True).stdout)
    assert quality.ndcg10 == pytest.approx(theirs["ndcg10"], abs=5e-4)
    assert quality.recall100 == pytest.approx(theirs["recall100"], abs=5e-4)
    assert quality.ndcg10 >= 0.92
