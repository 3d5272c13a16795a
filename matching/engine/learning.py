"""Weights from judgements: what a search proposes counts only if needs it has not seen agree.

A coordinate search doubles and halves one named weight after the other, keeps what helps the training needs,
and refines once. The needs are dealt into folds; the search runs without each fold in turn and is measured on
it. The proposal, searched on all needs, is accepted if the pooled held-out differences are above 0 with their
whole 95 % interval.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from operator import itemgetter
from statistics import fmean
from typing import Any, Final

from matching.engine.config import Config
from matching.engine.resampling import Difference, difference

FOLDS: Final = 5
FEWEST: Final = 30
"""Fewer judged needs than this cannot tell a better weight from luck."""
_ROUNDS: Final = ((2.0, 0.5), (1.4, 0.7))
_FIRST_OF_NONE: Final = 0.1
# In nDCG: what is less than a place lost by one need in a thousand is not worth another number.
_LEAST_GAIN: Final = 5e-4

Measure = Callable[[Config], Mapping[str, float]]
"""Quality of each need under a configuration; always the same needs."""
Watcher = Callable[[int], None]
"""Told how many configurations have been measured."""


@dataclass(frozen=True, slots=True)
class Weight:
    """One number of a configuration: a field, or one part of a field such as ``pair_weights.ja``."""

    name: str

    def of(self, config: Config) -> float:
        field, _, part = self.name.partition(".")
        value = getattr(config, field)
        return float(value[part] if part else value)

    def set(self, config: Config, value: float) -> Config:
        field, _, part = self.name.partition(".")
        new: Any = {**getattr(config, field), part: value} if part else value
        return replace(config, **{field: new})


def weights_of(config: Config) -> tuple[Weight, ...]:
    """The weights of evidence relative to a morpheme's 1: what judgements may move."""
    by_part = [
        f"{field}.{part}"
        for field in ("pair_weights", "bigram_weights", "facet_weights")
        for part in getattr(config, field)
    ]
    return tuple(map(Weight, ["bridge_weight", "concept_weight", "concept_weight_across", *by_part]))


@dataclass(frozen=True, slots=True)
class Trial:
    """A weight tried on all needs: the mean gain over what was best so far, and whether it was kept."""

    weight: str
    before: float
    after: float
    gain: float
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Fold:
    """What the search found without these needs, and the mean gain on them."""

    needs: int
    found: Mapping[str, float]
    gain: float


@dataclass(frozen=True)
class Decision:
    """A search with its outcome; ``held_out`` is None where there were too few needs to ask.

    ``idle`` are weights that make no difference to any of the needs, and were therefore not searched.
    """

    base: Config
    proposed: Config
    needs: int
    idle: tuple[str, ...]
    trials: tuple[Trial, ...]
    folds: tuple[Fold, ...]
    held_out: Difference | None
    measured: int

    @property
    def is_accepted(self) -> bool:
        return self.held_out is not None and self.held_out.low > 0 and bool(self.moved)

    @property
    def moved(self) -> dict[str, float]:
        return _moved(self.proposed, self.base)


def learn(base: Config, measure: Measure, *, watch: Watcher | None = None) -> Decision:
    """Search for better weights and say whether held-out needs agree.

    Raises
    ------
    ValueError
        If there is no need.
    """
    seen = _Measured(measure, weights_of(base), watch)
    needs = sorted(seen(base))
    if not needs:
        raise ValueError("no need is judged")
    if len(needs) < FEWEST:
        return Decision(base, base, len(needs), (), (), (), None, seen.count)
    idle = seen.leave_out_idle(base)
    proposed, trials = _climb(base, seen, needs)
    folds, held_out = _cross_validated(base, seen, needs)
    return Decision(base, proposed, len(needs), idle, tuple(trials), tuple(folds), held_out, seen.count)


class _Measured:
    """Measures each configuration once: the folds mostly try the same ones."""

    def __init__(self, measure: Measure, weights: Sequence[Weight], watch: Watcher | None) -> None:
        self._measure, self._watch = measure, watch
        self.weights = self.searched = weights
        self._known: dict[tuple[float, ...], Mapping[str, float]] = {}

    @property
    def count(self) -> int:
        return len(self._known)

    def __call__(self, config: Config) -> Mapping[str, float]:
        key = tuple(weight.of(config) for weight in self.weights)
        if key not in self._known:
            self._known[key] = self._measure(config)
            if self._watch is not None:
                self._watch(self.count)
        return self._known[key]

    def leave_out_idle(self, base: Config) -> tuple[str, ...]:
        """Search no more what changes nothing when it is doubled; returns the names."""
        idle = [weight for weight in self.weights if self(_values(weight, _ROUNDS[0], base)[0]) == self(base)]
        self.searched = [weight for weight in self.weights if weight not in idle]
        return tuple(weight.name for weight in idle)

    def mean(self, config: Config, needs: Collection[str]) -> float:
        measured = self(config)
        return fmean(measured[need] for need in needs)


def _climb(base: Config, seen: _Measured, needs: Collection[str]) -> tuple[Config, list[Trial]]:
    """The best configuration found for some needs, and all that was tried."""
    best, trials = base, list[Trial]()
    for factors in _ROUNDS:
        for weight in seen.searched:
            found, tried = _along(weight, factors, best, seen, needs)
            best, trials = found, trials + tried
    return best, trials


def _along(
    weight: Weight, factors: Sequence[float], best: Config, seen: _Measured, needs: Collection[str]
) -> tuple[Config, list[Trial]]:
    before, reached = weight.of(best), seen.mean(best, needs)
    gains = [(config, seen.mean(config, needs) - reached) for config in _values(weight, factors, best)]
    top, most = max(gains, key=itemgetter(1))
    is_better = most >= _LEAST_GAIN
    trials = [
        Trial(weight.name, before, weight.of(config), gain, is_better and config is top)
        for config, gain in gains
    ]
    return (top if is_better else best), trials


def _values(weight: Weight, factors: Sequence[float], config: Config) -> list[Config]:
    before = weight.of(config)
    values = [before * factor for factor in factors] if before else [_FIRST_OF_NONE]
    return [weight.set(config, value) for value in values]


def _cross_validated(base: Config, seen: _Measured, needs: Sequence[str]) -> tuple[list[Fold], Difference]:
    folds: list[Fold] = []
    found_scores, base_scores = list[float](), list[float]()
    for fold in folds_of(needs):
        found, _ = _climb(base, seen, [need for need in needs if need not in fold])
        gained, before = ([seen(config)[need] for need in sorted(fold)] for config in (found, base))
        folds.append(Fold(len(fold), _moved(found, base), fmean(gained) - fmean(before)))
        found_scores += gained
        base_scores += before
    return folds, difference(found_scores, base_scores)


def folds_of(needs: Sequence[str]) -> list[frozenset[str]]:
    """Needs dealt into folds of equal size by a hash of their names: the same needs, the same folds."""
    shuffled = sorted(needs, key=lambda need: blake2b(need.encode("utf-8", "surrogatepass")).digest())
    return [frozenset(shuffled[start::FOLDS]) for start in range(FOLDS)]


def _moved(config: Config, base: Config) -> dict[str, float]:
    return {
        weight.name: weight.of(config) for weight in weights_of(base) if weight.of(config) != weight.of(base)
    }
