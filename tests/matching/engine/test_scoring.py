import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine import scoring
from matching.engine.admission import Admission
from matching.engine.rows import SparseRows
from matching.engine.scoring import top_k


def rows(table: np.ndarray) -> SparseRows:
    """A table with one row for each text."""
    places, columns = np.nonzero(table)
    pointers = np.searchsorted(places, np.arange(len(table) + 1)).astype(np.int64)
    return SparseRows(pointers, columns.astype(np.int32), table[places, columns], table.shape[1])


# Few distinct values, so that ties are common; halves add up without rounding.
VALUES = st.sampled_from([0.0, 0.0, 0.5, 1.0])


@st.composite
def markets(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    needs, terms, seeds = (draw(st.integers(1, 7)) for _ in range(3))

    def table(rows: int, columns: int) -> np.ndarray:
        values = draw(st.lists(VALUES, min_size=rows * columns, max_size=rows * columns))
        return np.array(values).reshape(rows, columns)

    return table(needs, terms), table(seeds, terms), table(needs, seeds) > 0


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
        {None: np.ones(len(seeds), dtype=bool)},
        {i: np.flatnonzero(row).tolist() for i, row in enumerate(barred)},
    )
    indices, scores = top_k(rows(needs), rows(seeds.astype(np.float32)), k, admission=admission)
    found = [
        [(int(j), float(s)) for j, s in zip(*row, strict=True) if j >= 0]
        for row in zip(indices, scores, strict=True)
    ]
    assert found == naive(needs @ seeds.T, barred, k)


def test_equal_scores_order_by_seed() -> None:
    indices, _ = top_k(rows(np.ones((1, 1))), rows(np.ones((200, 1), dtype=np.float32)), 3)
    assert indices.tolist() == [[0, 1, 2]]


def test_missing_places_are_marked() -> None:
    indices, scores = top_k(rows(np.ones((1, 1))), rows(np.array([[2.0], [0.0]], dtype=np.float32)), 3)
    assert (indices.tolist(), scores.tolist()) == ([[0, -1, -1]], [[2.0, 0.0, 0.0]])


def test_progress_is_told_by_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(scoring, "_SLICE", 64)
    seeds = rows(np.ones((2, 1), dtype=np.float32))
    top_k(rows(np.ones((130, 1))), seeds, 1, progress=lambda *step: told.append(step))
    assert told == [(64, 130), (128, 130), (130, 130)]


@pytest.mark.parametrize(
    ("needs", "seeds", "k", "message"),
    [
        (np.ones((1, 2)), np.ones((2, 1)), 1, "needs have 2 terms, seeds 1"),
        (np.ones((1, 1)), np.ones((2, 1)), 0, "k must be at least 1"),
        (-np.ones((1, 1)), np.ones((2, 1)), 1, "a need weight is negative"),
        (np.ones((1, 1)), np.full((2, 1), np.nan), 1, "a seed impact is negative or not finite"),
    ],
)
def test_wrong_input_is_named(needs: np.ndarray, seeds: np.ndarray, k: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        top_k(rows(needs), rows(seeds), k)
