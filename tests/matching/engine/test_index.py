from math import log

import numpy as np
import pytest

from matching.engine.config import Config
from matching.engine.matcher import Matcher
from matching.engine.text import Text

SEEDS = [Text("A", body="gear pump"), Text("B", body="gear gear valve"), Text("C", body="valve")]
NEED = Text("need", body="gear pump")
GEAR, PUMP = log(1.6), log(8 / 3)  # idf of a term in two of three seeds, and in one of three


def scores(seeds: list[Text], need: Text, config: Config) -> dict[str, float]:
    return {scored.seed_id: scored.score for scored in Matcher(seeds, config).rank([need]).ranked(0)}


def test_scores_are_bm25_computed_by_hand() -> None:
    config = Config(k1=1.2, b=0.75, pair_weights={})
    # Mean length 2. A: length 2, both words once. B: length 3, gear twice, 1.2 * (0.25 + 0.75 * 1.5) = 1.65.
    expected = {"A": GEAR + PUMP, "B": GEAR * 2 * 2.2 / (2 + 1.65)}
    assert scores(SEEDS, NEED, config) == pytest.approx(expected)


def test_worked_example_of_the_readme() -> None:
    expected = {"A": GEAR + PUMP + 0.2 * PUMP, "B": GEAR * 4.4 / 3.74}
    assert scores(SEEDS, NEED, Config()) == pytest.approx(expected)
    assert expected == pytest.approx({"A": 1.6470, "B": 0.5529}, abs=1e-4)


def test_title_counts_as_often_as_the_configuration_says() -> None:
    config = Config(k1=1.2, b=0.0, pair_weights={}, title_weight=3.0)
    seeds = [Text("A", "gear"), Text("B", body="valve")]
    # Three occurrences, no length normalisation; the need's one stands in its body.
    assert scores(seeds, Text("need", body="gear"), config) == pytest.approx(
        {"A": log(2) * 3 * 2.2 / (3 + 1.2)}
    )


def test_repeated_word_of_a_need_counts_less_each_time() -> None:
    config = Config(repetition=0.5, pair_weights={})
    once = scores(SEEDS, Text("need", body="pump"), config)["A"]
    assert scores(SEEDS, Text("need", body="pump, pump; pump. pump"), config)["A"] == pytest.approx(2 * once)


def test_languages_have_their_own_idf() -> None:
    japanese = [Text(f"ja{i}", body="金型の鋳造") for i in range(5)]
    config = Config(few=1)
    assert scores([*SEEDS, *japanese], NEED, config) == pytest.approx(scores(SEEDS, NEED, config))


def test_facet_adds_its_points_whatever_the_market() -> None:
    facets = frozenset({"base:B13", "unknown:1"})
    config = Config(facet_weights={"base": 2.5})
    seeds = [Text("D", facets=facets), Text("E", facets=frozenset({"base:B14"})), *SEEDS]
    assert scores(seeds, Text("need", facets=facets), config) == {"D": 2.5}


def test_impacts_are_finite_and_positive() -> None:
    matcher = Matcher([Text("a"), Text("b", "x"), Text("c", "x x", "x" * 1000)])
    assert np.isfinite(matcher._index.impacts.values).all()
    assert (matcher._index.impacts.values > 0).all()
