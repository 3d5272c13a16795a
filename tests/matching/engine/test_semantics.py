"""Words that go together are learnt, weighed by how far they can be trusted, and explained."""

from random import Random

import numpy as np
import pytest

from matching.engine.config import Config
from matching.engine.matcher import Matcher
from matching.engine.rows import SparseRows
from matching.engine.semantics import FEWEST_SEEDS, Space, learn, related
from matching.engine.text import Text

# Trades: words that go together, each with its own.
WATER = (("sludge", "sewage"), ("aeration", "blower"), ("effluent", "outfall"), ("biofilm", "carrier"))
METAL = (("lathe", "chuck"), ("milling", "spindle"), ("turret", "tailstock"), ("coolant", "swarf"))
NEED = Text("need", "sewage")
TWO_TRADES = [[1.0] * 6 + [0.0] * 6, [0.0] * 6 + [1.0] * 6] * 200


def seeds_of(chance: Random, count: int = 400) -> list[Text]:
    """Seeds of two trades; each has two pairs of its trade's words and one word of its own."""
    drawn = [chance.sample((WATER, METAL)[i % 2], 2) for i in range(count)]
    return [
        Text(f"{i}", body=" ".join([*first, *second, f"own{i}"])) for i, (first, second) in enumerate(drawn)
    ]


def space_of(values: list[list[float]]) -> Space | None:
    dense = np.array(values, dtype=np.float32)
    rows, columns = np.nonzero(dense)
    pointers = np.searchsorted(rows, np.arange(len(dense) + 1)).astype(np.int64)
    impacts = SparseRows(pointers, columns.astype(np.int32), dense[rows, columns], dense.shape[1])
    terms = np.arange(1, dense.shape[1] + 1, dtype=np.uint64)
    langs = np.zeros(dense.shape[1], dtype=np.int8)
    return learn(impacts, np.zeros(len(dense), dtype=np.int8), terms, langs).get(0)


def test_seed_that_says_none_of_the_needs_words_is_found_by_what_goes_with_them() -> None:
    seeds = [*seeds_of(Random(1)), Text("wet", "sludge"), Text("dry", "lathe")]
    found = {s.seed_id for s in Matcher(seeds, Config(top=500)).rank([NEED]).ranked(0)}
    assert "wet" in found
    assert "dry" not in found


def test_related_word_is_a_reason_with_both_words_marked() -> None:
    seeds = [*seeds_of(Random(1)), Text("wet", "sludge")]
    (reason,) = Matcher(seeds).explain(NEED, "wet").reasons
    assert (reason.kind, reason.label) == ("related", "sewage ≈ sludge")
    assert reason.seed_spans[0].of(seeds[-1]) == "sludge"


def test_reasons_with_related_words_add_up_to_the_score() -> None:
    matcher = Matcher(seeds_of(Random(2)))
    need = Text("need", "sewage milling")
    for scored in matcher.rank([need]).ranked(0):
        reasons = matcher.explain(need, scored.seed_id).reasons
        assert sum(reason.weight for reason in reasons) == pytest.approx(scored.score, abs=1e-6)


def test_word_that_is_only_answered_by_a_related_one_is_still_missing() -> None:
    seeds = [*seeds_of(Random(1)), Text("wet", "sludge")]
    assert [missing.label for missing in Matcher(seeds).explain(NEED, "wet").missing] == ["sewage"]


def test_order_of_the_seeds_does_not_matter() -> None:
    seeds = seeds_of(Random(3))
    scores = []
    for order in (seeds, seeds[::-1]):
        scores.append({s.seed_id: s.score for s in Matcher(order, Config(top=500)).rank([NEED]).ranked(0)})
    assert scores[0] == pytest.approx(scores[1], rel=1e-4)


def test_few_seeds_teach_nothing() -> None:
    assert space_of([[1.0, 1.0]] * (FEWEST_SEEDS - 1)) is None


def test_words_that_never_meet_are_not_trusted() -> None:
    chance = np.random.default_rng(0)
    alone = space_of((chance.random((400, 800)) < 0.02).astype(float).tolist())
    together = space_of(TWO_TRADES)
    assert alone is not None
    assert together is not None
    assert alone.trust < 0.2
    assert together.trust == pytest.approx(1.0, abs=1e-5)


def test_equal_seeds_are_foretold_completely_and_relate_nothing_new() -> None:
    space = space_of([[1.0, 1.0]] * FEWEST_SEEDS)
    assert space is not None
    asked = SparseRows(np.array([0, 2]), np.array([0, 1], dtype=np.int32), np.ones(2), 2)
    assert len(related(space, asked, 5, 1.0).points) == 0


def test_related_words_never_gain_more_than_the_need_has() -> None:
    space = space_of(TWO_TRADES)
    assert space is not None
    asked = SparseRows(np.array([0, 1]), np.array([0], dtype=np.int32), np.array([3.0]), 12)
    found = related(space, asked, 12, 1.0)
    assert found.columns.tolist() == [1, 2, 3, 4, 5]
    assert set(found.sources.tolist()) == {0}
    assert np.square(found.points).sum() <= 9.0


def test_related_words_can_be_switched_off() -> None:
    seeds = [*seeds_of(Random(1)), Text("wet", "sludge")]
    found = {s.seed_id for s in Matcher(seeds, Config(top=500, related=0)).rank([NEED]).ranked(0)}
    assert "wet" not in found
