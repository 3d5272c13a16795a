"""Send a requested run to work without making the web process do it."""

import subprocess
import sys

from django.conf import settings
from django.db import transaction

from matching import tasks
from matching.models import MatchRun


def launch_run(run: MatchRun) -> None:
    """On a worker where there is a broker, else in a process of its own: docs/decisions/0002."""
    send = send_to_worker if settings.CELERY_BROKER_URL else start_process
    transaction.on_commit(lambda: send(run.pk))


def launch_answers() -> None:
    """The same for what people ask of single pairs."""
    if settings.CELERY_BROKER_URL:
        transaction.on_commit(tasks.answer_questions.delay)
    else:
        transaction.on_commit(lambda: start_command("answer_questions"))


def send_to_worker(run_id: int) -> None:
    tasks.execute_run.delay(run_id)


def start_process(run_id: int) -> None:
    start_command("run_matching", "--run", str(run_id))


def start_command(*words: str) -> None:
    subprocess.Popen(  # noqa: S603 -- our own commands, their arguments are numbers
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
