"""A bounded bonus for texts that mean the same in other words, from an installed model's vectors.

The bonus of a pair is ``weight * max(0, cosine)``, added to its sparse score. The best k stay exact: a seed
outside the deepest sparse rank looked at scores no more than the last one there, so it is left out only if
that and its own bonus together stay below the k-th best total found.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.engine.admission import Admission
from matching.engine.config import Config
from matching.engine.explanation import Explanation
from matching.engine.grades import coverage, grade
from matching.engine.hashing import FloatArray, IntArray
from matching.engine.reasons import Reason
from matching.engine.rows import SparseRows
from matching.engine.scoring import top_k
from matching.engine.text import Text
from matching.engine.tokens import Progress
from matching.engine.vector_models import SentenceModel

Vectors = NDArray[np.float32]

KIND: Final = "semantic"
# Texts encoded at once, needs that meet all seeds at once, and seeds multiplied at once.
_BATCH = 1_000
_SLICE = 16
_BLOCK = 16_384
_DECIMALS = 9
# Looking this many times deeper than k mostly settles the matter without a second look.
_DEEPER = 4
# A transformer reads a few hundred words; longer texts are read in pieces of this many characters.
_PIECE = 800


def encode(texts: Sequence[Text], model: SentenceModel, progress: Progress | None = None) -> Vectors:
    """Unit vectors of texts, titles included; float32 array of shape (n_texts, n_dimensions).

    A long text is the mean of its pieces. A text without words, or none the model knows, is all zeros.
    """
    found: list[Vectors] = []
    for first in range(0, len(texts), _BATCH):
        batch = texts[first : first + _BATCH]
        pieces = [list(_pieces(f"{text.title}\n{text.body}".strip())) for text in batch]
        flat = [_readable(piece) for each in pieces for piece in each]
        vectors = np.asarray(model(flat), dtype=np.float32)
        starts = np.concatenate([[0], np.cumsum([len(each) for each in pieces])])[:-1]
        found.append(_unit(np.add.reduceat(_unit(vectors), starts, axis=0)))
        if progress is not None:
            progress(first + len(batch), len(texts))
    return np.concatenate(found) if found else np.zeros((0, 1), dtype=np.float32)


def _pieces(text: str) -> Iterator[str]:
    yield from (text[first : first + _PIECE] for first in range(0, max(len(text), 1), _PIECE))


def _readable(piece: str) -> str:
    """Tokenisers written in Rust take no lone surrogates."""
    return piece.encode("utf-8", "replace").decode("utf-8")


def _unit(vectors: Vectors) -> Vectors:
    vectors = np.nan_to_num(vectors, nan=0.0, posinf=0.0, neginf=0.0)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return unit


def bonuses(needs: Vectors, seeds: Vectors, weight: float) -> FloatArray:
    """``weight * max(0, cosine)`` of each pair; float64 array of shape (n_needs, n_seeds), 0 to weight.

    Rounded, since a product's last bits depend on how many needs are multiplied at once, and a score may not.
    """
    asked = needs.astype(np.float64)
    cosines = np.zeros((len(needs), len(seeds)))
    for first in range(0, len(seeds), _BLOCK):
        block = seeds[first : first + _BLOCK].astype(np.float64)
        cosines[:, first : first + _BLOCK] = asked @ block.T
    return np.round(weight * np.clip(cosines, 0.0, 1.0), _DECIMALS)


@dataclass(frozen=True, eq=False)
class Meaning:
    """Seeds' vectors, with the model that made them."""

    model: SentenceModel
    seeds: Vectors

    @classmethod
    def of(cls, seeds: Sequence[Text], model: SentenceModel, progress: Progress | None = None) -> "Meaning":
        return cls(model, encode(seeds, model, progress))

    def bonuses(self, needs: Sequence[Text], rows: Sequence[int], weight: float) -> FloatArray:
        """Bonus of each need with each of the seeds at these places; shape (n_needs, n_rows)."""
        return bonuses(encode(needs, self.model), self.seeds[list(rows)], weight)

    def top_k(
        self,
        rows: SparseRows,
        seeds: SparseRows,
        k: int,
        *,
        needs: Sequence[Text],
        weight: float,
        admission: Admission | None = None,
        progress: Progress | None = None,
    ) -> tuple[IntArray, FloatArray]:
        """Exact best seeds by dot product of the rows plus bonus; order, ties and errors as `scoring.top_k`.

        Parameters
        ----------
        rows, seeds : SparseRows
            Of the needs and of all seeds, as there.
        needs : sequence of Text
            The same needs.
        weight : float, > 0
            The greatest bonus, in points of score.
        """
        admission = admission or Admission.everything(len(rows), len(seeds))
        depth = min(_DEEPER * k, max(len(seeds), 1))
        found, scores = top_k(rows, seeds, depth, admission=admission, progress=progress)
        indices = np.full((len(rows), k), -1, dtype=np.int64)
        totals = np.zeros((len(rows), k))
        for first in range(0, len(rows), _SLICE):
            asked = encode(needs[first : first + _SLICE], self.model)
            for need, bonus in enumerate(bonuses(asked, self.seeds, weight), start=first):
                bonus[~admission.mask(need)] = 0.0
                sparse = _Sparse(rows, seeds, need, found[need], scores[need])
                best = sparse.best(bonus, k)
                indices[need, : len(best[0])], totals[need, : len(best[0])] = best
        return indices, totals


@dataclass(frozen=True, eq=False)
class _Sparse:
    """What the sparse scores say of one need: the deepest rank looked at, best first."""

    rows: SparseRows
    seeds: SparseRows
    need: int
    found: IntArray
    scores: FloatArray

    def best(self, bonus: FloatArray, k: int) -> tuple[IntArray, FloatArray]:
        """Best k of the seeds found and of those outside that their bonus could lift among them."""
        found = self.found[self.found >= 0]
        totals = self.scores[: len(found)] + bonus[found]
        # Outside what was looked at no sparse score is greater than the last; with places left, all are 0.
        most = float(self.scores[-1]) if len(found) == len(self.scores) else 0.0
        bound = float(np.partition(totals, len(totals) - k)[len(totals) - k]) if len(totals) >= k else 0.0
        could = (most + bonus >= bound) & (bonus > 0)
        could[found] = False
        others = np.flatnonzero(could)
        places = np.concatenate([found, others])
        totals = np.concatenate([totals, self._scores_of(others, most) + bonus[others]])
        order = np.lexsort((places, -totals))[:k]
        return places[order], totals[order]

    def _scores_of(self, places: IntArray, most: float) -> FloatArray:
        columns, weights = self.rows.row(self.need)
        if most == 0 or not len(columns) or not len(places):
            return np.zeros(len(places))
        rows = self.seeds.take(places)
        nearest = np.minimum(np.searchsorted(columns, rows.columns), len(columns) - 1)
        met = columns[nearest] == rows.columns
        products = weights[nearest[met]] * rows.values[met].astype(np.float64)
        return np.bincount(rows.row_of_entry[met], weights=products, minlength=len(rows)).astype(np.float64)


def with_bonus(explanation: Explanation, bonus: float, config: Config) -> Explanation:
    """The explanation of a pair with its bonus as one more reason; what a need could hope for grows too."""
    score, ceiling = explanation.score + bonus, explanation.ceiling + config.vector_weight
    covered = float(coverage(np.array([score]), np.array([ceiling]), config)[0])
    reasons = [*explanation.reasons, Reason(KIND, KIND, bonus)] if bonus > 0 else list(explanation.reasons)
    return replace(
        explanation,
        score=score,
        ceiling=ceiling,
        coverage=covered,
        grade=grade(covered, config),
        reasons=tuple(sorted(reasons, key=lambda reason: -reason.weight)),
        short_of=max(0.0, config.possible * (ceiling + config.doubt) - score),
    )
