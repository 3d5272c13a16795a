"""Words that go together, learnt from the seeds themselves.

Latent semantic analysis (Deerwester et al., *Indexing by Latent Semantic Analysis*, 1990) finds the
directions in which the seeds' words vary together. A need's words, seen through them, weigh other words too:
who asks for *waste water* is partly answered by *sludge*. These *related* words join the query like any other
word, so a score stays one sum of products, is exact, and is explained word by word. The directions come from
a randomised singular value decomposition (Halko, Martinsson, Tropp, *Finding Structure with Randomness*,
2011).

How much related words may weigh is not a matter of taste: it is the share of *unseen* seeds' words that
directions learnt from the other half of the seeds explain (`Space.trust`). Where seeds are few or have little
in common it is near 0, and the related words fade.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matching.engine.blas import one_thread
from matching.engine.hashing import Array, FloatArray, HashArray, IntArray
from matching.engine.rows import ColumnArray, SparseRows

Single = NDArray[np.float32]

# Seeds learnt from, and words learnt about, in each language: more change little and cost time every night.
MOST_SEEDS: Final = 2_000
MOST_WORDS: Final = 5_000
# As many as directions are looked for: what fewer seeds have in common is chance as often as not.
FEWEST_SEEDS: Final = 300
# A word of one seed goes together with everything in it, which says nothing.
_FEWEST_HOLDERS = 2
_DIRECTIONS = 300
_SEEDS_FOR_A_DIRECTION = 3
_OVERSAMPLING, _ROUNDS = 20, 2
# Seeds alike have fewer directions than words; the rest would be rounding errors.
_SMALLEST_DIRECTION = 1e-3
# Words that gain less than this share of what the need's heaviest word has are not worth a reason.
_LEAST_SHARE = 0.01
# Directions of so large a share of the same seeds are good for another night.
_SAME = 0.9
_SLICE = 256


@dataclass(frozen=True, eq=False, slots=True)
class Space:
    """What one language's seeds say of which words go together.

    Attributes
    ----------
    columns : int32 array of shape (n_words,), rising
        The words, as columns of the index.
    vectors : float32 array of shape (n_words, n_directions)
        Right singular vectors of the seeds' impacts, each seed scaled to length 1.
    trust : float, 0 to 1
        Share of the squared impacts of seeds left out that directions learnt without them explain, times the
        root of the share of the language's seeds that were learnt from: a sample of a large market knows
        little of each trade in it.
    sample : uint64 array, rising
        Hashes of the seeds it was learnt from.
    """

    columns: ColumnArray
    vectors: Single
    trust: float
    sample: HashArray

    def is_good_for(self, sample: HashArray) -> bool:
        """Whether nearly the same seeds would be learnt from."""
        return len(np.intersect1d(self.sample, sample)) >= _SAME * max(len(self.sample), len(sample))


@dataclass(frozen=True, eq=False, slots=True)
class Related:
    """Words that needs did not say; one value for each need and word.

    Attributes
    ----------
    needs : int64 array
    sources, columns : int32 arrays
        Columns of the need's word that leads there most, and of the related word.
    points : float64 array, > 0
        Weight times idf: what a seed of mean length that holds the word once would gain.
    """

    needs: IntArray
    sources: ColumnArray
    columns: ColumnArray
    points: FloatArray


def learn(
    impacts: SparseRows,
    seed_langs: Array,
    terms: HashArray,
    word_langs: Array,
    known: Mapping[int, Space] | None = None,
) -> Mapping[int, Space]:
    """Learn a space for each language with at least `FEWEST_SEEDS` seeds.

    Parameters
    ----------
    impacts : SparseRows, one row a seed, one column a term
    seed_langs : int array, one for each seed
    terms : uint64 array, one for each column
        They choose the sample, so that it depends neither on the order of the seeds nor on their number
        and a few new seeds hardly change it.
    word_langs : int array, one for each column
        Language of a word, -1 for evidence of other kinds.
    known : mapping of language number to Space, optional
        Learnt before, over the same columns; taken where the sample has hardly changed.

    Returns
    -------
    mapping of language number to Space; the same for the same seeds in any order, up to rounding
    """
    spaces = {}
    for lang in np.unique(seed_langs).tolist():
        rows = np.flatnonzero(seed_langs == lang)
        if len(rows) >= FEWEST_SEEDS:
            chosen, hashes = _sample(impacts, rows, terms)
            space = (known or {}).get(lang)
            if space is None or not space.is_good_for(hashes):
                with one_thread():
                    space = _space(impacts.take(chosen), word_langs == lang, hashes, len(rows))
            if space is not None:
                spaces[lang] = space
    return spaces


def _lengths(seeds: csr_array) -> Single:
    squares = np.concatenate([[0.0], np.cumsum(np.square(seeds.data, dtype=np.float64))])
    return np.sqrt(np.diff(squares[seeds.indptr])).astype(np.float32)


def _sample(impacts: SparseRows, rows: IntArray, terms: HashArray) -> tuple[IntArray, HashArray]:
    """The seeds with the lowest hashes, which are sums of their terms; rows, and hashes rising."""
    hashes = np.zeros(len(rows), dtype=np.uint64)
    for first in range(0, len(rows), _SLICE):
        part = impacts.take(rows[first : first + _SLICE])
        sums = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(terms[part.columns], dtype=np.uint64)])
        hashes[first : first + len(part)] = np.diff(sums[part.pointers])
    lowest = np.argsort(hashes, kind="stable")[:MOST_SEEDS]
    return rows[lowest], hashes[lowest]


def _space(sample: SparseRows, is_word: Array, hashes: HashArray, of_seeds: int) -> Space | None:
    words = np.where(is_word[sample.columns], sample.values, 0).astype(np.float32)
    holders = np.bincount(sample.columns[words > 0], minlength=sample.width)
    known = np.argsort(-holders, kind="stable")[:MOST_WORDS]
    known = np.sort(known[holders[known] >= _FEWEST_HOLDERS])
    seeds = csr_array((words, sample.columns, sample.pointers), shape=(len(sample), sample.width))
    # Scaled by the whole length: what a seed says in words no other seed has counts as unexplained.
    scaled = csr_array(seeds[:, known])
    scaled.data /= np.repeat(np.maximum(_lengths(seeds), 1e-9), np.diff(scaled.indptr))
    directions = min(_DIRECTIONS, len(sample) // _SEEDS_FOR_A_DIRECTION, len(known) // 2)
    if directions < 1:
        return None
    seen, unseen = csr_array(scaled[::2]), csr_array(scaled[1::2])
    trial = _directions(seen, max(directions // 2, 1))
    explained = np.asarray(unseen @ trial)
    trust = min(float(np.square(explained).sum() / unseen.shape[0]), 1.0) * (len(sample) / of_seeds) ** 0.5
    return Space(known.astype(np.int32), _directions(scaled, directions), trust, hashes)


def _directions(seeds: csr_array, count: int) -> Single:
    """The first right singular vectors; float32 array of shape (n_words, at most count)."""
    start = np.random.default_rng(0).standard_normal((seeds.shape[1], count + _OVERSAMPLING))
    back = csr_array(seeds.T)
    range_ = seeds @ start.astype(np.float32)
    for _ in range(_ROUNDS):
        range_ = seeds @ np.linalg.qr(back @ np.linalg.qr(range_)[0])[0]
    small = back @ np.linalg.qr(range_)[0]
    left, sizes, _ = np.linalg.svd(small, full_matrices=False)
    real = min(count, int((sizes > _SMALLEST_DIRECTION * sizes.max(initial=0.0)).sum()))
    return np.ascontiguousarray(left[:, :real], dtype=np.float32)


def related(space: Space, asked: SparseRows, most: int, weight: float) -> Related:
    """Words a language's seeds use together with the words of needs, most telling first.

    Parameters
    ----------
    space : Space
    asked : SparseRows, one row a need
        Points of each word of the need: its weight times its idf.
    most : int
        How many related words a need gets, >= 0.
    weight : float
        >= 0; points are ``weight * trust``, at most 1, times the need's points seen through the directions,
        so their squares sum to at most those of the need's own points.

    Returns
    -------
    Related, ordered by need and column; a need's own words are never among them
    """
    most = min(most, len(space.columns))
    if not most or weight <= 0:
        return _joined([])
    rows = asked.as_csr()[:, space.columns].astype(np.float32)
    rows.sort_indices()
    with one_thread():
        parts = [
            part
            for first in range(0, len(asked), _SLICE)
            for part in _slice(space, csr_array(rows[first : first + _SLICE]), first, most)
        ]
    found = _joined(parts)
    return Related(found.needs, found.sources, found.columns, found.points * min(weight * space.trust, 1.0))


def _slice(space: Space, rows: csr_array, first: int, most: int) -> Iterator[Related]:
    seen = (rows @ space.vectors) @ space.vectors.T
    for row in range(rows.shape[0]):
        own = rows.indices[rows.indptr[row] : rows.indptr[row + 1]]
        if not len(own):
            continue
        said = rows.data[rows.indptr[row] : rows.indptr[row + 1]]
        points = seen[row]
        points[own] = 0
        words = np.sort(np.argpartition(-points, most - 1)[:most])
        words = words[points[words] > _LEAST_SHARE * said.max(initial=0.0)]
        if not len(words):
            continue
        ways = said[:, None] * (space.vectors[own] @ space.vectors[words].T)
        yield Related(
            np.full(len(words), first + row, dtype=np.int64),
            space.columns[own[np.argmax(ways, axis=0)]],
            space.columns[words],
            points[words].astype(np.float64),
        )


def _joined(parts: list[Related]) -> Related:
    return Related(
        np.concatenate([np.zeros(0, dtype=np.int64), *(part.needs for part in parts)]),
        np.concatenate([np.zeros(0, dtype=np.int32), *(part.sources for part in parts)]),
        np.concatenate([np.zeros(0, dtype=np.int32), *(part.columns for part in parts)]),
        np.concatenate([np.zeros(0), *(part.points for part in parts)]),
    )
