"""Not one owner's seeds alone at the top, when others are as good."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from matching.engine.hashing import BoolArray, FloatArray, IntArray

NO_OWNER = -1


def spread(
    indices: IntArray, scores: FloatArray, owners: IntArray, *, cap: int, slack: float, k: int
) -> tuple[IntArray, FloatArray]:
    """Reorder ranked seeds so that at most `cap` of the first `k` belong to one owner.

    Places are given from the top. The best seed left takes a place unless its owner has `cap` already and
    the best seed of another owner scores at least `slack` times as much, which then goes before it. Behind
    the first `k` the seeds left over keep their order. Nothing is lost: a row holds what it held.

    Parameters
    ----------
    indices : int64 array of shape (n_needs, m), -1 where a need has fewer than m candidates
        Ranked best first, as `scoring.top_k` gives them; more than `k`, so that there are others to take.
    scores : float64 array of shape (n_needs, m), >= 0, falling
        Equal scores stand by seed index, and that order is kept.
    owners : int64 array of shape (n_seeds,)
        Owner of each seed; seeds of `NO_OWNER` are never held back.
    cap, k : int, >= 1
    slack : float, 0 to 1
        1 makes way only to equals, 0 to whatever there is.

    Returns
    -------
    indices, scores : arrays of the same shapes, new where anything moved

    Raises
    ------
    ValueError
        If `cap`, `k` or `slack` is out of range.
    """
    if cap < 1 or k < 1 or not 0 <= slack <= 1:
        raise ValueError(f"cap {cap} and k {k} must be at least 1, slack {slack} from 0 to 1")
    held = _owners_of(indices, owners)
    crowded = np.flatnonzero(_crowded(held[:, :k], cap))
    if not len(crowded):
        return indices, scores
    order = np.tile(np.arange(indices.shape[1]), (len(crowded), 1))
    for nth, row in enumerate(crowded.tolist()):
        count = int((indices[row] >= 0).sum())
        order[nth, :count] = _order(
            held[row, :count].tolist(), scores[row, :count].tolist(), cap=cap, slack=slack, k=k
        )
    indices, scores = indices.copy(), scores.copy()
    indices[crowded] = np.take_along_axis(indices[crowded], order, axis=1)
    scores[crowded] = np.take_along_axis(scores[crowded], order, axis=1)
    return indices, scores


def _owners_of(indices: IntArray, owners: IntArray) -> IntArray:
    if not len(owners):
        return np.full(indices.shape, NO_OWNER, dtype=np.int64)
    return np.where(indices >= 0, owners[indices], NO_OWNER)


def _crowded(held: IntArray, cap: int) -> BoolArray:
    """Rows in which some owner has more than `cap` places: equal owners stand `cap` apart when sorted."""
    sorted_owners = np.sort(held, axis=1)
    same = (sorted_owners[:, cap:] == sorted_owners[:, :-cap]) & (sorted_owners[:, cap:] != NO_OWNER)
    crowded: BoolArray = same.any(axis=1)
    return crowded


def _order(owners: Sequence[int], scores: Sequence[float], *, cap: int, slack: float, k: int) -> list[int]:
    """Places of one row's candidates, best first, in the order in which they are to stand."""
    waiting = list(range(len(owners)))
    order: list[int] = []
    given: Counter[int] = Counter()
    while waiting and len(order) < k:
        chosen = best = waiting[0]
        if given[owners[best]] >= cap:
            other = next((place for place in waiting if given[owners[place]] < cap), best)
            chosen = other if scores[other] >= slack * scores[best] else best
        waiting.remove(chosen)
        order.append(chosen)
        given.update([owners[chosen]] if owners[chosen] != NO_OWNER else [])
    return order + waiting
