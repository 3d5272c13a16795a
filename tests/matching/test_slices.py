"""A run shared out: slices are claimed once, taken over from the silent, and done by several processes."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from django.conf import LazySettings, settings
from django.db import connection

from matching.models import (
    ChangeKind,
    Match,
    MatchChange,
    MatchRun,
    Need,
    RunSlice,
    RunState,
    RunTrigger,
    SliceState,
)
from matching.nightly.crew import CrewFailed, spread
from matching.nightly.execution import execute_run, help_run
from matching.nightly.runs import claim_run, start_run
from matching.nightly.seeds import sync_seeds
from matching.nightly.slices import SliceLost, claim_slice, finish_slice, share_out
from tests.factories import NOW, NeedFactory, PatentFactory, SeedFactory

pytestmark = pytest.mark.django_db
LATER = NOW + settings.MATCHING_SILENCE + timedelta(seconds=1)
WORKERS = 6


@pytest.fixture
def run() -> MatchRun:
    started = claim_run(start_run(trigger=RunTrigger.COMMAND, at=NOW).pk, at=NOW)
    assert started is not None
    return started


@pytest.fixture(autouse=True)
def small_slices(settings: LazySettings) -> None:
    settings.MATCHING_SLICE = 2


def test_needs_are_shared_out_once(run: MatchRun) -> None:
    share_out(run, [3, 5, 8, 9, 11])
    share_out(run, [3, 5, 8, 9, 11])

    found = RunSlice.objects.values_list("first_need", "last_need")
    assert list(found) == [(3, 5), (8, 9), (11, 11)]


def test_a_slice_is_claimed_once_and_taken_over_from_the_silent(run: MatchRun) -> None:
    share_out(run, [1])
    first = claim_slice(run.pk, at=NOW)
    assert first is not None
    assert claim_slice(run.pk, at=NOW) is None

    second = claim_slice(run.pk, at=LATER)

    assert second is not None
    with pytest.raises(SliceLost):
        finish_slice(first, [])
    finish_slice(second, [])
    assert RunSlice.objects.get().state == SliceState.DONE
    assert claim_slice(run.pk, at=LATER + settings.MATCHING_SILENCE) is None


def claim_at_once(run_id: int) -> list[int]:
    """Each of several threads claims slices until none is left."""
    barrier = Barrier(WORKERS)

    def work(_: int) -> list[int]:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            return [claimed.pk for claimed in iter(lambda: claim_slice(run_id, at=NOW), None)]
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        return [pk for found in pool.map(work, range(WORKERS)) for pk in found]


@pytest.fixture
def real_processes(transactional_db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("several processes meet on PostgreSQL; the tests' SQLite lives in one process")


def test_no_slice_is_claimed_twice_by_workers_at_once(real_processes: None, run: MatchRun) -> None:
    share_out(run, list(range(1, 81)))

    claimed = claim_at_once(run.pk)

    assert sorted(claimed) == sorted(RunSlice.objects.values_list("pk", flat=True))


def test_without_the_condition_slices_would_be_claimed_twice(
    real_processes: None, run: MatchRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    share_out(run, list(range(1, 81)))
    # A claim that only looks first, and then writes whatever it saw.
    monkeypatch.setattr(sys.modules[__name__], "claim_slice", claim_without_condition)

    claimed = claim_at_once(run.pk)

    assert len(claimed) > len(set(claimed))


def claim_without_condition(run_id: int, *, at: datetime) -> RunSlice | None:
    free = RunSlice.objects.filter(run=run_id).to_be_had(at).first()
    if free is not None:
        RunSlice.objects.filter(pk=free.pk).update(state=SliceState.WORKING, claimed_at=at)
    return free


def market(needs: int) -> None:
    for _ in range(needs):
        NeedFactory.create()
    PatentFactory.create(title="薄肉アルミ部品の切削における歪みの抑制方法")
    for title in ["全固体電池の電解質", "植物工場の照明", "下水の水質計測", "画像による検品"]:
        PatentFactory.create(title=title, abstract="装置の構成と制御の手順を提供する。")


def test_several_processes_find_what_one_finds(
    real_processes: None, settings: LazySettings, tmp_path: Path
) -> None:
    market(5)
    execute_run(start_run(trigger=RunTrigger.COMMAND, at=NOW).pk, at=NOW)
    fields = ("need", "seed", "score", "coverage", "grade", "place", "basis", "reasons")
    alone = list(Match.objects.order_by("need", "seed").values_list(*fields))
    Match.objects.all().delete()
    settings.MATCHING_PROCESSES, settings.MATCHING_KEPT_IN = 2, tmp_path

    done = execute_run(start_run(trigger=RunTrigger.COMMAND, at=NOW).pk, at=NOW)

    assert done is not None
    assert done.state == RunState.DONE
    assert list(Match.objects.order_by("need", "seed").values_list(*fields)) == alone
    assert not RunSlice.objects.exists()
    assert not MatchChange.objects.exists()


def test_a_helper_does_slices_that_the_leader_then_writes(run: MatchRun) -> None:
    market(5)
    need_pks = list(Need.objects.order_by("pk").values_list("pk", flat=True))
    sync_seeds(at=NOW)
    share_out(run, need_pks)

    assert help_run(run.pk, at=NOW) == 3
    assert help_run(run.pk, at=NOW) == 0
    assert not Match.objects.exists()

    taken_over = execute_run(run.pk, at=LATER)
    assert taken_over is not None
    assert taken_over.created == Match.objects.count() > 0


def test_what_an_interrupted_worker_had_finished_stays_finished(run: MatchRun) -> None:
    market(3)
    sync_seeds(at=NOW)
    need_pks = list(Need.objects.order_by("pk").values_list("pk", flat=True))
    share_out(run, need_pks)
    first = claim_slice(run.pk, at=NOW)
    assert first is not None
    finish_slice(first, [])

    execute_run(run.pk, at=LATER)

    assert set(Match.objects.values_list("need", flat=True)) == set(need_pks[2:])


def test_results_come_in_order_from_all_processes(real_processes: None) -> None:
    assert list(spread(lambda n: n * n, 7, processes=3)) == [0, 1, 4, 9, 16, 25, 36]


def test_a_failure_in_a_process_is_told(real_processes: None) -> None:
    def fail(n: int) -> int:
        if n == 2:
            raise ValueError("no such text")
        return n

    with pytest.raises(CrewFailed, match="no such text"):
        list(spread(fail, 4, processes=2))


def test_a_process_that_dies_is_told(real_processes: None) -> None:
    def die(n: int) -> int:
        os._exit(9)

    with pytest.raises(CrewFailed, match="without a word"):
        list(spread(die, 2, processes=2))


def test_reasons_with_backslashes_and_line_ends_are_stored_as_they_are(run: MatchRun) -> None:
    need = NeedFactory.create()
    seed = SeedFactory.create()
    share_out(run, [need.pk])
    claimed = claim_slice(run.pk, at=NOW)
    assert claimed is not None
    reasons = [{"label": 'C:\\new\t"x"\n金型', "weight": 1.25}]

    finish_slice(
        claimed,
        [
            MatchChange(
                run=run, need=need, seed=seed, kind=ChangeKind.CREATE, score=1.25, grade=2, reasons=reasons
            )
        ],
    )

    stored = MatchChange.objects.get()
    assert (stored.reasons, stored.score, stored.grade, stored.kind) == (reasons, 1.25, 2, ChangeKind.CREATE)
