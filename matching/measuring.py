"""Tables of `evaluate_matching`: how good configurations are on labelled sets, and how they differ."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from matching.engine.evaluation import MEASURES, NAMES, Quality
from matching.engine.labelled import LabelledSet
from matching.engine.resampling import difference, interval

_NAME = 30
_CELL = 22
_MOVED = 5
_HEADLINE = 60

Measured = Mapping[str, Quality]
"""Quality of each judged need."""


@dataclass(frozen=True)
class Pair:
    """One set measured under two configurations."""

    labelled: LabelledSet
    first: Measured
    second: Measured


def quality_table(measured: Mapping[str, Measured]) -> Iterator[str]:
    """A line a set: means with the interval that holds them in 95 of 100 samples of needs."""
    yield f"{'set':<{_NAME}}{'needs':>6}  " + "".join(f"{NAMES[name]:<{_CELL}}" for name in MEASURES).rstrip()
    for name, each in measured.items():
        cells = [_interval([getattr(quality, measure) for quality in each.values()]) for measure in MEASURES]
        yield f"{name:<{_NAME}}{len(each):>6}  " + "".join(f"{cell:<{_CELL}}" for cell in cells).rstrip()


def _interval(values: Sequence[float]) -> str:
    found = interval(values)
    return f"{found.mean:.3f} [{found.low:.3f}, {found.high:.3f}]"


def difference_table(pairs: Sequence[Pair]) -> Iterator[str]:
    """A line a set: nDCG@10 of both, what the first has over the second, and whether that may be chance."""
    yield (
        f"{'set':<{_NAME}}{'needs':>6}  {'first':<8}{'second':<8}"
        f"{'difference':<28}{'p':<8}{'better':>6}{'worse':>7}"
    )
    for pair in pairs:
        first, second = _ndcg(pair)
        found = difference(first, second)
        better = sum(a > b for a, b in zip(first, second, strict=True))
        worse = sum(a < b for a, b in zip(first, second, strict=True))
        bounds = f"{found.mean:+.4f} [{found.low:+.4f}, {found.high:+.4f}]"
        yield (
            f"{pair.labelled.name:<{_NAME}}{len(first):>6}  {_mean(first):<8.3f}{_mean(second):<8.3f}"
            f"{bounds:<28}{found.p:<8.4f}{better:>6}{worse:>7}"
        )


def _ndcg(pair: Pair) -> tuple[list[float], list[float]]:
    return (
        [quality.ndcg10 for quality in pair.first.values()],
        [pair.second[need].ndcg10 for need in pair.first],
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def moved_most(pair: Pair) -> Iterator[str]:
    """The needs whose nDCG@10 differs most, up and down, with the beginning of their texts."""
    moves = {
        need: quality.ndcg10 - pair.second[need].ndcg10
        for need, quality in pair.first.items()
        if quality.ndcg10 != pair.second[need].ndcg10
    }
    rising = sorted(moves, key=lambda need: (-moves[need], need))
    falling = sorted(moves, key=lambda need: (moves[need], need))
    shown = [need for need in rising if moves[need] > 0][:_MOVED]
    shown += [need for need in falling if moves[need] < 0][:_MOVED]
    headlines = {item.text.id: " ".join((item.text.title or item.text.body).split())
                 for item in pair.labelled.needs}  # fmt: skip
    for need in shown:
        before, after = pair.second[need].ndcg10, pair.first[need].ndcg10
        yield f"  {moves[need]:+.3f}  ({before:.3f} → {after:.3f})  {need}  {headlines[need][:_HEADLINE]}"
