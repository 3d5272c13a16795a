"""The exact best seeds of every need."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matching.engine.admission import Admission
from matching.engine.config import Config
from matching.engine.grades import Grade, coverage, grades
from matching.engine.hashing import FloatArray, IntArray
from matching.engine.kernel import kernel
from matching.engine.rows import SparseRows
from matching.engine.tokens import Progress

# Needs ranked between two signs of progress.
_SLICE = 4_096


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
        Scores fall along a row, equal ones are in the order of the seeds, but for seeds that gave way to
        those of other owners (`diversity`); 0 where there is no seed.
    grades : int64 array of shape (n_needs, k)
        `Grade` values.
    """

    need_ids: tuple[str, ...]
    seed_ids: tuple[str, ...]
    indices: IntArray
    scores: FloatArray
    coverages: FloatArray
    grades: IntArray

    def part(self, first: int, last: int) -> "Ranking":
        """The same for the needs ``[first, last)`` alone."""
        rows = slice(first, last)
        return Ranking(
            self.need_ids[rows],
            self.seed_ids,
            self.indices[rows],
            self.scores[rows],
            self.coverages[rows],
            self.grades[rows],
        )

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
    needs: SparseRows,
    seeds: SparseRows,
    k: int,
    *,
    admission: Admission | None = None,
    progress: Progress | None = None,
) -> tuple[IntArray, FloatArray]:
    """Exact best seeds of every need by dot product.

    Parameters
    ----------
    needs : SparseRows of n_needs rows, float64, weights >= 0
    seeds : SparseRows of n_seeds rows, float32, impacts >= 0
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
        If the widths differ, k < 1, or a weight is negative or not finite.
    """
    _check(needs, seeds, k)
    admission = admission or Admission.everything(len(needs), len(seeds))
    indices = np.full((len(needs), k), -1, dtype=np.int64)
    scores = np.zeros((len(needs), k))
    for first in range(0, len(needs), _SLICE):
        last = min(first + _SLICE, len(needs))
        here = np.arange(first, last)
        indices[here], scores[here] = kernel().top_k(
            needs.take(here), seeds, k, admission=admission.part(first, last)
        )
        if progress is not None:
            progress(last, len(needs))
    return indices, scores


def _check(needs: SparseRows, seeds: SparseRows, k: int) -> None:
    if needs.width != seeds.width:
        raise ValueError(f"needs have {needs.width} terms, seeds {seeds.width}")
    if k < 1:
        raise ValueError(f"k must be at least 1, got {k}")
    needs.check("need weight")
    seeds.check("seed impact")


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
