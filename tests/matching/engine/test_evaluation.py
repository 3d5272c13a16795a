from math import log2

import pytest

from matching.engine.evaluation import Quality, evaluate, qualities


def test_own_document_is_taken_out_first() -> None:
    quality = evaluate({"q": ["c", "a", "x", "b"]}, {"q": {"a": 1, "b": 1, "c": -1}})
    assert quality.ndcg10 == pytest.approx((1 + 0.5) / (1 + 1 / log2(3)))
    assert (quality.recall10, quality.recall100) == (1.0, 1.0)


def test_missing_need_counts_nothing() -> None:
    assert evaluate({}, {"q": {"a": 1}}) == Quality(0.0, 0.0, 0.0)


def test_need_without_relevant_seed_is_not_judged() -> None:
    judgements = {"q": {"a": 2}, "other": {"a": 0}, "none": {}}
    assert qualities({"q": ["a"], "other": ["a"]}, judgements) == {"q": Quality(1.0, 1.0, 1.0)}


def test_gains_are_linear() -> None:
    assert evaluate({"q": ["b", "a"]}, {"q": {"a": 2, "b": 1}}).ndcg10 == pytest.approx(
        (1 + 2 / log2(3)) / (2 + 1 / log2(3))
    )


def test_nothing_judged_is_an_error() -> None:
    with pytest.raises(ValueError, match="relevant"):
        evaluate({"q": ["a"]}, {"q": {"a": 0}})
