from math import log

import numpy as np
import pytest

from matching.engine.hashing import hash_terms
from matching.engine.matcher import rank, statistics_of
from matching.engine.statistics import FEW, NeedStatistics
from matching.engine.text import Text

TERMS = np.sort(hash_terms(["everywhere", "once"]))


def test_rarity_by_hand() -> None:
    counts = np.where(hash_terms(["everywhere"])[0] == TERMS, 99, 1)
    rarity = NeedStatistics(TERMS, counts, 99).rarity(hash_terms(["everywhere", "once", "never"]))
    assert rarity == pytest.approx([log(100 / 99) / log(100), 1.0, 1.0])


def test_word_of_both_of_two_needs_is_no_stock_phrase() -> None:
    rarity = NeedStatistics(TERMS, np.array([2, 2]), 2).rarity(TERMS)
    assert rarity == pytest.approx([log((FEW + 1) / 2) / log(FEW + 1)] * 2)


def test_needs_all_alike_still_find_their_seed() -> None:
    needs = [Text(str(nth), "金型の切削") for nth in range(200)]
    ranking = rank(
        needs, [Text("far", "電池の材料"), Text("near", "金型の切削")], statistics=statistics_of(needs)
    )
    assert [scored.seed_id for scored in ranking.ranked(0)] == ["near"]
