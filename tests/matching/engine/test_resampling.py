import numpy as np
import pytest

from matching.engine.resampling import Difference, Interval, difference, interval


def test_interval_of_equal_values_is_a_point() -> None:
    assert interval([0.25] * 40) == Interval(0.25, 0.25, 0.25)


def test_interval_agrees_with_the_normal_one_for_many_needs() -> None:
    values = np.random.default_rng(1).normal(0.5, 0.2, 2_000)
    found = interval(values.tolist())
    width = 1.96 * values.std() / np.sqrt(len(values))
    assert (found.low, found.high) == pytest.approx((values.mean() - width, values.mean() + width), abs=5e-4)


def test_same_data_says_the_same() -> None:
    values = [0.0, 1.0, 0.5, 0.25]
    assert interval(values) == interval(values)


def test_no_difference_may_well_be_chance() -> None:
    assert difference([0.5, 0.25], [0.5, 0.25]) == Difference(0.0, 0.0, 0.0, 1.0)


def test_p_of_few_needs_is_that_of_all_signs() -> None:
    """Of the 16 signs of four equal gains two give as much: p = 1/8."""
    found = difference([0.75] * 4, [0.5] * 4)
    assert (found.mean, found.low, found.high) == (0.25, 0.25, 0.25)
    assert found.p == pytest.approx(1 / 8, abs=0.015)


def test_clear_difference_is_hardly_chance() -> None:
    rng = np.random.default_rng(2)
    before = rng.uniform(0.2, 0.6, 200)
    after = before + rng.normal(0.05, 0.1, 200)
    found = difference(after.tolist(), before.tolist())
    assert found.low > 0
    assert found.p < 0.001


def test_nothing_to_draw_from_is_an_error() -> None:
    with pytest.raises(ValueError, match="no needs"):
        interval([])
