"""Every number the engine can be told, in one value."""

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

ENGINE_VERSION: Final = "1"


def _facet_weights() -> MappingProxyType[str, float]:
    return MappingProxyType({"base": 2.0, "ipc": 1.5, "industry": 0.5, "city": 0.25})


@dataclass(frozen=True, slots=True)
class Config:
    """Weights of the evidence and bounds of the grades; the defaults are the product's one configuration.

    Attributes
    ----------
    k1, b : float
        BM25's saturation, > 0, and length normalisation, 0 to 1.
    title_weight : float
        What one occurrence in a title counts, in occurrences in the body, >= 0.
    pair_weight_cjk, pair_weight, bigram_weight, bridge_weight : float
        Weights of neighbouring morphemes (Japanese and Korean; others), of character bigrams, and of
        words bridged between languages, relative to a morpheme's 1.
    concept_weight, concept_weight_across : float
        Weight of a shared glossary concept between texts of the same language, and of different ones.
    need_idf : float
        0 to 1: how much words frequent among the needs lose (see `NeedStatistics`).
    few : int
        A language with fewer seeds than this is weighed as if it had as many, so that a handful of
        seeds in one language get sensible idf values.
    facet_weights : mapping of scheme to float
        Bonus for each shared facet of the scheme, in points of score.
    top : int
        How many seeds are kept for a need, >= 1.
    possible, good, strong : float
        Least coverage of each grade, rising.
    """

    k1: float = 1.2
    b: float = 0.75
    title_weight: float = 1.5
    pair_weight_cjk: float = 0.1
    pair_weight: float = 0.2
    bigram_weight: float = 0.3
    bridge_weight: float = 1.0
    concept_weight: float = 0.3
    concept_weight_across: float = 1.5
    need_idf: float = 1.0
    few: int = 200
    facet_weights: MappingProxyType[str, float] = field(default_factory=_facet_weights)
    top: int = 20
    possible: float = 0.12
    good: float = 0.25
    strong: float = 0.4
