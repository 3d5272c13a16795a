"""Which seeds may answer which needs; what is not admitted never takes up a place."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matching.engine.hashing import BoolArray


@dataclass(frozen=True, eq=False, slots=True)
class AdmissionArrays:
    """Attributes
    ----------
    admitted : bool array of shape (n_classes, n_seeds)
    class_of : int32 array of shape (n_needs,)
        Row of ``admitted`` for each need.
    pointers, excluded : int64 array of shape (n_needs + 1,) and int32 array
        Seeds ruled out for each need, rising.
    """

    admitted: BoolArray
    class_of: NDArray[np.int32]
    pointers: NDArray[np.int64]
    excluded: NDArray[np.int32]

    def take(self, needs: NDArray[np.int64]) -> "AdmissionArrays":
        """The same for the needs at these places."""
        sizes = np.diff(self.pointers)[needs]
        pointers = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        entries = np.arange(pointers[-1]) + np.repeat(self.pointers[needs] - pointers[:-1], sizes)
        return AdmissionArrays(self.admitted, self.class_of[needs], pointers, self.excluded[entries])


@dataclass(frozen=True, eq=False, slots=True)
class Admission:
    """Rules by group and by pair.

    Attributes
    ----------
    groups : sequence of hashable of length n_needs
        Group of each need, a key of ``admitted``.
    admitted : mapping of group to bool array of shape (n_seeds,)
        Seeds that may answer a need of the group.
    excluded : mapping of need index to seed indices
        Pairs ruled out one by one: own seeds, declared competitors, dismissed pairs.
    """

    groups: Sequence[Hashable]
    admitted: Mapping[Hashable, BoolArray]
    excluded: Mapping[int, Collection[int]] = field(default_factory=dict)

    @classmethod
    def everything(cls, n_needs: int, n_seeds: int) -> "Admission":
        return cls([None] * n_needs, {None: np.ones(n_seeds, dtype=bool)})

    @classmethod
    def by_kind(
        cls,
        need_kinds: Sequence[str],
        seed_kinds: Sequence[str],
        answers: Mapping[str, Collection[str]],
        excluded: Iterable[tuple[int, int]] = (),
    ) -> "Admission":
        """Kinds answer kinds; ``excluded`` has pairs of need index and seed index.

        A kind of need that ``answers`` does not name is answered by nothing.
        """
        pairs: defaultdict[int, set[int]] = defaultdict(set)
        for need, seed in excluded:
            pairs[need].add(seed)
        admitted: dict[Hashable, BoolArray] = {}
        for kind in set(need_kinds):
            admitted[kind] = np.fromiter((each in answers.get(kind, ()) for each in seed_kinds), dtype=bool)
        return cls(list(need_kinds), admitted, pairs)

    def as_arrays(self, n_seeds: int) -> "AdmissionArrays":
        """The same as arrays, for the kernels."""
        classes = {group: place for place, group in enumerate(self.admitted)}
        admitted = np.array(list(self.admitted.values()), dtype=np.bool_).reshape(len(classes), n_seeds)
        class_of = np.array([classes[group] for group in self.groups], dtype=np.int32)
        lists = [sorted(self.excluded.get(need, ())) for need in range(len(self.groups))]
        pointers = np.concatenate([[0], np.cumsum([len(each) for each in lists])]).astype(np.int64)
        excluded = np.array([seed for each in lists for seed in each], dtype=np.int32)
        return AdmissionArrays(admitted, class_of, pointers, excluded)

    def part(self, first: int, last: int) -> "Admission":
        """The same for the needs ``[first, last)`` alone."""
        excluded = {need - first: self.excluded[need] for need in range(first, last) if need in self.excluded}
        return Admission(self.groups[first:last], self.admitted, excluded)

    def mask(self, need: int) -> BoolArray:
        """Which seeds may answer the need with this index."""
        allowed = self.admitted[self.groups[need]]
        barred = self.excluded.get(need)
        if barred:
            allowed = allowed.copy()
            allowed[list(barred)] = False
        return allowed
