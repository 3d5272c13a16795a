"""Weights learnt from judgements, and the record of how it was decided."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from matching.engine.backtest import Backtest
from matching.engine.config import Config
from matching.engine.config_file import changes
from matching.engine.learning import FEWEST, FOLDS, Decision, Trial, Watcher, learn
from matching.engine.resampling import LEVEL
from matching.files.output import all_or_nothing


def learn_from(tests: Sequence[Backtest], base: Config, watch: Watcher) -> Decision:
    """Search weights by nDCG@10, each judged need of each set counting the same."""

    def measure(config: Config) -> Mapping[str, float]:
        return {
            f"{test.labelled.name}/{need}": quality.ndcg10
            for test in tests
            for need, quality in test.measure(config).items()
        }

    return learn(base, measure, watch=watch)


def write_decision(decision: Decision, sets: Sequence[str], out: Path) -> list[Path]:
    """Write the record beside `out`, and to `out` the configuration if it was accepted.

    Returns what was written.

    Raises
    ------
    FileRefused
        If a file cannot be written.
    """
    record = out.with_suffix(".decision.md")
    paths = [record, out] if decision.is_accepted else [record]
    with all_or_nothing(paths) as files:
        files[0].write("\n".join(record_of(decision, sets)) + "\n")
        for file in files[1:]:
            json.dump(changes(decision.proposed), file, indent=2)
            file.write("\n")
    return paths


def verdict(decision: Decision) -> str:
    if decision.held_out is None:
        return f"Not accepted: {decision.needs} judged needs are too few; at least {FEWEST} are needed."
    if not decision.moved:
        return "Not accepted: no weight tried is better than what there is."
    found = decision.held_out
    bounds = f"{found.mean:+.4f} [{found.low:+.4f}, {found.high:+.4f}], p {found.p:.4f}"
    word = "Accepted" if decision.is_accepted else "Not accepted"
    return f"{word}: on needs the search had not seen, nDCG@10 changes by {bounds}."


def record_of(decision: Decision, sets: Sequence[str]) -> Iterator[str]:
    """The decision in Markdown: what was tried, the held-out figures, and what follows."""
    yield "# Weights from judgements"
    yield ""
    yield verdict(decision)
    yield ""
    yield f"{decision.needs} judged needs of {', '.join(sets)}; {decision.measured} configurations measured."
    if decision.held_out is not None:
        yield f"The bounds hold {LEVEL:.0%} of samples of needs; a proposal is accepted if both are above 0."
        if decision.idle:
            yield f"No difference to any of these needs, and not searched: {', '.join(decision.idle)}."
        yield from _moves(decision)
        yield from _folds(decision)
        yield from _trials(decision.trials)


def _moves(decision: Decision) -> Iterator[str]:
    if not decision.moved:
        return
    yield from ("", "## Proposed from all needs", "", "| weight | now | proposed |", "|---|---|---|")
    was = {trial.weight: trial.before for trial in reversed(decision.trials)}
    for name, value in decision.moved.items():
        yield f"| {name} | {was[name]:g} | {value:g} |"


def _folds(decision: Decision) -> Iterator[str]:
    yield from ("", f"## Searched without each of {FOLDS} folds, measured on it", "")
    yield from ("| needs | change of nDCG@10 | found without them |", "|---|---|---|")
    for fold in decision.folds:
        found = ", ".join(f"{name} {value:g}" for name, value in fold.found.items()) or "nothing better"
        yield f"| {fold.needs} | {fold.gain:+.4f} | {found} |"


def _trials(trials: Sequence[Trial]) -> Iterator[str]:
    yield from ("", "## Tried on all needs", "")
    yield from ("| weight | from | to | change of nDCG@10 | |", "|---|---|---|---|---|")
    for trial in trials:
        kept = "kept" if trial.is_kept else ""
        yield f"| {trial.weight} | {trial.before:g} | {trial.after:g} | {trial.gain:+.4f} | {kept} |"
