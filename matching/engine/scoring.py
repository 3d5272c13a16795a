"""The exact best seeds of every need."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from matching.engine.admission import Admission
from matching.engine.config import Config
from matching.engine.grades import Grade, coverage, grades
from matching.engine.hashing import FloatArray, IntArray
from matching.engine.tokens import Progress

# Needs scored at once: their products with 100,000 seeds stay below 100 MB.
_SLICE = 64


@dataclass(frozen=True, slots=True)
class Scored:
    """A pair with its place; ``rank`` counts from 1, ``coverage`` is 0 to 1."""

    need_id: str
    seed_id: str
    rank: int
    score: float
    coverage: float
    grade: Grade


@dataclass(frozen=True, eq=False, slots=True)
class Ranking:
    """The best seeds of every need.

    Attributes
    ----------
    need_ids, seed_ids : tuples of str of lengths n_needs and n_seeds
    indices : int64 array of shape (n_needs, k)
        Places in ``seed_ids``, -1 where a need has fewer than k admitted seeds with a score above 0.
    scores, coverages : float64 arrays of shape (n_needs, k)
        Scores fall along a row, equal ones are in the order of the seeds; 0 where there is no seed.
    grades : int64 array of shape (n_needs, k)
        `Grade` values.
    """

    need_ids: tuple[str, ...]
    seed_ids: tuple[str, ...]
    indices: IntArray
    scores: FloatArray
    coverages: FloatArray
    grades: IntArray

    def ranked(self, need: int) -> Iterator[Scored]:
        """Every seed kept for the need with this index, best first, below the grades included."""
        for place in range(int((self.indices[need] >= 0).sum())):
            yield Scored(
                self.need_ids[need],
                self.seed_ids[self.indices[need, place]],
                place + 1,
                float(self.scores[need, place]),
                float(self.coverages[need, place]),
                Grade(int(self.grades[need, place])),
            )

    def matches(self) -> Iterator[Scored]:
        """The pairs worth showing: graded possible or better. A need may have none."""
        for need in range(len(self.need_ids)):
            yield from (scored for scored in self.ranked(need) if scored.grade > Grade.NONE)


def top_k(
    needs: csr_array,
    by_term: csr_array,
    k: int,
    *,
    admission: Admission | None = None,
    progress: Progress | None = None,
) -> tuple[IntArray, FloatArray]:
    """Exact best seeds of every need by dot product.

    Parameters
    ----------
    needs : csr_array of shape (n_needs, n_terms), float64, weights >= 0, columns sorted
    by_term : csr_array of shape (n_terms, n_seeds), float64, impacts >= 0
    k : int, 1 <= k
    admission : Admission, optional
        Who may answer whom; everybody by default.
    progress : callable, optional
        Told ``(done, total)`` needs after each slice.

    Returns
    -------
    indices : int64 array of shape (n_needs, k), -1 where a need has fewer than k seeds above 0
    scores : float64 array of shape (n_needs, k), falling; equal scores order by seed index

    Raises
    ------
    ValueError
        If the term axes differ, k < 1, or a weight is negative or not finite.
    """
    _check(needs, by_term, k)
    n_needs, n_seeds = needs.shape[0], by_term.shape[1]
    admission = admission or Admission.everything(n_needs, n_seeds)
    indices = np.full((n_needs, k), -1, dtype=np.int64)
    scores = np.zeros((n_needs, k))
    for first in range(0, n_needs, _SLICE):
        product = needs[first : first + _SLICE] @ by_term
        for row in range(product.shape[0]):
            found, points = _best(product, row, admission, first + row, k)
            indices[first + row, : len(found)] = found
            scores[first + row, : len(found)] = points
        if progress is not None:
            progress(min(first + _SLICE, n_needs), n_needs)
    return indices, scores


def _check(needs: csr_array, by_term: csr_array, k: int) -> None:
    if needs.shape[1] != by_term.shape[0]:
        raise ValueError(f"needs have {needs.shape[1]} terms, seeds {by_term.shape[0]}")
    if k < 1:
        raise ValueError(f"k must be at least 1, got {k}")
    for name, values in (("need weight", needs.data), ("seed impact", by_term.data)):
        if not np.isfinite(values).all() or (values < 0).any():
            raise ValueError(f"a {name} is negative or not finite")


def _best(
    product: csr_array, row: int, admission: Admission, need: int, k: int
) -> tuple[IntArray, FloatArray]:
    inside = slice(product.indptr[row], product.indptr[row + 1])
    seeds, points = product.indices[inside].astype(np.int64), product.data[inside]
    kept = admission.mask(need)[seeds] & (points > 0)
    seeds, points = seeds[kept], points[kept]
    if len(points) > k:
        # All that equal the k-th stay in, so that the tie is broken by seed index below.
        kept = points >= np.partition(points, len(points) - k)[len(points) - k]
        seeds, points = seeds[kept], points[kept]
    order = np.lexsort((seeds, -points))[:k]
    return seeds[order], points[order]


def ranking(
    need_ids: tuple[str, ...],
    seed_ids: tuple[str, ...],
    best: tuple[IntArray, FloatArray],
    ceilings: FloatArray,
    config: Config,
) -> Ranking:
    """Put scores on the absolute scale."""
    indices, scores = best
    covered = coverage(scores, ceilings[:, None], config)
    return Ranking(need_ids, seed_ids, indices, scores, covered, grades(covered, config))
