"""One slice of a run: rank its needs, decide what changes, and explain what is new."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from django.conf import settings
from django.utils import timezone

from matching.engine.config import ENGINE_VERSION
from matching.engine.folding import summed_up
from matching.engine.grades import Grade
from matching.engine.hashing import HashArray, hash_terms, mix, term_hash
from matching.engine.matcher import Matcher
from matching.engine.scoring import Ranking
from matching.engine.text import Text, content_hash
from matching.engine.tokens import Progress
from matching.models import ChangeKind, Judgement, Match, MatchChange, RunSlice
from matching.nightly.crew import spread
from matching.nightly.market import Market
from matching.nightly.reading import processes_for
from matching.nightly.slices import SliceLost, claim_slice, finish_slice
from matching.plan import Found, Pair, decide

# Scores are stored to this many decimals.
DECIMALS = 6
# Reasons stored one by one, the heaviest, down to this share of the score.
MOST_REASONS, LEAST_SHARE = 12, 0.01


@dataclass(frozen=True)
class Comparison:
    """A market with its matcher, ready to compare slice after slice.

    ranking: of all needs, where they have been ranked at once.
    """

    run_id: int
    market: Market
    matcher: Matcher
    need_bases: HashArray
    seed_bases: HashArray
    ranking: Ranking | None = None

    @classmethod
    def of(cls, run_id: int, market: Market, matcher: Matcher) -> "Comparison":
        engine = term_hash(f"{ENGINE_VERSION} {matcher.config} {settings.MATCHING_VECTOR_MODEL}")
        needs = [f"{content_hash(text)} {' '.join(sorted(text.facets))}" for text in market.need_texts]
        return cls(run_id, market, matcher, bases(needs, engine), bases(market.seed_keys, engine))

    def compare_for(self, seconds: float) -> int:
        """Do slices until none is to be had, or as many seconds have passed; returns how many."""
        done, end = 0, time.monotonic() + seconds
        while self.compare_slice():
            done += 1
            if time.monotonic() >= end:
                break
        return done

    def compare_slice(self) -> int:
        """Do one slice; returns 0 if none is to be had. What another worker has taken over is left to it."""
        claimed = claim_slice(self.run_id, at=timezone.now())
        if claimed is None:
            return 0
        with suppress(SliceLost):
            finish_slice(claimed, list(self.changes(claimed)))
        return 1

    def changes(self, claimed: RunSlice) -> Iterator[MatchChange]:
        first, last = np.searchsorted(
            self.market.need_pks, [claimed.first_need, claimed.last_need + 1]
        ).tolist()
        needs = self.market.need_texts[first:last]
        found = self.found(first, last)
        inside = {"need__gte": claimed.first_need, "need__lte": claimed.last_need}
        present = {int(text.id) for text in needs}
        rows = Match.objects.filter(**inside).order_by()
        stored = {
            (need, seed): Found(score, coverage, grade, place, basis)
            for need, seed, score, coverage, grade, place, basis in rows.values_list(
                "need_id", "seed_id", "score", "coverage", "grade", "place", "basis"
            )
            if need in present
        }
        # Pairs somebody has judged stay on their lists, found again or not.
        judged = set(Judgement.objects.filter(**inside).order_by().values_list("need_id", "seed_id"))
        decided = list(decide(found, stored, kept=judged))
        reasons = self.reasons(
            needs, [pair for pair, kind in decided if kind in {ChangeKind.CREATE, ChangeKind.UPDATE}]
        )
        for pair, kind in decided:
            yield self.change(pair, kind, found.get(pair), next(reasons) if kind <= ChangeKind.UPDATE else [])

    def change(
        self, pair: Pair, kind: ChangeKind, found: Found | None, reasons: list[dict[str, object]]
    ) -> MatchChange:
        row = MatchChange(run_id=self.run_id, need_id=pair[0], seed_id=pair[1], kind=kind, reasons=reasons)
        if found is not None:
            row.score, row.coverage, row.grade = found.score, found.coverage, found.grade
            row.place, row.basis = found.place, found.basis
        return row

    def rank_all(self, progress: Progress) -> "Comparison":
        """The same with all needs ranked, which costs less than slice by slice."""
        return replace(self, ranking=self.rank(0, len(self.market.need_texts), progress))

    def rank(self, first: int, last: int, progress: Progress | None = None) -> Ranking:
        return self.matcher.rank(
            self.market.need_texts[first:last],
            admission=self.market.admission.part(first, last),
            owners=self.market.seed_owners,
            spread_out=partial(spread, processes=processes_for(self.market.need_texts[first:last])),
            progress=progress,
        )

    def found(self, first: int, last: int) -> Mapping[Pair, Found]:
        market = self.market
        ranking = self.ranking.part(first, last) if self.ranking else self.rank(first, last)
        needs, places = np.nonzero((ranking.indices >= 0) & (ranking.grades > Grade.NONE))
        seeds = ranking.indices[needs, places]
        # A number for the two texts and the engine; only equality means something.
        bases = mix(self.need_bases[first:last][needs], self.seed_bases[seeds]).view(np.int64)
        found = map(
            Found,
            ranking.scores[needs, places].round(DECIMALS).tolist(),
            ranking.coverages[needs, places].round(DECIMALS).tolist(),
            ranking.grades[needs, places].tolist(),
            (places + 1).tolist(),
            bases.tolist(),
        )
        pairs = zip(market.need_pks[first:last][needs].tolist(), market.seed_pks[seeds].tolist(), strict=True)
        return dict(zip(pairs, found, strict=True))

    def reasons(self, needs: Sequence[Text], pairs: Sequence[Pair]) -> Iterator[list[dict[str, object]]]:
        wanted = {need for need, _ in pairs}
        texts = [text for text in needs if int(text.id) in wanted]
        by_id = [(str(need), str(seed)) for need, seed in pairs]
        for explanation in self.matcher.explain_all(texts, by_id, why_not=False):
            shown = summed_up(explanation.reasons, most=MOST_REASONS, least=LEAST_SHARE)
            yield [reason.as_dict() for reason in shown]


def bases(keys: Sequence[str], engine: int) -> HashArray:
    """One number for the engine and the content and facets that each key names; uint64."""
    return hash_terms([f"{engine} {key}" for key in keys])
