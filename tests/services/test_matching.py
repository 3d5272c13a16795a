import re

import pytest
from django.utils import timezone

from matching.models import Grade, Match, MatchRun, RunState, RunTrigger
from matching.tasks import start_nightly_run
from tama_portal.demo.loading import fill_demo
from tests.servers.celery import kill

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]


@pytest.fixture
def demo_world(portal):
    fill_demo(at=timezone.now(), logins=portal.folder / "logins.json")


def stored_matches() -> set[tuple[int, int, float]]:
    return set(Match.objects.values_list("need", "seed", "score"))


def runs(**state: object) -> int:
    return MatchRun.objects.filter(**state).count()


def test_the_nightly_schedule_makes_a_run(portal, demo_world, eventually, every_second):
    with portal.worker(), portal.beat():
        every_second("nightly matching")
        eventually(lambda: runs(state=RunState.DONE), patience=240)

    run = MatchRun.objects.filter(state=RunState.DONE).earliest("pk")
    assert run.trigger == RunTrigger.SCHEDULE
    assert run.matches == len(stored_matches()) > 0


def test_a_worker_killed_mid_run_ends_in_the_same_matches(portal, demo_world, eventually, every_second):
    with portal.worker():
        start_nightly_run.delay()
        eventually(lambda: runs(state=RunState.DONE), patience=240)
    undisturbed = stored_matches()
    Match.objects.filter(grade=Grade.STRONG).delete()
    yesterday = stored_matches()

    with portal.worker() as worker:
        start_nightly_run.delay()
        eventually(lambda: runs(state=RunState.RUNNING, progress__gt=0))
        kill(worker)
    assert runs(state=RunState.RUNNING) == 1
    assert stored_matches() == yesterday

    with portal.worker(), portal.beat():
        every_second("resume interrupted runs")
        eventually(lambda: runs(state=RunState.DONE) == 2, patience=240)
    assert MatchRun.objects.latest("pk").attempts > 1
    assert stored_matches() == undisturbed != yesterday


def test_two_workers_share_a_night_and_find_what_one_finds(portal, demo_world, eventually):
    with portal.worker(MATCHING_PROCESSES="2", MATCHING_SLICE="100"):
        start_nightly_run.delay()
        eventually(lambda: runs(state=RunState.DONE), patience=240)
    alone = stored_matches()
    Match.objects.all().delete()

    # A slice takes a second, a helper's start several: small slices leave it some.
    shared = {"MATCHING_PROCESSES": "1", "MATCHING_SLICE": "4"}
    with portal.worker("leader", **shared), portal.worker("helper", **shared):
        start_nightly_run.delay()
        eventually(lambda: runs(state=RunState.DONE) == 2, patience=240)

    said = "".join((portal.folder / f"{name}.log").read_text() for name in ("leader", "helper"))
    assert sum(map(int, re.findall(r"'slices': (\d+)", said))) > 0
    assert stored_matches() == alone
