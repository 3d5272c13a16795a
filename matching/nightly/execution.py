"""One run from end to end: seeds in step, tokens, slices of needs, then all changes at once."""

import time
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from matching.configuration import engine_config, vector_model
from matching.engine.config import Config
from matching.engine.glossary import Glossary
from matching.engine.keeping import Keeping
from matching.engine.kept import KeptFile, KeptNowhere
from matching.engine.matcher import Matcher
from matching.engine.statistics import NeedStatistics
from matching.engine.tokens import Progress
from matching.models import MatchChange, MatchRun, RunSlice
from matching.nightly.applying import apply_changes
from matching.nightly.comparing import Comparison
from matching.nightly.crew import spread
from matching.nightly.glossary import glossary_of_tonight, stored_glossary
from matching.nightly.market import Market, read_market
from matching.nightly.reading import crew_reader, tokenise_new
from matching.nightly.runs import RunLost, claim_run, fail_run, finish_run, lock_run, note_progress
from matching.nightly.seeds import sync_seeds
from matching.nightly.slices import share_out
from matching.nightly.tokens import StoredTokens

log = structlog.get_logger(__name__)

HEARTBEAT = timedelta(seconds=2)
PATIENCE_S = 1.0
ROUND_S = 4.0

Watcher = Callable[[str, float], None]
# Asks other workers to take slices of the run with this key; returns how many were asked.
CallForHelp = Callable[[int], int]


def execute_run(
    run_id: int, *, at: datetime, watch: Watcher | None = None, call_for_help: CallForHelp | None = None
) -> MatchRun | None:
    """Do a waiting or interrupted run; None if it is not to be had.

    Until it is done, yesterday's matches stand.
    """
    run = claim_run(run_id, at=at)
    if run is None:
        return None
    try:
        work(run, at=at, step=Steps(run, watch), call_for_help=call_for_help)
    except RunLost:
        log.warning("run lost to another worker", run=run.pk)
        return None
    except Exception as error:
        fail_run(run, error="".join(traceback.format_exception_only(error)), at=timezone.now())
        log.exception("run failed", run=run.pk)
        raise
    run.refresh_from_db()
    return run


def work(run: MatchRun, *, at: datetime, step: "Steps", call_for_help: CallForHelp | None) -> None:
    sync_seeds(at=at, progress=step.within("seeds", 0.0, 0.1))
    market = read_market(at=at)
    glossary = glossary_of_tonight()
    keeping = kept_seeds(market, glossary)
    fresh = [market.seed_texts[place] for place in keeping.fresh]
    tokenise_new([*market.need_texts, *fresh, *glossary.texts], progress=step.within("reading", 0.1, 0.4))
    share_out(run, market.need_pks.tolist())
    helpers = call_for_help(run.pk) if call_for_help is not None else 0
    comparison = Comparison.of(
        run.pk, market, matcher_of(market, glossary, keeping, step.within("indexing", 0.4, 0.55))
    )
    if not helpers:
        comparison = comparison.rank_all(step.within("comparing", 0.55, 0.6))
    compare(comparison, step=step)
    write(run, market, at=at, step=step)


def kept_seeds(market: Market, glossary: Glossary) -> Keeping:
    keeper = KeptFile(settings.MATCHING_KEPT_IN / "seeds.npz") if settings.MATCHING_KEPT_IN else KeptNowhere()
    return Keeping.of(keeper, market.seed_keys, glossary, engine_config() or Config())


def matcher_of(market: Market, glossary: Glossary, keeping: Keeping, progress: Progress) -> Matcher:
    needs = crew_reader(glossary, progress=quietly)(market.need_texts)
    return Matcher(
        market.seed_texts,
        engine_config(),
        glossary=glossary,
        statistics=NeedStatistics.of(needs),
        cache=StoredTokens(),
        model=vector_model(),
        read=crew_reader(glossary, progress=progress),
        keep=keeping,
    )


def quietly(done: int, total: int) -> None:
    """Progress that nobody is told of."""


def compare(comparison: Comparison, *, step: "Steps") -> None:
    """Do the run's slices, over the processes of this worker, until every one is done by whomever."""
    slices = RunSlice.objects.filter(run=comparison.run_id)
    total = slices.count()
    tell = step.within("comparing", 0.6, 0.9)
    enough = len(comparison.market.need_texts) >= 2 * settings.MATCHING_SLICE
    processes = settings.MATCHING_PROCESSES if enough else 1
    while (left := slices.unfinished().count()) > 0:
        tell(total - left, total)
        # A few seconds a process and round, so that this one hears of them and can tell how far it is.
        done = sum(spread(lambda _: comparison.compare_for(ROUND_S), processes, processes=processes))
        if not done:
            # Others hold the rest; should they fall silent, their slices are to be had again.
            time.sleep(PATIENCE_S)


def help_run(run_id: int, *, at: datetime) -> int:
    """Take slices of a run that another worker leads; returns how many were done."""
    if not RunSlice.objects.filter(run=run_id).to_be_had(at).exists():
        return 0
    market = read_market(at=at)
    glossary = stored_glossary()
    matcher = matcher_of(market, glossary, kept_seeds(market, glossary), quietly)
    comparison = Comparison.of(run_id, market, matcher)
    return sum(iter(comparison.compare_slice, 0))


def write(run: MatchRun, market: Market, *, at: datetime, step: "Steps") -> None:
    step("writing", 0.9)
    with transaction.atomic():
        lock_run(run)
        counts = apply_changes(run, at=at)
        MatchChange.objects.filter(run=run).delete()
        RunSlice.objects.filter(run=run).delete()
        finish_run(
            run, at=timezone.now(), needs=len(market.need_texts), seeds=len(market.seed_texts), **counts
        )


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

    def within(self, phase: str, start: float, end: float) -> Progress:
        """A callback of (done, total) that moves from `start` to `end`; it tells the start at once."""
        self(phase, start)

        def tell(done: int, total: int) -> None:
            self(phase, start + (end - start) * done / max(total, 1))

        return tell
