"""What an explanation is made of."""

from dataclasses import dataclass
from typing import Any

from matching.engine.text import Span


@dataclass(frozen=True, slots=True)
class Reason:
    """A part of a score.

    Attributes
    ----------
    kind : {"term", "pair", "bigram", "bridge", "concept", "facet", "related", "semantic", "rest"}
    label : str
        The need's own words; the concept's id for a concept, ``scheme:code`` for a facet, the need's word
        ``≈`` the seed's for words that go together, "semantic" for texts that mean the same in other words,
        the number of small reasons that are summed up for the rest.
    weight : float
        Points of score, > 0; the weights of a pair's reasons add up to its score.
    need_spans, seed_spans : tuples of Span
        Where the evidence stands in the original texts, the first ten places; empty for meaning, for the
        rest and for facets, except in a need that does not state its base technology, where the concepts that
        imply it stand.
    """

    kind: str
    label: str
    weight: float
    need_spans: tuple[Span, ...] = ()
    seed_spans: tuple[Span, ...] = ()

    def heavier(self, by: float) -> "Reason":
        return Reason(self.kind, self.label, self.weight + by, self.need_spans, self.seed_spans)

    def labelled(self, label: str) -> "Reason":
        return Reason(self.kind, label, self.weight, self.need_spans, self.seed_spans)

    def as_dict(self) -> dict[str, Any]:
        """A value JSON can keep: spans as ``[field, start, end]``."""
        return {
            "kind": self.kind,
            "label": self.label,
            "weight": self.weight,
            "need": [[span.field, span.start, span.end] for span in self.need_spans],
            "seed": [[span.field, span.start, span.end] for span in self.seed_spans],
        }


@dataclass(frozen=True, slots=True)
class Missing:
    """A word of the need that the seed does not answer; ``weight`` is what it counts in the ceiling."""

    label: str
    weight: float
    need_spans: tuple[Span, ...]
