"""How good a ranking is against judged pairs."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from statistics import fmean
from typing import Final

Judgements = Mapping[str, Mapping[str, int]]
Run = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Quality:
    """Measures of one need, or means over the judged needs, each 0 to 1."""

    ndcg10: float
    recall10: float
    recall100: float


MEASURES: Final = ("ndcg10", "recall10", "recall100")
NAMES: Final = {"ndcg10": "nDCG@10", "recall10": "R@10", "recall100": "R@100"}
DEPTH: Final = 100
"""How many seeds of each need a run must have for these measures."""


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


def qualities(run: Run, judgements: Judgements) -> dict[str, Quality]:
    """Score each judged need of a run as trec_eval does.

    Parameters
    ----------
    run : mapping of need to seeds, best first
        A need that is missing counts 0.
    judgements : mapping of need to seeds with gains
        A negative gain marks the need's own document, which is taken out of the run first. A need without
        a seed of positive gain is not judged and left out.
    """
    judged = {need: gains for need, gains in judgements.items() if max(gains.values(), default=0) > 0}
    return {need: _quality(run.get(need, ()), gains) for need, gains in judged.items()}


def _quality(found: Sequence[str], gains: Mapping[str, int]) -> Quality:
    ranked = [seed for seed in found if gains.get(seed, 0) >= 0]
    return Quality(ndcg(ranked, gains), recall(ranked, gains, 10), recall(ranked, gains, 100))


def condensed(run: Run, judgements: Judgements) -> dict[str, list[str]]:
    """A run without the seeds nobody judged (Sakai, Alternatives to Bpref, 2007).

    Where only pairs that were shown could be judged, an unjudged seed is not known to be worse.
    """
    return {need: [seed for seed in seeds if seed in judgements.get(need, {})] for need, seeds in run.items()}


def mean(each: Collection[Quality]) -> Quality:
    """Means over needs.

    Raises
    ------
    ValueError
        If there are none.
    """
    if not each:
        raise ValueError("no need has a relevant seed")
    return Quality(*(fmean(getattr(quality, name) for quality in each) for name in MEASURES))


def evaluate(run: Run, judgements: Judgements) -> Quality:
    """Mean quality of a run; see `qualities`.

    Raises
    ------
    ValueError
        If no need has a relevant seed.
    """
    return mean(qualities(run, judgements).values())
