"""When a run will be done, told from its own pace and from the last run's phases."""

from datetime import timedelta

import pytest

from matching.models import MatchRun, RunState, RunTrigger
from matching.nightly.estimate import phases_of, time_left
from matching.nightly.execution import execute_run
from matching.nightly.runs import claim_run, note_progress, start_run
from tests.factories import NOW, MatchRunFactory, NeedFactory, PatentFactory
from tests.personas import office

pytestmark = pytest.mark.django_db


def after(seconds: float):
    return NOW + timedelta(seconds=seconds)


@pytest.fixture
def last_night() -> MatchRun:
    """Reading took 40 s (to 0.6), comparing 40 s (to 0.8), writing 20 s."""
    return MatchRunFactory.create(
        started_at=NOW,
        finished_at=after(100),
        timeline=[
            {"phase": "reading", "progress": 0.0, "seconds": 0.0},
            {"phase": "comparing", "progress": 0.6, "seconds": 40.0},
            {"phase": "writing", "progress": 0.8, "seconds": 80.0},
        ],
    )


def running(phase: str, progress: float, *, began: float) -> MatchRun:
    return MatchRunFactory.build(
        state=RunState.RUNNING,
        is_active=True,
        started_at=NOW,
        finished_at=None,
        phase=phase,
        progress=progress,
        timeline=[{"phase": phase, "progress": progress, "seconds": began}],
    )


def seconds_left(run: MatchRun, earlier: MatchRun | None, at: float) -> float | None:
    left = time_left(run, earlier, at=after(at))
    return None if left is None else round(left.total_seconds(), 6)


def test_a_phase_that_begins_is_thought_to_take_as_long_as_last_time(last_night):
    assert seconds_left(running("reading", 0.0, began=0), last_night, at=0) == 100
    assert seconds_left(running("comparing", 0.6, began=90), last_night, at=90) == 60


def test_a_phase_well_begun_tells_its_own_pace(last_night):
    # Half of the reading took 60 s, so 60 s more, and 40 + 20 s as last time.
    assert seconds_left(running("reading", 0.3, began=0), last_night, at=60) == 120
    # A quarter of the comparing took 5 s, so 15 s more, and 20 s as last time.
    assert seconds_left(running("comparing", 0.65, began=10), last_night, at=15) == 35


def test_the_first_run_goes_by_its_own_pace():
    run = running("reading", 0.25, began=0)

    assert seconds_left(run, None, at=30) == 90
    assert seconds_left(running("seeds", 0.05, began=0), None, at=30) is None


def test_a_phase_the_last_run_did_not_have_goes_by_the_pace_of_all(last_night):
    assert seconds_left(running("sorting", 0.5, began=0), last_night, at=30) == 30


def test_a_run_that_waits_or_is_done_has_no_time_left(last_night):
    waiting = MatchRunFactory.build(state=RunState.QUEUED, is_active=True, started_at=None)

    assert time_left(waiting, last_night, at=NOW) is None
    assert time_left(last_night, last_night, at=NOW) is None


def test_a_clock_that_was_set_back_makes_no_negative_time(last_night):
    assert seconds_left(running("reading", 0.3, began=0), last_night, at=-50) == 80


def test_runs_of_before_have_no_phases():
    assert phases_of(MatchRunFactory.build(timeline=[], finished_at=after(10))) == []


def test_a_run_notes_when_its_phases_begin():
    run = claim_run(start_run(trigger=RunTrigger.OFFICE, at=NOW).pk, at=NOW)
    assert run is not None
    for phase, progress, at in (("reading", 0.1, 2), ("reading", 0.4, 5), ("writing", 0.9, 8)):
        note_progress(run, phase=phase, progress=progress, at=after(at))

    assert MatchRun.objects.get().timeline == [
        {"phase": "reading", "progress": 0.1, "seconds": 2.0},
        {"phase": "writing", "progress": 0.9, "seconds": 8.0},
    ]


def test_a_run_taken_over_begins_its_notes_anew():
    first = claim_run(start_run(trigger=RunTrigger.OFFICE, at=NOW).pk, at=NOW)
    assert first is not None
    note_progress(first, phase="reading", progress=0.1, at=after(2))
    second = claim_run(first.pk, at=after(10_000))

    assert second is not None
    assert second.timeline == []


def test_a_real_run_leaves_phases_that_the_next_estimate_can_use():
    NeedFactory.create()
    PatentFactory.create()
    run = execute_run(start_run(trigger=RunTrigger.OFFICE, at=NOW).pk, at=NOW)

    assert run is not None
    assert [mark["phase"] for mark in run.timeline][:2] == ["seeds", "reading"]
    assert sum(phase.end - phase.start for phase in phases_of(run)) == pytest.approx(1.0)


@pytest.fixture
def runs_page(browser_of):
    browser = browser_of(office("viewer"))

    def page(path: str = "") -> str:
        return str(browser.get(f"/office/matching/matchrun/{path}").content.decode())

    return page


def active(**fields: object) -> MatchRun:
    return MatchRunFactory.create(
        state=RunState.RUNNING, is_active=True, finished_at=None, phase="comparing", progress=0.64, **fields
    )


def test_the_list_shows_an_active_run_and_asks_for_itself_again(runs_page):
    active()
    page = runs_page()

    assert '<progress max="100" value="64" aria-label="progress"></progress> 64 % Comparing' in page
    assert 'hx-trigger="every 3s"' in page


def test_the_list_rests_when_no_run_is_active(runs_page):
    MatchRunFactory.create()

    assert "hx-trigger" not in runs_page()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (10, "less than a minute"),
        (59, "about 1 minute<"),
        (150, "about 2 minutes"),
        (3600, "about 60 minutes"),
    ],
)
def test_time_left_is_said_in_words(runs_page, monkeypatch, seconds, words):
    monkeypatch.setattr("matching.admin.time_left", lambda *_, **__: timedelta(seconds=seconds))
    run = active()

    assert words in runs_page()
    assert words in runs_page(f"{run.pk}/change/")


def test_a_run_hardly_begun_says_that_its_end_is_not_known(runs_page):
    active()
    MatchRun.objects.update(progress=0.01)

    assert "not known yet" in runs_page()


@pytest.mark.parametrize("number", [2, 25])
def test_the_list_costs_the_same_at_any_length(browser_of, django_assert_num_queries, number):
    active()
    MatchRunFactory.create_batch(number)
    browser = browser_of(office("viewer"))

    with django_assert_num_queries(8):
        browser.get("/office/matching/matchrun/")
