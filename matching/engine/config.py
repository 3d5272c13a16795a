"""Every number the engine can be told, in one value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

ENGINE_VERSION: Final = "2"


def _pair_weights() -> MappingProxyType[str, float]:
    return MappingProxyType({"ja": 0.1, "ko": 0.35, "en": 0.2, "und": 0.2})


def _bigram_weights() -> MappingProxyType[str, float]:
    return MappingProxyType({"ja": 0.2, "ko": 0.6})


def _facet_weights() -> MappingProxyType[str, float]:
    return MappingProxyType({"base": 12.0, "ipc": 4.0, "industry": 0.5, "city": 0.25})


@dataclass(frozen=True, slots=True)
class Config:
    """Weights of the evidence and bounds of the grades; the defaults are the product's one configuration.

    Attributes
    ----------
    k1, b : float
        BM25's saturation, > 0, and length normalisation, 0 to 1.
    title_weight : float
        What one occurrence in a title counts, in occurrences in the body, >= 0.
    repetition : float
        0 to 1: a word that stands n times in a need counts ``n ** repetition`` times.
    pair_weights, bigram_weights : mapping of language to float
        Weights of neighbouring morphemes and of character bigrams, relative to a morpheme's 1, by the
        language of the need; 0 for a language not named.
    bridge_weight : float
        Weight of a word bridged between languages, likewise.
    concept_weight, concept_weight_across : float
        Weight of a shared glossary concept between texts of the same language, and of different ones.
    reach, highest_raise : float
        0 to 1, and >= 1: how far evidence across languages is raised to make up for the words that cannot
        meet there (see `queries`); a reach of 0 leaves it as it is, 1 makes up for all of them.
    related : int
        How many words that go together with a need's own in the seeds (see `semantics`) are asked for as
        well, >= 0.
    related_weight : float
        Their weight, >= 0, for a language whose seeds could be foretold completely; it falls with what
        cannot be (`Space.trust`, in practice 0.05 to 0.2).
    need_idf : float
        0 to 1: how much words frequent among the needs lose (see `NeedStatistics`).
    few : int
        A language with fewer seeds than this is weighed as if it had as many, so that a handful of
        seeds in one language get sensible idf values.
    facet_weights : mapping of scheme to float
        Bonus for each shared facet of the scheme, in points of score.
    vector_weight : float
        Greatest bonus for texts that mean the same, in points of score, >= 0; without an installed model
        there is none.
    implied : float
        Points of score, >= 0, shared out among the base technologies a need's concepts belong to, where it
        states none itself.
    top : int
        How many seeds are kept for a need, >= 1.
    owner_cap, owner_places : int
        At most so many seeds of one owner, >= 1, among so many first ones, >= 1 (see `diversity`) ...
    owner_slack : float
        ... unless the next of another owner scores less than this share, 0 to 1, of what it would pass.
    doubt : float
        Points of score, > 0, added to every need's ceiling: a need of three words cannot be answered with
        the certainty of one of thirty, however well its words are met.
    possible, good, strong : float
        Least coverage of each grade, rising.
    """

    k1: float = 1.2
    b: float = 0.9
    title_weight: float = 1.25
    repetition: float = 0.7
    pair_weights: Mapping[str, float] = field(default_factory=_pair_weights)
    bigram_weights: Mapping[str, float] = field(default_factory=_bigram_weights)
    bridge_weight: float = 1.0
    concept_weight: float = 0.3
    concept_weight_across: float = 1.0
    reach: float = 0.8
    highest_raise: float = 3.0
    related: int = 32
    related_weight: float = 5.0
    need_idf: float = 1.0
    few: int = 200
    facet_weights: Mapping[str, float] = field(default_factory=_facet_weights)
    vector_weight: float = 5.0
    implied: float = 8.0
    top: int = 20
    owner_cap: int = 3
    owner_places: int = 10
    owner_slack: float = 0.85
    doubt: float = 40.0
    possible: float = 0.14
    good: float = 0.23
    strong: float = 0.35
