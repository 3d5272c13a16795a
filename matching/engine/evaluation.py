"""How good a ranking is against judged pairs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from statistics import fmean

Judgements = Mapping[str, Mapping[str, int]]
Run = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over the judged needs, each 0 to 1."""

    needs: int
    ndcg10: float
    recall10: float
    recall100: float


def ndcg(ranked: Sequence[str], gains: Mapping[str, int], k: int = 10) -> float:
    """Normalised discounted cumulative gain with linear gains (Järvelin, Kekäläinen, 2002).

    The ideal is the best order of all judged seeds; 0 for a need without a relevant one.
    """
    ideal = _dcg(sorted((gain for gain in gains.values() if gain > 0), reverse=True)[:k])
    return _dcg([max(gains.get(seed, 0), 0) for seed in ranked[:k]]) / ideal if ideal else 0.0


def _dcg(gains: Sequence[int]) -> float:
    return sum(gain / log2(place + 2) for place, gain in enumerate(gains))


def recall(ranked: Sequence[str], gains: Mapping[str, int], k: int) -> float:
    """Share of the relevant seeds among the first k."""
    relevant = {seed for seed, gain in gains.items() if gain > 0}
    return len(relevant.intersection(ranked[:k])) / len(relevant) if relevant else 0.0


def evaluate(run: Run, judgements: Judgements) -> Quality:
    """Score a run as trec_eval does.

    Parameters
    ----------
    run : mapping of need to seeds, best first
        A need that is missing counts 0.
    judgements : mapping of need to seeds with gains
        A negative gain marks the need's own document, which is taken out of the run first.

    Raises
    ------
    ValueError
        If no need has a relevant seed.
    """
    judged = {need: gains for need, gains in judgements.items() if max(gains.values(), default=0) > 0}
    if not judged:
        raise ValueError("no need has a relevant seed")
    ranked = {
        need: [seed for seed in run.get(need, ()) if gains.get(seed, 0) >= 0]
        for need, gains in judged.items()
    }
    return Quality(
        len(judged),
        fmean(ndcg(ranked[need], gains) for need, gains in judged.items()),
        fmean(recall(ranked[need], gains, 10) for need, gains in judged.items()),
        fmean(recall(ranked[need], gains, 100) for need, gains in judged.items()),
    )
