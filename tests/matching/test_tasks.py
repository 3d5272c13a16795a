import sys

import pytest
from django.conf import settings

from matching import tasks
from matching.models import MatchRun, RunState, RunTrigger
from matching.nightly import launch
from matching.nightly.runs import MOST_ATTEMPTS, start_run
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Ids of the runs sent to the broker."""
    found: list[int] = []
    monkeypatch.setattr(tasks.execute_run, "delay", found.append)
    return found


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    found: list[list[str]] = []
    monkeypatch.setattr("subprocess.Popen", lambda command, **options: found.append(command))
    return found


def requested() -> MatchRun:
    return start_run(trigger=RunTrigger.OFFICE, at=NOW)


def test_every_scheduled_matching_task_exists():
    names = {str(entry["task"]) for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    scheduled = {name for name in names if name.startswith("matching.")}

    assert scheduled
    assert scheduled <= {task.name for task in vars(tasks).values() if hasattr(task, "delay")}


def test_the_night_starts_one_run(sent):
    tasks.start_nightly_run()
    tasks.start_nightly_run()

    run = MatchRun.objects.get()
    assert run.trigger == RunTrigger.SCHEDULE
    assert set(sent) == {run.pk}


def test_a_run_is_executed_once(sent):
    run = requested()

    tasks.execute_run(run.pk)
    tasks.execute_run(run.pk)

    run.refresh_from_db()
    assert (run.state, run.attempts) == (RunState.DONE, 1)


def test_a_silent_run_is_sent_again(sent):
    run = requested()  # long ago by the clock

    tasks.resume_interrupted_runs()

    assert sent == [run.pk]


def test_a_hopeless_run_is_not_sent_again(sent):
    requested()
    MatchRun.objects.update(state=RunState.RUNNING, attempts=MOST_ATTEMPTS, heartbeat_at="2020-01-01T00:00Z")

    tasks.resume_interrupted_runs()

    assert sent == []
    assert MatchRun.objects.get().state == RunState.FAILED


def test_with_a_broker_a_run_goes_to_the_worker_on_commit(
    sent, processes, settings, django_capture_on_commit_callbacks
):
    settings.CELERY_BROKER_URL = "redis://broker.example"
    run = requested()

    with django_capture_on_commit_callbacks(execute=True):
        launch.launch_run(run)
        assert sent == []

    assert (sent, processes) == ([run.pk], [])


def test_without_a_broker_a_run_is_a_process_of_its_own(
    sent, processes, settings, django_capture_on_commit_callbacks
):
    settings.CELERY_BROKER_URL = ""
    run = requested()

    with django_capture_on_commit_callbacks(execute=True):
        launch.launch_run(run)

    [command] = processes
    assert command[0] == sys.executable
    assert command[-3:] == ["run_matching", "--run", str(run.pk)]
    assert sent == []
