"""Why a pair scores what it scores, with the places of the evidence in both texts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import numpy as np

from matching.engine.config import Config
from matching.engine.evidence import Evidence, Kind, across, salted
from matching.engine.glossary import Glossary
from matching.engine.grades import Grade, coverage, grade
from matching.engine.hashing import FloatArray
from matching.engine.index import Index
from matching.engine.queries import Query, ceiling
from matching.engine.text import Span

KIND_NAMES: Final = {kind: kind.name.lower() for kind in Kind}
_MISSING_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Reason:
    """A part of a score.

    Attributes
    ----------
    kind : {"term", "pair", "bigram", "bridge", "concept", "facet"}
    label : str
        The need's own words; the concept's id for a concept, ``scheme:code`` for a facet.
    weight : float
        Points of score, > 0; the weights of a pair's reasons add up to its score.
    need_spans, seed_spans : tuples of Span
        Where the evidence stands in the original texts, the first fifty places; empty for facets.
    """

    kind: str
    label: str
    weight: float
    need_spans: tuple[Span, ...] = ()
    seed_spans: tuple[Span, ...] = ()

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


@dataclass(frozen=True)
class Explanation:
    """A pair's score taken apart.

    ``missing`` has the heaviest words the seed does not answer, and ``short_of`` the points of score that
    are lacking for a possible match, 0 if none: together they answer "why not?".
    """

    need_id: str
    seed_id: str
    score: float
    ceiling: float
    coverage: float
    grade: Grade
    reasons: tuple[Reason, ...]
    missing: tuple[Missing, ...]
    short_of: float


class PairReader:
    """Explains the pairs of one need; what depends on the need alone is computed once."""

    def __init__(
        self, need: Evidence, asked: Query, index: Index, glossary: Glossary, config: Config
    ) -> None:
        self.need, self.asked, self.index = need, asked, index
        self.glossary, self.config = glossary, config
        self.columns = index.columns(asked.terms)
        self.ceiling = ceiling(need, asked, index)

    @cached_property
    def _facets(self) -> dict[int, str]:
        return {int(term): facet for term, facet in self.need.facet_terms()}

    @cached_property
    def _concepts(self) -> dict[int, str]:
        terms = salted(self.glossary.hashes, Kind.CONCEPT).tolist()
        return {term: concept.id for term, concept in zip(terms, self.glossary.concepts, strict=True)}

    def explain(self, seed: Evidence, place: int) -> Explanation:
        points = self._points(place)
        score = float(points.sum())
        covered = float(coverage(np.array([score]), np.array([self.ceiling]), self.config)[0])
        reasons = _folded([self._reason(i, float(points[i]), seed) for i in np.flatnonzero(points).tolist()])
        return Explanation(
            self.need.text.id,
            seed.text.id,
            score,
            self.ceiling,
            covered,
            grade(covered, self.config),
            tuple(self._labelled(reason) for reason in reasons),
            self._missing(points, reasons),
            max(0.0, self.config.possible * (self.ceiling + self.config.doubt) - score),
        )

    def _points(self, place: int) -> FloatArray:
        """What each of the need's terms adds to the score of a seed."""
        impacts = np.zeros(len(self.index.terms) + 1)
        row = slice(self.index.impacts.indptr[place], self.index.impacts.indptr[place + 1])
        impacts[self.index.impacts.indices[row]] = self.index.impacts.data[row]
        # Column -1, held by no seed, reads the extra last place, which is 0.
        points: FloatArray = self.asked.weights * impacts[self.columns]
        return points

    def _reason(self, i: int, weight: float, seed: Evidence) -> Reason:
        source, kind = int(self.asked.sources[i]), Kind(int(self.asked.kinds[i]))
        if kind == Kind.FACET:
            return Reason("facet", self._facets[source], weight)
        label = self._concepts[source] if kind == Kind.CONCEPT else ""
        return Reason(KIND_NAMES[kind], label, weight, self.need.spans(source), seed.spans(source))

    def _labelled(self, reason: Reason) -> Reason:
        return reason if reason.label else replace(reason, label=reason.need_spans[0].of(self.need.text))

    def _missing(self, points: FloatArray, reasons: Sequence[Reason]) -> tuple[Missing, ...]:
        own = self.asked.terms == across(self.asked.sources, self.need.lang)
        words = own & (self.asked.kinds == Kind.TERM) & (points == 0)
        weights = self.asked.weights[words] * self.index.idf(self.asked.terms[words], self.need.lang)
        answered = [span for reason in reasons for span in reason.need_spans]
        found: list[Missing] = []
        for i in np.argsort(-weights, kind="stable").tolist():
            spans = self.need.spans(int(self.asked.sources[words][i]))
            if len(found) < _MISSING_SHOWN and not any(a.covers(s) for a in answered for s in spans):
                found.append(Missing(spans[0].of(self.need.text), float(weights[i]), spans))
        return tuple(found)


def _folded(reasons: Sequence[Reason]) -> list[Reason]:
    """Reasons as a reader wants them, heaviest first, with the same sum.

    Bigrams inside a matched morpheme or pair join it; the rest join each other into longer strings.
    """
    hosts = {reason: reason.weight for reason in reasons if reason.kind != "bigram"}
    ranked = sorted(hosts, key=lambda reason: (reason.kind != "term", -reason.weight))
    loose = []
    for bigram in (reason for reason in reasons if reason.kind == "bigram"):
        host = next((reason for reason in ranked if _inside(bigram, reason)), None)
        if host is None:
            loose.append(bigram)
        else:
            hosts[host] += bigram.weight
    joined = [replace(reason, weight=weight) for reason, weight in hosts.items()] + list(_strings(loose))
    return sorted(joined, key=lambda reason: (-reason.weight, reason.kind, reason.label, reason.need_spans))


def _inside(bigram: Reason, host: Reason) -> bool:
    return _covered(bigram.need_spans, host.need_spans) and _covered(bigram.seed_spans, host.seed_spans)


def _covered(inner: Iterable[Span], outer: Sequence[Span]) -> bool:
    return any(around.covers(span) for span in inner for around in outer)


def _strings(bigrams: Iterable[Reason]) -> Iterator[Reason]:
    """Join bigrams that overlap by one character in both texts."""
    current: Reason | None = None
    for bigram in sorted(bigrams, key=lambda reason: reason.need_spans):
        joined = current and _overlapped(current, bigram)
        if current and not joined:
            yield current
        current = joined or bigram
    if current:
        yield current


def _overlapped(left: Reason, right: Reason) -> Reason | None:
    need = _continued(left.need_spans, right.need_spans)
    seed = _continued(left.seed_spans, right.seed_spans)
    if not (need and seed):
        return None
    return replace(left, weight=left.weight + right.weight, need_spans=need, seed_spans=seed)


def _continued(left: Sequence[Span], right: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(
        Span(a.field, a.start, b.end)
        for a in left
        for b in right
        if a.field == b.field and a.start < b.start < a.end < b.end
    )
