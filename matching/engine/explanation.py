"""Why a pair scores what it scores, with the places of the evidence in both texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from matching.engine.config import Config
from matching.engine.evidence import Evidence, Kind, across, facet_terms, salted
from matching.engine.folding import folded
from matching.engine.glossary import Glossary
from matching.engine.grades import Grade, coverage, grade
from matching.engine.hashing import Array, HashArray
from matching.engine.index import Index
from matching.engine.places import Places
from matching.engine.queries import Queries
from matching.engine.reasons import Missing, Reason
from matching.engine.text import Text

KIND_NAMES: Final = tuple(kind.name.lower() for kind in Kind)
_MISSING_SHOWN = 5


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


@dataclass(frozen=True, eq=False, slots=True)
class _Shared:
    """What a need and a seed share: the need's terms, the index's columns, kinds, and points of score."""

    terms: HashArray
    columns: Array
    kinds: Array
    points: Array


class Explainer:
    """Explains pairs of the needs and seeds of one portion.

    Parameters
    ----------
    index : Index
    queries : Queries
        Of the needs, in the order of ``need_texts``.
    need_texts, seed_texts : sequences of Text
    needs, seeds : Evidence
        Of the same texts.
    seed_rows : sequence of int
        Row of each seed in the index.
    """

    def __init__(  # noqa: PLR0917 -- two texts each with what was read of them
        self,
        index: Index,
        queries: Queries,
        need_texts: Sequence[Text],
        needs: Evidence,
        seed_texts: Sequence[Text],
        seeds: Evidence,
        seed_rows: Sequence[int],
        glossary: Glossary,
        config: Config,
    ) -> None:
        self.index, self.queries, self.config = index, queries, config
        self.seeds = seeds
        self.need_texts, self.seed_texts, self.seed_rows = need_texts, seed_texts, seed_rows
        self.need_places, self.seed_places = Places(need_texts, needs), Places(seed_texts, seeds)
        terms = salted(glossary.hashes, Kind.CONCEPT).tolist()
        self._names = {term: concept.id for term, concept in zip(terms, glossary.concepts, strict=True)}
        facets = sorted(
            {facet for text in need_texts for facet in text.facets}
            | {f"base:{concept.base}" for concept in glossary.concepts if concept.base}
        )
        self._names.update(zip(facet_terms(facets).tolist(), facets, strict=True))

    def explain(self, need: int, seed: int, *, why_not: bool = True) -> Explanation:
        """Explain the pair of the need and the seed at these places; `missing` only where it is asked for."""
        shared = self._shared(need, self.seed_rows[seed])
        score, ceiling = float(shared.points.sum()), float(self.queries.ceilings[need])
        covered = float(coverage(np.array([score]), np.array([ceiling]), self.config)[0])
        reasons = tuple(
            self._labelled(each, need, seed) for each in folded(self._reasons(need, seed, shared))
        )
        return Explanation(
            self.need_texts[need].id,
            self.seed_texts[seed].id,
            score,
            ceiling,
            covered,
            grade(covered, self.config),
            reasons,
            self._missing(need, shared, reasons) if why_not else (),
            max(0.0, self.config.possible * (ceiling + self.config.doubt) - score),
        )

    def _shared(self, need: int, seed_row: int) -> _Shared:
        weights, impacts = self.queries.weights, self.index.impacts
        first = int(weights.pointers[need])
        columns, asked = weights.row(need)
        held, offered = impacts.row(seed_row)
        if not len(held):
            columns = columns[:0]
            held, offered = np.zeros(1, dtype=np.int32), np.zeros(1, dtype=np.float32)
        places = np.minimum(np.searchsorted(held, columns), len(held) - 1)
        met = np.flatnonzero(held[places] == columns)
        points = asked[met] * offered[places[met]].astype(np.float64)
        terms, kinds = self.queries.sources[first + met], self.queries.kinds[first + met]
        return _Shared(terms, columns[met], kinds, points)

    def _reasons(self, need: int, seed: int, shared: _Shared) -> list[Reason]:
        answers = np.where(shared.kinds == Kind.RELATED, self._seed_terms(seed, shared.columns), shared.terms)
        asked, offered = self.need_places.of(need, shared.terms), self.seed_places.of(seed, answers)
        reasons = []
        for term, answer, column, kind, weight in zip(
            shared.terms.tolist(),
            answers.tolist(),
            shared.columns.tolist(),
            shared.kinds.tolist(),
            shared.points.tolist(),
            strict=True,
        ):
            if kind == Kind.FACET:
                # The need may state it, or speak of it: then it stands where its concept does.
                name = self._names[int(self.index.vocabulary.terms[column])]
                reasons.append(Reason("facet", name, weight, asked[term]))
                continue
            label = self._names[term] if kind == Kind.CONCEPT else ""
            reasons.append(Reason(KIND_NAMES[kind], label, weight, asked[term], offered[answer]))
        return reasons

    def _seed_terms(self, seed: int, columns: Array) -> HashArray:
        return across(self.index.vocabulary.terms[columns], int(self.seeds.langs[seed]))

    def _labelled(self, reason: Reason, need: int, seed: int) -> Reason:
        if reason.label:
            return reason
        label = reason.need_spans[0].of(self.need_texts[need])
        if reason.kind == "related":
            label += f" ≈ {reason.seed_spans[0].of(self.seed_texts[seed])}"
        return reason.labelled(label)

    def _missing(self, need: int, shared: _Shared, reasons: Sequence[Reason]) -> tuple[Missing, ...]:
        met = set(shared.terms[shared.kinds != Kind.RELATED].tolist())
        rows = self.queries.words
        inside = slice(int(rows.pointers[need]), int(rows.pointers[need + 1]))
        terms, weights = self.queries.word_terms[inside], rows.values[inside]
        open_ = [i for i in np.lexsort((terms, -weights)).tolist() if int(terms[i]) not in met]
        answered = [span for reason in reasons if reason.kind != "related" for span in reason.need_spans]
        found: list[Missing] = []
        for i in open_:
            spans = self.need_places.of(need, terms[i : i + 1])[int(terms[i])]
            if not any(each.covers(span) for each in answered for span in spans):
                found.append(Missing(spans[0].of(self.need_texts[need]), float(weights[i]), spans))
                if len(found) == _MISSING_SHOWN:
                    break
        return tuple(found)
