"""The engine's door: seeds go in once, then needs are ranked against them and pairs explained."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

import numpy as np

from matching.engine.admission import Admission
from matching.engine.config import Config
from matching.engine.evidence import Evidence, gather
from matching.engine.explanation import Explanation, PairReader
from matching.engine.glossary import Glossary
from matching.engine.index import Index
from matching.engine.queries import Query, ceiling, matrix, query
from matching.engine.scoring import Ranking, ranking, top_k
from matching.engine.statistics import NeedStatistics
from matching.engine.text import Text
from matching.engine.tokens import Progress, TokenCache, tokenise


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
    progress : callable, optional
        Told ``(done, total)`` texts while tokenising.

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
        progress: Progress | None = None,
    ) -> None:
        self.config = config or Config()
        self.glossary = glossary or Glossary()
        self.statistics = statistics or NeedStatistics.empty()
        self._cache = cache
        self.seed_ids = _distinct([seed.id for seed in seeds], "seeds")
        self._places = {seed_id: place for place, seed_id in enumerate(self.seed_ids)}
        self._seeds = self.read(seeds, progress=progress)
        self._index = Index.of(self._seeds, self.config)

    def read(self, texts: Sequence[Text], *, progress: Progress | None = None) -> list[Evidence]:
        """Tokenise texts and gather their evidence."""
        tokens = tokenise(texts, cache=self._cache, progress=progress)
        return gather(texts, tokens, self.glossary)

    def rank(
        self,
        needs: Sequence[Text],
        *,
        admission: Admission | None = None,
        progress: Progress | None = None,
    ) -> Ranking:
        """Exact best `Config.top` seeds of every need; see `scoring.top_k` for order and ties.

        ``admission`` speaks of needs and seeds by their places in the two sequences.

        Raises
        ------
        ValueError
            If two needs have the same id.
        """
        need_ids = _distinct([need.id for need in needs], "needs")
        read = self.read(needs)
        asked = [self._query(need) for need in read]
        best = top_k(
            matrix(asked, self._index),
            self._index.by_term,
            self.config.top,
            admission=admission,
            progress=progress,
        )
        ceilings = np.array([ceiling(need, q, self._index) for need, q in zip(read, asked, strict=True)])
        return ranking(need_ids, self.seed_ids, best, ceilings, self.config)

    def explain(self, need: Text, seed_id: str) -> Explanation:
        """Reasons of a pair, also of one that is no match ("why not?"); they add up to its score.

        Raises
        ------
        KeyError
            If no seed has this id.
        """
        return next(self.explain_all([need], [(need.id, seed_id)]))

    def explain_all(self, needs: Sequence[Text], pairs: Iterable[tuple[str, str]]) -> Iterator[Explanation]:
        """Explain pairs of need id and seed id, in order; quickest when grouped by need.

        Raises
        ------
        KeyError
            If a pair names an unknown id.
        """
        read = dict(zip((need.id for need in needs), self.read(needs), strict=True))
        for need_id, group in groupby(pairs, key=itemgetter(0)):
            need = read[need_id]
            reader = PairReader(need, self._query(need), self._index, self.glossary, self.config)
            for _, seed_id in group:
                place = self._places[seed_id]
                yield reader.explain(self._seeds[place], place)

    def _query(self, need: Evidence) -> Query:
        return query(need, self.config, self.statistics, self._index)


def statistics_of(
    needs: Sequence[Text],
    *,
    glossary: Glossary | None = None,
    cache: TokenCache | None = None,
    progress: Progress | None = None,
) -> NeedStatistics:
    """Statistics of all open needs, to be passed to `Matcher`; `progress` as there."""
    tokens = tokenise(needs, cache=cache, progress=progress)
    return NeedStatistics.of(gather(needs, tokens, glossary or Glossary()))


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
