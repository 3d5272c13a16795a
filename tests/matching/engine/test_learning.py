"""The search on quality that is a known function of the weights: what it should find is known."""

from collections.abc import Callable, Mapping
from random import Random

import pytest

from matching.engine.config import Config
from matching.engine.learning import FEWEST, FOLDS, Weight, folds_of, learn, weights_of

NEEDS = [f"n{nth}" for nth in range(60)]


def peaked(best: Mapping[str, float], noise: float = 0.0) -> Callable[[Config], dict[str, float]]:
    """Quality that falls with the distance of each weight from its best value, differently for each need."""

    def measure(config: Config) -> dict[str, float]:
        off = sum(abs(Weight(name).of(config) - value) for name, value in best.items())
        return {
            need: 1 - off * (0.5 + nth % 3) + noise * _luck(need, config) for nth, need in enumerate(NEEDS)
        }

    return measure


def _luck(need: str, config: Config) -> float:
    return Random(f"{need} {[weight.of(config) for weight in weights_of(config)]}").uniform(-1, 1)


def test_better_weights_are_found_and_accepted() -> None:
    base = Config(bridge_weight=1.0, pair_weights={"ja": 0.1})
    decision = learn(base, peaked({"bridge_weight": 0.5, "pair_weights.ja": 0.2}))
    assert decision.moved == {"bridge_weight": 0.5, "pair_weights.ja": 0.2}
    assert decision.is_accepted
    assert decision.held_out is not None
    assert decision.held_out.low > 0


def test_second_round_refines_the_first() -> None:
    base = Config(bridge_weight=1.0)
    assert learn(base, peaked({"bridge_weight": 2.8})).moved == {"bridge_weight": pytest.approx(2.8)}


def test_weight_of_zero_can_be_switched_on() -> None:
    base = Config(pair_weights={"ja": 0.0})
    assert learn(base, peaked({"pair_weights.ja": 0.1})).moved == {"pair_weights.ja": 0.1}


def test_best_weights_stay() -> None:
    base = Config()
    decision = learn(base, peaked({"bridge_weight": base.bridge_weight}))
    assert (decision.moved, decision.is_accepted, decision.proposed) == ({}, False, base)


def test_luck_is_not_accepted() -> None:
    """Pure noise: the search finds something on the needs it sees, and the others do not agree."""
    decision = learn(Config(), peaked({}, noise=0.3))
    assert decision.moved
    assert any(trial.is_kept for trial in decision.trials)
    assert decision.held_out is not None
    assert decision.held_out.low <= 0
    assert not decision.is_accepted


def test_idle_weights_are_named_and_tried_once() -> None:
    decision = learn(Config(), peaked({"bridge_weight": 0.5}))
    assert "bridge_weight" not in decision.idle
    assert len(decision.idle) == len(weights_of(Config())) - 1
    assert {trial.weight for trial in decision.trials} == {"bridge_weight"}


def test_few_needs_decide_nothing() -> None:
    few = NEEDS[: FEWEST - 1]
    decision = learn(Config(), lambda config: dict.fromkeys(few, config.bridge_weight))
    assert (decision.needs, decision.held_out, decision.is_accepted) == (FEWEST - 1, None, False)


def test_no_needs_are_an_error() -> None:
    with pytest.raises(ValueError, match="no need is judged"):
        learn(Config(), lambda config: {})


def test_each_configuration_is_measured_once() -> None:
    asked: list[tuple[float, ...]] = []
    quality = peaked({"bridge_weight": 0.5, "concept_weight": 1.0})

    def measure(config: Config) -> dict[str, float]:
        asked.append(tuple(weight.of(config) for weight in weights_of(config)))
        return quality(config)

    counts: list[int] = []
    decision = learn(Config(), measure, watch=counts.append)
    assert len(asked) == len(set(asked)) == decision.measured
    assert counts == list(range(1, decision.measured + 1))


def test_folds_share_all_needs_out_and_depend_on_nothing_else() -> None:
    folds = folds_of(NEEDS)
    assert [len(fold) for fold in folds] == [len(NEEDS) // FOLDS] * FOLDS
    assert frozenset().union(*folds) == frozenset(NEEDS)
    assert folds_of(list(reversed(NEEDS))) == folds
