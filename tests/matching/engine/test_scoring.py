import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from matching.engine.admission import Admission
from matching.engine.scoring import top_k

# Few distinct values, so that ties are common; halves add up without rounding.
VALUES = st.sampled_from([0.0, 0.0, 0.5, 1.0])


@st.composite
def markets(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    needs, terms, seeds = (draw(st.integers(1, 7)) for _ in range(3))

    def table(rows: int, columns: int) -> np.ndarray:
        values = draw(st.lists(VALUES, min_size=rows * columns, max_size=rows * columns))
        return np.array(values).reshape(rows, columns)

    return table(needs, terms), table(terms, seeds), table(needs, seeds) > 0


def naive(scores: np.ndarray, barred: np.ndarray, k: int) -> list[list[tuple[int, float]]]:
    """Every pair, one by one."""
    best = []
    for need, row in enumerate(scores):
        kept = [(j, float(s)) for j, s in enumerate(row) if s > 0 and not barred[need, j]]
        best.append(sorted(kept, key=lambda pair: (-pair[1], pair[0]))[:k])
    return best


@given(markets(), st.integers(1, 8))
def test_top_k_equals_the_naive_reference_ties_included(
    market: tuple[np.ndarray, np.ndarray, np.ndarray], k: int
) -> None:
    needs, seeds, barred = market
    admission = Admission(
        [None] * len(needs),
        {None: np.ones(seeds.shape[1], dtype=bool)},
        {i: np.flatnonzero(row).tolist() for i, row in enumerate(barred)},
    )
    indices, scores = top_k(csr_array(needs), csr_array(seeds), k, admission=admission)
    found = [
        [(int(j), float(s)) for j, s in zip(*row, strict=True) if j >= 0]
        for row in zip(indices, scores, strict=True)
    ]
    assert found == naive(needs @ seeds, barred, k)


def test_equal_scores_order_by_seed() -> None:
    indices, _ = top_k(csr_array(np.ones((1, 1))), csr_array(np.ones((1, 200))), 3)
    assert indices.tolist() == [[0, 1, 2]]


def test_missing_places_are_marked() -> None:
    indices, scores = top_k(csr_array(np.ones((1, 1))), csr_array(np.array([[2.0, 0.0]])), 3)
    assert (indices.tolist(), scores.tolist()) == ([[0, -1, -1]], [[2.0, 0.0, 0.0]])


def test_progress_is_told_by_slices() -> None:
    told: list[tuple[int, int]] = []
    top_k(
        csr_array(np.ones((130, 1))), csr_array(np.ones((1, 2))), 1, progress=lambda *step: told.append(step)
    )
    assert told == [(64, 130), (128, 130), (130, 130)]


@pytest.mark.parametrize(
    ("needs", "seeds", "k", "message"),
    [
        (np.ones((1, 2)), np.ones((1, 2)), 1, "needs have 2 terms, seeds 1"),
        (np.ones((1, 1)), np.ones((1, 2)), 0, "k must be at least 1"),
        (-np.ones((1, 1)), np.ones((1, 2)), 1, "a need weight is negative"),
        (np.ones((1, 1)), np.full((1, 2), np.nan), 1, "a seed impact is negative or not finite"),
    ],
)
def test_wrong_input_is_named(needs: np.ndarray, seeds: np.ndarray, k: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        top_k(csr_array(needs), csr_array(seeds), k)
