"""The life of a run: requested, claimed, alive, finished or failed. The database is the truth."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet

from matching.engine.config import ENGINE_VERSION
from matching.models import MatchRun, RunState, RunTrigger
from members.models import User

MOST_ATTEMPTS = 5
START_TRIES = 3


class RunLost(Exception):
    """This worker no longer holds the run: another took it over while this one was silent."""


def start_run(*, trigger: RunTrigger, at: datetime, by: User | None = None) -> MatchRun:
    """Request a run, or return the one that is active already: two starts at once make one run."""
    for _attempt in range(START_TRIES):
        try:
            with transaction.atomic():
                return MatchRun.objects.create(trigger=trigger, started_by=by, created_at=at, heartbeat_at=at)
        except IntegrityError:
            active = MatchRun.objects.active().first()
            if active is not None:
                return active
    raise RuntimeError("runs start and end faster than one can be requested")


def claim_run(run_id: int, *, at: datetime) -> MatchRun | None:
    """Take a waiting or interrupted run; None if it is done, or in other hands.

    The returned `attempts` is the claim's number: what a worker writes counts only while it is unchanged.
    """
    silent = Q(state=RunState.RUNNING, heartbeat_at__lt=at - settings.MATCHING_SILENCE)
    free = MatchRun.objects.active().filter(Q(state=RunState.QUEUED) | silent, pk=run_id)
    taken = free.update(
        state=RunState.RUNNING,
        attempts=F("attempts") + 1,
        started_at=at,
        heartbeat_at=at,
        engine_version=ENGINE_VERSION,
        phase="",
        progress=0,
        timeline=[],
    )
    return MatchRun.objects.get(pk=run_id) if taken else None


def held(run: MatchRun) -> QuerySet[MatchRun]:
    return MatchRun.objects.filter(pk=run.pk, state=RunState.RUNNING, attempts=run.attempts)


def note_progress(run: MatchRun, *, phase: str, progress: float, at: datetime) -> None:
    """Say that the run lives and how far it is. Raises RunLost if another worker took it over."""
    note_phase(run, phase=phase, progress=progress, at=at)
    if not held(run).update(phase=phase, progress=progress, heartbeat_at=at, timeline=run.timeline):
        raise RunLost(run.pk)


def note_phase(run: MatchRun, *, phase: str, progress: float, at: datetime) -> None:
    """Remember when a phase began: the next run's end is told from it."""
    if run.timeline and run.timeline[-1]["phase"] == phase:
        return
    seconds = max((at - run.started_at).total_seconds(), 0.0) if run.started_at else 0.0
    run.timeline.append({"phase": phase, "progress": progress, "seconds": round(seconds, 3)})


def lock_run(run: MatchRun) -> None:
    """Hold the run's row until the transaction ends. Raises RunLost if another worker took it over."""
    if not held(run).select_for_update().exists():
        raise RunLost(run.pk)


def finish_run(run: MatchRun, *, at: datetime, **counts: int) -> None:
    held(run).update(
        state=RunState.DONE,
        is_active=False,
        finished_at=at,
        heartbeat_at=at,
        progress=1,
        phase="",
        error="",
        **counts,
    )


def fail_run(run: MatchRun, *, error: str, at: datetime) -> None:
    held(run).update(state=RunState.FAILED, is_active=False, finished_at=at, error=error[:4000])


def give_up_hopeless_runs(*, at: datetime) -> None:
    """End runs that were interrupted too often: something in them kills the worker."""
    hopeless = MatchRun.objects.interrupted(at).filter(attempts__gte=MOST_ATTEMPTS)
    hopeless.update(
        state=RunState.FAILED, is_active=False, finished_at=at, error=f"interrupted {MOST_ATTEMPTS} times"
    )
