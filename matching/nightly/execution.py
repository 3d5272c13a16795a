"""One run from end to end: seeds in step, tokens, ranking, reasons, then all changes at once."""

import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone

from matching.configuration import engine_config
from matching.engine.matcher import Matcher, statistics_of
from matching.engine.tokens import Progress
from matching.models import Judgement, Match, MatchRun, Need, Seed
from matching.nightly.glossary import glossary_of_tonight
from matching.nightly.market import Market, read_market
from matching.nightly.runs import RunLost, claim_run, fail_run, finish_run, lock_run, note_progress
from matching.nightly.seeds import sync_seeds
from matching.nightly.tokens import StoredTokens
from matching.plan import Plan, plan

log = structlog.get_logger(__name__)

BATCH = 1_000
HEARTBEAT = timedelta(seconds=2)
# Scores are compared to this many decimals, so that a re-run of the same market changes nothing.
DECIMALS = 6

Pair = tuple[int, int]
Watcher = Callable[[str, float], None]


@dataclass(frozen=True)
class Found:
    """What the engine says of a pair. Compared without the reasons: they follow from the same evidence."""

    score: float
    coverage: float
    grade: int


def execute_run(run_id: int, *, at: datetime, watch: Watcher | None = None) -> MatchRun | None:
    """Do a waiting or interrupted run; None if it is not to be had.

    Until it is done, yesterday's matches stand.
    """
    run = claim_run(run_id, at=at)
    if run is None:
        return None
    try:
        work(run, at=at, watch=watch)
    except RunLost:
        log.warning("run lost to another worker", run=run.pk)
        return None
    except Exception as error:
        fail_run(run, error="".join(traceback.format_exception_only(error)), at=timezone.now())
        log.exception("run failed", run=run.pk)
        raise
    run.refresh_from_db()
    return run


def work(run: MatchRun, *, at: datetime, watch: Watcher | None) -> None:
    step = Steps(run, watch)
    step("seeds", 0.0)
    sync_seeds(at=at)
    market = read_market(at=at)
    glossary, cache = glossary_of_tonight(), StoredTokens()
    step("reading", 0.05)
    statistics = statistics_of(
        market.need_texts, glossary=glossary, cache=cache, progress=step.within("reading", 0.05, 0.1)
    )
    matcher = Matcher(
        market.seed_texts,
        engine_config(),
        glossary=glossary,
        statistics=statistics,
        cache=cache,
        progress=step.within("reading", 0.1, 0.6),
    )
    ranking = matcher.rank(
        market.need_texts, admission=market.admission, progress=step.within("comparing", 0.6, 0.8)
    )
    proposed = {
        (int(found.need_id), int(found.seed_id)): Found(
            round(found.score, DECIMALS), round(found.coverage, DECIMALS), int(found.grade)
        )
        for found in ranking.matches()
    }
    apply(run, market, matcher, proposed, at=at, step=step)


def apply(
    run: MatchRun,
    market: Market,
    matcher: Matcher,
    proposed: Mapping[Pair, Found],
    *,
    at: datetime,
    step: "Steps",
) -> None:
    """Bring the stored matches of the open needs to what was proposed, all at once."""
    changes = plan(proposed, stored_matches(market), kept=judged_pairs())
    step("explaining", 0.8)
    reasons = explain(
        market,
        matcher,
        sorted(changes.create | changes.update),
        progress=step.within("explaining", 0.8, 0.95),
    )
    step("writing", 0.95)
    with transaction.atomic():
        lock_run(run)
        create_matches(run, changes, proposed, reasons, at=at)
        update_matches(changes, proposed, reasons)
        withdraw_matches(changes)
        finish_run(
            run,
            at=timezone.now(),
            needs=len(market.needs),
            seeds=len(market.seeds),
            matches=Match.objects.filter(need__in=Need.objects.open(at)).count(),
            created=len(changes.create),
            updated=len(changes.update),
            withdrawn=len(changes.withdraw),
        )


def stored_matches(market: Market) -> dict[Pair, Found]:
    inside = {need.pk for need in market.needs}
    rows = Match.objects.order_by().values_list("need_id", "seed_id", "score", "coverage", "grade")
    return {
        (need, seed): Found(score, coverage, grade)
        for need, seed, score, coverage, grade in rows.iterator()
        if need in inside
    }


def judged_pairs() -> set[Pair]:
    """Pairs somebody has judged stay on their lists, found again or not."""
    return set(Judgement.objects.order_by().values_list("need_id", "seed_id"))


def explain(
    market: Market, matcher: Matcher, pairs: list[Pair], *, progress: Progress
) -> dict[Pair, list[dict[str, Any]]]:
    wanted = {need for need, _ in pairs}
    texts = [text for text in market.need_texts if int(text.id) in wanted]
    explained = matcher.explain_all(texts, [(str(need), str(seed)) for need, seed in pairs])
    reasons: dict[Pair, list[dict[str, Any]]] = {}
    for pair, explanation in zip(pairs, explained, strict=True):
        reasons[pair] = [reason.as_dict() for reason in explanation.reasons]
        if len(reasons) % BATCH == 0:
            progress(len(reasons), len(pairs))
    return reasons


def create_matches(
    run: MatchRun,
    changes: Plan[Pair],
    proposed: Mapping[Pair, Found],
    reasons: Mapping[Pair, list[dict[str, Any]]],
    *,
    at: datetime,
) -> None:
    """Needs and seeds deleted since the market was read are left out: they have no matches any more."""
    needs, seeds = (
        set(Need.objects.values_list("pk", flat=True)),
        set(Seed.objects.values_list("pk", flat=True)),
    )
    rows = [
        Match(
            need_id=need,
            seed_id=seed,
            reasons=reasons[need, seed],
            first_seen_in=run,
            first_seen_at=at,
            **vars(proposed[need, seed]),
        )
        for need, seed in sorted(changes.create)
        if need in needs and seed in seeds
    ]
    Match.objects.bulk_create(rows, batch_size=BATCH)


def update_matches(
    changes: Plan[Pair], proposed: Mapping[Pair, Found], reasons: Mapping[Pair, list[dict[str, Any]]]
) -> None:
    rows = matches_of(changes.update)
    for row in rows:
        found = proposed[row.need_id, row.seed_id]
        row.score, row.coverage, row.grade = found.score, found.coverage, found.grade
        row.reasons = reasons[row.need_id, row.seed_id]
    Match.objects.bulk_update(rows, ["score", "coverage", "grade", "reasons"], batch_size=BATCH)


def withdraw_matches(changes: Plan[Pair]) -> None:
    pks = [row.pk for row in matches_of(changes.withdraw)]
    for start in range(0, len(pks), BATCH):
        Match.objects.filter(pk__in=pks[start : start + BATCH]).delete()


def matches_of(pairs: frozenset[Pair]) -> list[Match]:
    needs = sorted({need for need, _ in pairs})
    found: list[Match] = []
    for start in range(0, len(needs), BATCH):
        rows = Match.objects.filter(need__in=needs[start : start + BATCH]).defer("reasons")
        found += [row for row in rows if (row.need_id, row.seed_id) in pairs]
    return found


class Steps:
    """Tells the database and the watcher how far a run is, at most every few seconds within a phase."""

    def __init__(self, run: MatchRun, watch: Watcher | None) -> None:
        self.run, self.watch = run, watch
        self.told_at = timezone.now() - HEARTBEAT
        self.phase = ""

    def __call__(self, phase: str, progress: float) -> None:
        if self.watch is not None:
            self.watch(phase, progress)
        now = timezone.now()
        if phase != self.phase or now - self.told_at >= HEARTBEAT:
            self.phase, self.told_at = phase, now
            note_progress(self.run, phase=phase, progress=progress, at=now)

    def within(self, phase: str, start: float, end: float) -> Callable[[int, int], None]:
        """A callback of (done, total) that moves from `start` to `end`."""

        def tell(done: int, total: int) -> None:
            self(phase, start + (end - start) * done / max(total, 1))

        return tell
