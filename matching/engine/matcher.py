"""The engine's door: seeds go in once, then needs are ranked against them and pairs explained."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from itertools import islice

import numpy as np

from matching.engine.admission import Admission
from matching.engine.config import Config
from matching.engine.counting import CountedSeeds, SeedCounter
from matching.engine.diversity import spread
from matching.engine.evidence import Evidence
from matching.engine.explanation import Explainer, Explanation
from matching.engine.glossary import Glossary
from matching.engine.hashing import FloatArray, IntArray
from matching.engine.index import Index
from matching.engine.keeping import Keeping
from matching.engine.queries import Queries, queries
from matching.engine.reading import Reader, portions, read_portion, reader
from matching.engine.rows import SparseRows
from matching.engine.scoring import Ranking, ranking, top_k
from matching.engine.statistics import NeedStatistics
from matching.engine.text import Text
from matching.engine.tokens import MemoryCache, Progress, TokenCache
from matching.engine.vector_models import SentenceModel
from matching.engine.vectors import Meaning, with_bonus

# Pairs explained with one reading of their texts.
_EXPLAINED_AT_ONCE = 1_000
# How many times the places are looked at where owners must share them.
_DEEPER = 3


# Calls a function with 0 to n - 1 and yields its results in order.
SpreadOut = Callable[[Callable[[int], Queries], int], Iterable[Queries]]


def one_by_one(function: Callable[[int], Queries], n: int) -> Iterable[Queries]:
    return map(function, range(n))


class Matcher:
    """Seeds of a market, indexed.

    Parameters
    ----------
    seeds : sequence of Text with distinct ids
    config : Config, optional
    glossary : Glossary, optional
        Concepts to match by; none by default.
    statistics : NeedStatistics, optional
        Of all open needs (`statistics_of`); without them no word is thought a stock phrase.
    cache : TokenCache, optional
        Kept in memory by default.
    model : SentenceModel, optional
        Gives texts that mean the same in other words a bonus (`vectors`); none by default.
    read : Reader, optional
        How the texts of the market become evidence: in this process by default.
    keep : Keeping, optional
        With it, seeds whose keys were there the last time are not read again.
    progress : callable, optional
        Told ``(done, total)`` texts while reading.

    Raises
    ------
    ValueError
        If two seeds have the same id.
    """

    def __init__(
        self,
        seeds: Sequence[Text],
        config: Config | None = None,
        *,
        glossary: Glossary | None = None,
        statistics: NeedStatistics | None = None,
        cache: TokenCache | None = None,
        model: SentenceModel | None = None,
        read: Reader | None = None,
        keep: Keeping | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.config = config or Config()
        self.glossary = glossary or Glossary()
        self.statistics = statistics or NeedStatistics.empty()
        self._cache = MemoryCache() if cache is None else cache
        self.seed_ids = _distinct([seed.id for seed in seeds], "seeds")
        self._seeds = seeds
        self._places = {seed_id: place for place, seed_id in enumerate(self.seed_ids)}
        counted = self._counted(read or reader(self.glossary, cache=self._cache, progress=progress), keep)
        self._index = Index.of(counted, self.config, keep.spaces if keep else None)
        if keep is not None:
            keep.save(counted, self._index.spaces)
        self._meaning = Meaning.of(seeds, model, progress) if model else None

    def _counted(self, read: Reader, keep: "Keeping | None") -> CountedSeeds:
        counter = SeedCounter(self.config.title_weight, keep.taken() if keep else None)
        fresh = self._seeds if keep is None else [self._seeds[place] for place in keep.fresh]
        for portion in read(fresh):
            counter.add(portion)
        return counter.counted(keep.order if keep else None)

    def reweighed(self, config: Config) -> "Matcher":
        """The same index under a configuration that differs in weights of the needs only."""
        other = copy(self)
        other.config = config
        return other

    def rank(
        self,
        needs: Sequence[Text],
        *,
        admission: Admission | None = None,
        owners: Sequence[int] | None = None,
        spread_out: SpreadOut | None = None,
        progress: Progress | None = None,
    ) -> Ranking:
        """Exact best `Config.top` seeds of every need; see `scoring.top_k` for order and ties.

        ``admission`` speaks of needs and seeds by their places in the two sequences. With ``owners``, one
        number for each seed, seeds of one owner make way for as good ones of others (`diversity`).
        ``spread_out`` may weigh portions of the needs in several processes.

        Raises
        ------
        ValueError
            If two needs have the same id.
        """
        need_ids = _distinct([need.id for need in needs], "needs")
        cut_up = portions(needs)
        asked = list((spread_out or one_by_one)(lambda nth: self._asked(cut_up[nth]), len(cut_up)))
        top = self.config.top
        best = self._best(
            SparseRows.stacked([each.weights for each in asked], self._index.impacts.width),
            needs,
            top if owners is None else _DEEPER * top,
            admission,
            progress,
        )
        if owners is not None:
            best = self._shared_out(best, np.array(owners, dtype=np.int64))
        ceilings = np.concatenate([*(each.ceilings for each in asked), np.zeros(0)])
        if self._meaning:
            ceilings += self.config.vector_weight
        return ranking(need_ids, self.seed_ids, (best[0][:, :top], best[1][:, :top]), ceilings, self.config)

    def _best(
        self,
        rows: SparseRows,
        needs: Sequence[Text],
        k: int,
        admission: Admission | None,
        progress: Progress | None,
    ) -> tuple[IntArray, FloatArray]:
        seeds, weight = self._index.impacts, self.config.vector_weight
        if self._meaning is None or not weight:
            return top_k(rows, seeds, k, admission=admission, progress=progress)
        return self._meaning.top_k(
            rows, seeds, k, needs=needs, weight=weight, admission=admission, progress=progress
        )

    def _asked(self, needs: Sequence[Text]) -> Queries:
        return self._queries(needs, read_portion(needs, self.glossary, self._cache))

    def _queries(self, needs: Sequence[Text], read: Evidence) -> Queries:
        return queries(needs, read, self.config, self.statistics, self._index, glossary=self.glossary)

    def _shared_out(self, best: tuple[IntArray, FloatArray], owners: IntArray) -> tuple[IntArray, FloatArray]:
        config = self.config
        return spread(
            *best,
            owners,
            cap=config.owner_cap,
            slack=config.owner_slack,
            k=min(config.owner_places, config.top),
        )

    def explain(self, need: Text, seed_id: str) -> Explanation:
        """Reasons of a pair, also of one that is no match ("why not?"); they add up to its score.

        Raises
        ------
        KeyError
            If no seed has this id.
        """
        return next(self.explain_all([need], [(need.id, seed_id)]))

    def explain_all(
        self, needs: Sequence[Text], pairs: Iterable[tuple[str, str]], *, why_not: bool = True
    ) -> Iterator[Explanation]:
        """Explain pairs of need id and seed id, in order; quickest when grouped by need.

        Without ``why_not`` the explanations do not say what is missing, which saves a third of the time.

        Raises
        ------
        KeyError
            If a pair names an unknown id.
        """
        by_id = {need.id: need for need in needs}
        remaining = iter(pairs)
        while portion := list(islice(remaining, _EXPLAINED_AT_ONCE)):
            need_ids = list(dict.fromkeys(need_id for need_id, _ in portion))
            seed_ids = list(dict.fromkeys(seed_id for _, seed_id in portion))
            rows = [self._places[seed_id] for seed_id in seed_ids]
            explainer = self._explainer(
                [by_id[each] for each in need_ids], [self._seeds[row] for row in rows], rows
            )
            need_places = {each: place for place, each in enumerate(need_ids)}
            seed_places = {each: place for place, each in enumerate(seed_ids)}
            meant = self._bonuses([by_id[each] for each in need_ids], rows)
            for need_id, seed_id in portion:
                need, seed = need_places[need_id], seed_places[seed_id]
                explanation = explainer.explain(need, seed, why_not=why_not)
                yield (
                    explanation
                    if meant is None
                    else with_bonus(explanation, float(meant[need, seed]), self.config)
                )

    def _bonuses(self, needs: Sequence[Text], rows: Sequence[int]) -> FloatArray | None:
        if self._meaning is None:
            return None
        return self._meaning.bonuses(needs, rows, self.config.vector_weight)

    def _explainer(self, needs: Sequence[Text], seeds: Sequence[Text], rows: Sequence[int]) -> Explainer:
        read = read_portion(needs, self.glossary, self._cache)
        return Explainer(
            self._index,
            self._queries(needs, read),
            needs,
            read,
            seeds,
            read_portion(seeds, self.glossary, self._cache),
            rows,
            self.glossary,
            self.config,
        )


def statistics_of(
    needs: Sequence[Text],
    *,
    glossary: Glossary | None = None,
    cache: TokenCache | None = None,
    progress: Progress | None = None,
) -> NeedStatistics:
    """Statistics of all open needs, to be passed to `Matcher`; `progress` as there."""
    return NeedStatistics.of(reader(glossary or Glossary(), cache=cache, progress=progress)(needs))


def _distinct(ids: Sequence[str], what: str) -> tuple[str, ...]:
    if len(set(ids)) < len(ids):
        twice = next(each for nth, each in enumerate(ids) if each in ids[:nth])
        raise ValueError(f"two {what} have the id {twice!r}")
    return tuple(ids)


def rank(
    needs: Sequence[Text],
    seeds: Sequence[Text],
    config: Config | None = None,
    *,
    glossary: Glossary | None = None,
    statistics: NeedStatistics | None = None,
    admission: Admission | None = None,
    cache: TokenCache | None = None,
    progress: Progress | None = None,
) -> Ranking:
    """Rank all seeds for all needs in one call; `Matcher` keeps the seeds and explains as well."""
    matcher = Matcher(seeds, config, glossary=glossary, statistics=statistics, cache=cache)
    return matcher.rank(needs, admission=admission, progress=progress)
