"""Thin tasks: ids in, service, log. What must survive a lost task is in the database."""

import structlog
from celery import current_app, shared_task
from django.utils import timezone

from matching import digests, services
from matching.models import MatchRun, RunTrigger
from matching.nightly import runs

log = structlog.get_logger(__name__)

NIGHT_LIMIT_S = 4 * 3600


@shared_task(time_limit=NIGHT_LIMIT_S)
def execute_run(run_id: int) -> None:
    from matching.nightly import execution  # noqa: PLC0415 -- the web process sends tasks, and loads no tokeniser

    run = execution.execute_run(run_id, at=timezone.now(), call_for_help=call_for_help)
    log.info("run executed", run=run_id, done=run is not None)


def call_for_help(run_id: int) -> int:
    """Ask every other worker that answers to take slices of the run; returns how many."""
    others = len(current_app.control.ping(timeout=1.0) or []) - 1
    for _ in range(others):
        help_run.delay(run_id)
    return max(others, 0)


@shared_task(time_limit=NIGHT_LIMIT_S)
def help_run(run_id: int) -> None:
    from matching.nightly import execution  # noqa: PLC0415 -- as above

    done = execution.help_run(run_id, at=timezone.now())
    log.info("helped with a run", run=run_id, slices=done)


@shared_task(time_limit=NIGHT_LIMIT_S)
def answer_questions() -> None:
    from matching.nightly import answering  # noqa: PLC0415 -- as above

    log.info("questions answered", questions=answering.answer_questions())


@shared_task
def start_nightly_run() -> None:
    run = runs.start_run(trigger=RunTrigger.SCHEDULE, at=timezone.now())
    execute_run.delay(run.pk)


@shared_task
def resume_interrupted_runs() -> None:
    runs.give_up_hopeless_runs(at=timezone.now())
    for run in MatchRun.objects.interrupted(timezone.now()):
        execute_run.delay(run.pk)


@shared_task
def remind_of_expiring_needs() -> None:
    services.remind_of_expiring_needs(at=timezone.now())


@shared_task
def write_digests() -> None:
    log.info("digests written", mails=digests.write_digests(at=timezone.now()))
