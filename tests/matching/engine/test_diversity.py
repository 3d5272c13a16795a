import numpy as np
import pytest

from matching.engine.diversity import spread

# Owner 7 has seeds 0 to 4, owner 8 seeds 5 and 6, nobody seeds 7 to 9.
OWNERS = np.array([7, 7, 7, 7, 7, 8, 8, -1, -1, -1])


def spread_one(seeds: list[int], scores: list[float], *, cap: int = 2, slack: float = 0.85, k: int = 4):
    indices, points = spread(np.array([seeds]), np.array([scores]), OWNERS, cap=cap, slack=slack, k=k)
    return indices[0].tolist(), points[0].tolist()


def test_spread_lets_another_owner_pass_that_is_as_good():
    seeds, scores = spread_one([0, 1, 2, 5], [10.0, 9.0, 8.0, 7.0])

    # 7.0 is at least 0.85 · 8.0 = 6.8.
    assert (seeds, scores) == ([0, 1, 5, 2], [10.0, 9.0, 7.0, 8.0])


def test_spread_keeps_the_order_where_the_other_is_clearly_worse():
    # 6.7 is less than 0.85 · 8.0 = 6.8.
    assert spread_one([0, 1, 2, 5], [10.0, 9.0, 8.0, 6.7])[0] == [0, 1, 2, 5]


def test_spread_judges_each_place_anew():
    # Third place: 5 scores 6.9 of 8.0 and passes 2; fourth: 6 scores 6.0 of 8.0, so 2 takes its place.
    assert spread_one([0, 1, 2, 5, 3, 6], [10.0, 9.0, 8.0, 6.9, 6.8, 6.0])[0] == [0, 1, 5, 2, 3, 6]


def test_spread_fills_the_first_places_from_beyond_them():
    assert spread_one([0, 1, 2, 3, 4, 5, 6], [9.0] * 7)[0] == [0, 1, 5, 6, 2, 3, 4]


def test_spread_never_holds_back_seeds_without_owner():
    assert spread_one([7, 8, 9, 5], [9.0, 8.9, 8.8, 8.7])[0] == [7, 8, 9, 5]


def test_spread_keeps_the_order_of_equal_scores():
    # 5 comes before 7, though both are as good, because it stood before it.
    assert spread_one([0, 1, 2, 5, 7], [9.0] * 5)[0] == [0, 1, 5, 7, 2]


def test_spread_leaves_one_owner_alone_when_there_are_no_others():
    assert spread_one([0, 1, 2, 3, 4], [5.0, 4.0, 3.0, 2.0, 1.0])[0] == [0, 1, 2, 3, 4]


def test_spread_leaves_missing_candidates_at_the_end():
    seeds, scores = spread_one([0, 1, 2, 5, -1, -1], [9.0, 9.0, 9.0, 9.0, 0.0, 0.0])

    assert (seeds, scores) == ([0, 1, 5, 2, -1, -1], [9.0, 9.0, 9.0, 9.0, 0.0, 0.0])


def test_spread_touches_only_rows_that_are_crowded():
    indices = np.array([[0, 5, 7], [0, 1, 5]])
    scores = np.array([[3.0, 2.0, 1.0], [3.0, 2.9, 2.8]])

    moved, points = spread(indices, scores, OWNERS, cap=1, slack=0.85, k=3)

    assert moved.tolist() == [[0, 5, 7], [0, 5, 1]]
    assert points.tolist() == [[3.0, 2.0, 1.0], [3.0, 2.8, 2.9]]
    assert indices.tolist() == [[0, 5, 7], [0, 1, 5]]


def test_spread_holds_its_promise_on_random_rows():
    random = np.random.default_rng(3)
    owners = random.integers(-1, 6, size=200)
    indices = np.array([random.permutation(200)[:30] for _ in range(300)])
    scores = -np.sort(-random.uniform(1, 20, size=indices.shape), axis=1)

    moved, points = spread(indices, scores, owners, cap=3, slack=0.85, k=10)

    for before, after, score_before, score_after in zip(indices, moved, scores, points, strict=True):
        assert sorted(after) == sorted(before)
        assert dict(zip(before, score_before, strict=True)) == dict(zip(after, score_after, strict=True))
        for place in range(10):
            owner = owners[after[place]]
            if owner >= 0 and (owners[after[:place]] == owner).sum() >= 3:
                given = [(owners[after[:place]] == other).sum() for other in owners[after[place:]]]
                free = (np.array(given) < 3) | (owners[after[place:]] < 0)
                assert (score_after[place:][free] < 0.85 * score_after[place]).all()


@pytest.mark.parametrize("shape", [(0, 5), (3, 0)])
def test_spread_of_nothing_is_nothing(shape):
    indices, scores = spread(
        np.zeros(shape, dtype=np.int64), np.zeros(shape), np.zeros(0, int), cap=3, slack=0.85, k=10
    )

    assert (indices.shape, scores.shape) == (shape, shape)


@pytest.mark.parametrize(("cap", "slack", "k"), [(0, 0.5, 10), (1, 1.1, 10), (1, -0.1, 10), (1, 0.5, 0)])
def test_spread_refuses_numbers_out_of_range(cap, slack, k):
    with pytest.raises(ValueError, match=r"at least 1, slack .* from 0 to 1"):
        spread(np.zeros((1, 1), dtype=np.int64), np.zeros((1, 1)), OWNERS, cap=cap, slack=slack, k=k)
