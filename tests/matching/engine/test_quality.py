"""The labelled sets, where they are at hand: our measure agrees with the shared scorer, and quality holds."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from matching.engine.config import Config
from matching.engine.evaluation import evaluate
from matching.engine.glossary import Glossary
from matching.engine.labelled import matcher_of, read_set, run_of

SHARED = Path(__file__).parents[4] / "shared"
SET = SHARED / "data" / "matching-dev" / "kaken_title"


@pytest.mark.skipif(not SET.exists(), reason="../shared/data/matching-dev is not here")
def test_measure_agrees_with_the_shared_scorer(tmp_path: Path) -> None:
    labelled = read_set(SET)
    ranking = matcher_of(labelled, Config(), Glossary.from_csv()).rank(labelled.need_texts)
    quality = evaluate(run_of(ranking), labelled.judgements)
    run = tmp_path / "run.tsv"
    run.write_text(
        "".join(
            f"{scored.need_id}\t{scored.seed_id}\t{scored.rank}\t{scored.score!r}\n"
            for place in range(len(labelled.needs))
            for scored in ranking.ranked(place)
        )
    )
    scorer = [sys.executable, str(SHARED / "tools" / "score.py"), str(SET), str(run), "--json"]
    theirs = json.loads(subprocess.run(scorer, capture_output=True, text=True, check=True).stdout)
    assert quality.ndcg10 == pytest.approx(theirs["ndcg10"], abs=5e-4)
    assert quality.recall100 == pytest.approx(theirs["recall100"], abs=5e-4)
    assert quality.ndcg10 >= 0.92
