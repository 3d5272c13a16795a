from dataclasses import replace
from pathlib import Path

import pytest

from matching.engine.admission import Admission
from matching.engine.backtest import Backtest
from matching.engine.config import Config
from matching.engine.config_file import config_of
from matching.engine.evaluation import evaluate, mean, qualities
from matching.engine.glossary import Glossary
from matching.engine.labelled import LabelledSet, matcher_of, read_set, run_of
from tests.labelled import write_set, write_tiny_set

GLOSSARY = Glossary.from_csv()


@pytest.fixture
def tiny(tmp_path: Path) -> LabelledSet:
    return read_set(write_tiny_set(tmp_path))


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"concept_weight_across": 0},
        {"bigram_weights": {"ja": 3}},
        {"k1": 2.5},
        {"few": 1},
        {"title_weight": 3},
    ],
)
def test_measuring_many_is_as_measuring_one(tiny: LabelledSet, values: dict[str, object]) -> None:
    config = config_of(values)
    backtest = Backtest(tiny, GLOSSARY)
    backtest.measure(Config())
    alone = matcher_of(tiny, config, GLOSSARY).rank(tiny.need_texts)
    assert backtest.measure(config) == qualities(run_of(alone), tiny.judgements)


def test_weight_that_joins_two_languages_is_seen(tiny: LabelledSet) -> None:
    backtest = Backtest(tiny, GLOSSARY)
    with_concepts = backtest.measure(Config())
    without = backtest.measure(config_of({"concept_weight_across": 0, "bridge_weight": 0}))
    assert (with_concepts["n2"].ndcg10, without["n2"].ndcg10) == (1.0, 0.0)


def test_barred_seed_is_not_found(tiny: LabelledSet) -> None:
    barred = Admission.by_kind(["a"] * 3, ["b"] * 3, {"a": {"b"}}, [(0, 0)])
    measured = Backtest(replace(tiny, admission=barred), GLOSSARY).measure(Config())
    assert (measured["n1"].ndcg10, measured["n2"].ndcg10) == (0.0, 1.0)


def test_unjudged_seed_in_front_does_not_count_where_only_shown_pairs_were_judged(tmp_path: Path) -> None:
    labelled = read_set(
        write_set(
            tmp_path / "set",
            needs={"n": "アルミの切削"},
            seeds={"unseen": "アルミの切削", "shown": "アルミの鋳造と切削", "bad": "切削"},
            judged=[("n", "shown", 1), ("n", "bad", 0)],
        )
    )
    whole = Backtest(labelled, GLOSSARY).measure(Config())
    judged = Backtest(replace(labelled, is_judged_only=True), GLOSSARY).measure(Config())
    assert whole["n"].ndcg10 < judged["n"].ndcg10 == 1.0
    assert mean(judged.values()) == evaluate({"n": ["shown", "bad"]}, labelled.judgements)
