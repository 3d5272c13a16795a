"""Exact best seeds in passes over the needs, until every one's are proven."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from matching.engine.admission import AdmissionArrays
from matching.engine.hashing import Array, FloatArray, IntArray
from matching.engine.native.calls import Library, address, addresses, in_threads, parts, structure
from matching.engine.native.groups import alike, grouped, numbered
from matching.engine.rows import ColumnArray, SparseRows

# Seeds whose bounds are computed together, as in ranking.c.
_BLOCK: Final = 4_096
# A need of more terms would have too coarse bounds: all its seeds are scored.
_MOST_BOUNDED_TERMS: Final = 8_192
# Bounds are kept for more than k seeds, so that the k-th exact score is above all that was dropped.
_SPARE: Final = 15
_CANDIDATE: Final = np.dtype([("seed", np.uint32), ("bound", np.uint16)], align=True)
# What one pass may hold: candidates of 8 bytes, and weights of 64 bytes a term of a need.
_MOST_CANDIDATES: Final = 4_000_000
_MOST_TERMS: Final = 1_500_000
# How many times more are kept for the needs that a pass could not settle.
_WIDER: Final = 16

_Task = structure(
    "_Task",
    numbers="n_seeds n_numbers n_needs keep",
    arrays="seed_pointers seed_columns seed_impacts number_of greatest group_pointers row_numbers "
    "row_weights admitted class_of excluded_pointers excluded",
)
_Settling = structure(
    "_Settling",
    numbers="k workers width",
    arrays="need_pointers need_columns need_weights units buffers held dropped seeds scores proven",
)


@dataclass(frozen=True, eq=False, slots=True)
class _Bounded:
    """What a pass found, by worker: candidates, how many, and the greatest bound of those dropped."""

    buffers: list[Array]
    held: list[Array]
    dropped: list[Array]
    units: FloatArray


class Ranker:
    """One call of `Kernel.top_k`."""

    def __init__(  # noqa: PLR0917 -- the order of top_k
        self,
        library: Library,
        needs: SparseRows,
        seeds: SparseRows,
        k: int,
        allowed: AdmissionArrays,
        threads: int,
    ) -> None:
        self.library, self.needs, self.seeds, self.k = library, needs, seeds, k
        self.allowed, self.threads = allowed, threads
        self.indices = np.full((len(needs), k), -1, dtype=np.int64)
        self.scores = np.zeros((len(needs), k))

    def rank(self) -> tuple[IntArray, FloatArray]:
        sizes = np.diff(self.needs.pointers)
        todo = np.flatnonzero((sizes > 0) & (sizes <= _MOST_BOUNDED_TERMS))
        if len(todo):
            todo = todo[alike(self.needs.take(todo), self.seeds)]
        keep = self.k + self.k // 4 + _SPARE
        while len(todo) and keep < len(self.seeds):
            todo = np.concatenate([self._pass(portion, keep) for portion in self._portions(todo, keep)])
            keep *= _WIDER
        for need in np.concatenate([np.flatnonzero(sizes > _MOST_BOUNDED_TERMS), todo]).tolist():
            self._score_all(need)
        return self.indices, self.scores

    def _portions(self, todo: IntArray, keep: int) -> Iterator[IntArray]:
        """Needs in portions whose candidates and weights fit in memory."""
        terms = np.cumsum(np.diff(self.needs.pointers)[todo])
        most = max(1, _MOST_CANDIDATES // (2 * keep * self.threads))
        start = 0
        while start < len(todo):
            before = int(terms[start - 1]) if start else 0
            end = int(np.searchsorted(terms, before + _MOST_TERMS))
            end = max(start + 1, min(end, start + most))
            yield todo[start:end]
            start = end

    def _pass(self, places: IntArray, keep: int) -> IntArray:
        """Settle the needs at these places; returns those whose best seeds could not be proven."""
        needs, seeds, allowed = self.needs.take(places), self.seeds, self.allowed.take(places)
        number_of, n_numbers = numbered(needs)
        greatest = self._greatest(number_of, n_numbers)
        groups = grouped(needs, number_of, greatest)
        arrays = (
            seeds.pointers, seeds.columns, seeds.values, number_of, greatest, groups.pointers, groups.numbers,
            groups.weights, allowed.admitted, allowed.class_of, allowed.pointers, allowed.excluded,
        )  # fmt: skip
        task = _Task(len(seeds), n_numbers, len(needs), keep, *map(address, arrays))
        return self._settle(places, needs, task, self._bounds(task, keep, groups.units))

    def _greatest(self, number_of: ColumnArray, n_numbers: int) -> Array:
        seeds = self.seeds
        found = [np.zeros(n_numbers, dtype=np.float32) for _ in range(self.threads)]

        def find(first: int, last: int, greatest: Array) -> None:
            self.library.call(
                "greatest_impacts",
                seeds.pointers,
                first,
                last,
                seeds.columns,
                seeds.values,
                number_of,
                greatest,
            )

        edges = parts(len(seeds), self.threads)
        in_threads(find, [(*edge, part) for edge, part in zip(edges, found, strict=True)])
        greatest: Array = np.maximum.reduce(found)
        return greatest

    def _bounds(self, task: Any, keep: int, units: FloatArray) -> _Bounded:
        n, workers = len(units), min(self.threads, -(-len(self.seeds) // _BLOCK))
        bounded = _Bounded(
            [np.empty((n, 2 * keep), dtype=_CANDIDATE) for _ in range(workers)],
            [np.zeros(n, dtype=np.int64) for _ in range(workers)],
            [np.zeros(n, dtype=np.uint16) for _ in range(workers)],
            units,
        )

        def bound(worker: int) -> None:
            found = bounded.buffers[worker], bounded.held[worker], bounded.dropped[worker]
            self.library.must("bound_seeds", task, worker, workers, *found)

        in_threads(bound, [(worker,) for worker in range(workers)])
        return bounded

    def _settle(self, places: IntArray, needs: SparseRows, task: Any, bounded: _Bounded) -> IntArray:
        n, k = len(needs), self.k
        indices, scores = np.full((n, k), -1, dtype=np.int64), np.zeros((n, k))
        proven, weights = np.zeros(n, dtype=np.uint8), needs.values.astype(np.float64)
        by_worker = [addresses(each) for each in (bounded.buffers, bounded.held, bounded.dropped)]
        arrays = (
            needs.pointers, needs.columns, weights, bounded.units, *by_worker, indices, scores, proven
        )  # fmt: skip
        settling = _Settling(k, len(bounded.buffers), bounded.buffers[0].shape[1], *map(address, arrays))

        def settle(first: int, last: int) -> None:
            self.library.must("settle", task, settling, first, last)

        in_threads(settle, parts(n, self.threads))
        self.indices[places], self.scores[places] = indices, scores
        unproven: IntArray = places[proven == 0]
        return unproven

    def _score_all(self, need: int) -> None:
        """Score every admitted seed of one need: what its bounds could not decide."""
        place = np.array([need])
        allowed = self.allowed.take(place)
        admitted = allowed.admitted[allowed.class_of[0]].copy()
        admitted[allowed.excluded] = False
        candidates = np.zeros((1, int(admitted.sum()) or 1), dtype=_CANDIDATE)
        candidates["seed"][0, : admitted.sum()] = np.flatnonzero(admitted)
        candidates["bound"] = 1
        bounded = _Bounded(
            [candidates], [np.array([admitted.sum()])], [np.zeros(1, dtype=np.uint16)], np.array([np.inf])
        )
        seeds = self.seeds
        task = _Task(len(seeds), 0, 1, 1, *map(address, (seeds.pointers, seeds.columns, seeds.values)))
        self._settle(place, self.needs.take(place), task, bounded)
