"""The life of a run, and what a run leaves behind."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection, transaction

from matching.models import (
    DismissalReason,
    Judgement,
    Match,
    MatchRun,
    RunState,
    RunTrigger,
    Seed,
    Side,
    Verdict,
)
from matching.nightly import execution
from matching.nightly.execution import execute_run
from matching.nightly.runs import (
    MOST_ATTEMPTS,
    RunLost,
    claim_run,
    fail_run,
    give_up_hopeless_runs,
    lock_run,
    note_progress,
    start_run,
)
from members.models import OrganisationLink
from tests.factories import NOW, NeedFactory, OrganisationFactory, PatentFactory, UserFactory

pytestmark = pytest.mark.django_db
STARTS = 6
LATER = NOW + settings.MATCHING_SILENCE + timedelta(seconds=1)


def start() -> MatchRun:
    return start_run(trigger=RunTrigger.OFFICE, at=NOW)


def claimed(run_id: int, at: datetime = NOW) -> MatchRun:
    run = claim_run(run_id, at=at)
    assert run is not None
    return run


def run_all(at: datetime = NOW) -> MatchRun:
    run = execute_run(start_run(trigger=RunTrigger.OFFICE, at=at).pk, at=at)
    assert run is not None
    assert run.state == RunState.DONE
    return run


def matched(patent_pk: int) -> bool:
    return Match.objects.filter(seed__source_pk=patent_pk).exists()


def changes(run: MatchRun) -> tuple[int, int, int]:
    return run.created, run.updated, run.withdrawn


def start_at_once() -> set[int]:
    """Several threads, each with its own connection, start a run in the same moment."""
    barrier = Barrier(STARTS)

    def start_when_all_are_ready(_: int) -> int:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            return start().pk
        finally:
            connection.close()

    with ThreadPoolExecutor(STARTS) as pool:
        return set(pool.map(start_when_all_are_ready, range(STARTS)))


@pytest.fixture
def real_races(transactional_db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("connections race on PostgreSQL; SQLite has one writer")


@pytest.fixture
def no_constraint(real_races: None):
    [one_active] = [rule for rule in MatchRun._meta.constraints if rule.name == "match_run_one_active"]
    with connection.schema_editor() as editor:
        editor.remove_constraint(MatchRun, one_active)
    yield
    MatchRun.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(MatchRun, one_active)


def test_starts_at_once_make_one_run(real_races):
    assert len(start_at_once()) == 1
    assert MatchRun.objects.count() == 1


def test_without_the_constraint_each_start_would_make_a_run(no_constraint):
    assert len(start_at_once()) == STARTS


def test_a_start_while_a_run_is_active_returns_it():
    assert start().pk == start().pk


def test_a_start_after_a_run_has_ended_makes_another():
    first = start()
    fail_run(claimed(first.pk), error="gone", at=NOW)

    assert start().pk != first.pk


def test_a_run_is_claimed_once():
    run = start()

    assert claimed(run.pk).attempts == 1
    assert claim_run(run.pk, at=NOW) is None


def test_a_silent_run_is_taken_over_and_lost_to_its_first_worker():
    first = claimed(start().pk)
    second = claimed(first.pk, at=LATER)
    assert second.attempts == 2

    with pytest.raises(RunLost):
        note_progress(first, phase="reading", progress=0.5, at=LATER)
    with pytest.raises(RunLost), transaction.atomic():
        lock_run(first)
    fail_run(first, error="too late", at=LATER)

    second.refresh_from_db()
    assert (second.state, second.error) == (RunState.RUNNING, "")


def test_a_run_that_kills_its_workers_is_given_up():
    run = start()
    MatchRun.objects.update(state=RunState.RUNNING, attempts=MOST_ATTEMPTS)

    give_up_hopeless_runs(at=NOW)
    run.refresh_from_db()
    assert run.is_active

    give_up_hopeless_runs(at=LATER)
    run.refresh_from_db()
    assert (run.state, run.is_active) == (RunState.FAILED, False)


@pytest.fixture
def market(db: None):
    """A need, and among other patents the one that answers it."""
    need = NeedFactory.create()
    answer = PatentFactory.create(title="薄肉アルミ部品の切削における歪みの抑制方法")
    for title in ["全固体電池の電解質", "植物工場の照明", "下水の水質計測", "画像による検品"]:
        PatentFactory.create(title=title, abstract="装置の構成と制御の手順を提供する。")
    return need, answer


def test_a_run_finds_what_answers_and_says_why(market):
    need, answer = market

    run = run_all()

    best = Match.objects.best_first()[0]
    assert (best.need, best.seed.source_pk, best.first_seen_in) == (need, answer.pk, run)
    assert sum(reason["weight"] for reason in best.reasons) == pytest.approx(best.score, abs=1e-6)
    assert (run.needs, run.seeds, run.matches) == (1, 5, Match.objects.count())
    assert run.engine_version


def test_reasons_point_into_the_texts_they_are_about(market):
    run_all()

    for match in Match.objects.select_related("need", "seed"):
        for reason in match.reasons:
            for side in ["need", "seed"]:
                row = getattr(match, side)
                for field, begin, end in reason[side]:
                    text = row.title if field == "title" else row.text
                    assert text[begin:end].strip()


def test_a_run_of_the_same_market_changes_nothing(market):
    run_all()

    assert changes(run_all()) == (0, 0, 0)


def test_what_vanishes_is_withdrawn(market):
    _, answer = market
    gone = answer.pk
    run_all()
    assert matched(gone)
    answer.delete()

    run = run_all()

    assert run.withdrawn
    assert not matched(gone)


def test_a_pair_of_interest_stays_when_it_is_no_longer_found(market):
    need, answer = market
    gone = answer.pk
    run_all()
    judge(need, answer, Verdict.INTERESTED)
    answer.delete()

    run_all()

    assert matched(gone)
    assert Seed.objects.get(source_pk=gone).withdrawn_at


def test_a_dismissed_pair_is_not_proposed(market):
    need, answer = market
    run_all()
    judge(need, answer, Verdict.DISMISSED, DismissalReason.OFF_TOPIC)
    Match.objects.all().delete()

    run_all()

    assert not matched(answer.pk)


def judge(need, answer, verdict: Verdict, reason: str = "") -> None:
    seed = Seed.objects.get(source_pk=answer.pk)
    Judgement.objects.create(
        need=need, seed=seed, side=Side.NEED, verdict=verdict, reason=reason, by=UserFactory.create(), at=NOW
    )


@pytest.mark.parametrize("need_declares", [True, False])
def test_declared_competitors_do_not_meet(market, need_declares):
    need, answer = market
    one, other = (need.owner, answer.organisation)[:: 1 if need_declares else -1]
    OrganisationLink.objects.create(organisation=one, other=other, kind=OrganisationLink.Kind.COMPETITOR)

    run_all()

    assert not matched(answer.pk)


def test_an_organisation_does_not_meet_itself(market):
    need, answer = market
    answer.organisation = need.owner
    answer.save()

    run_all()

    assert not matched(answer.pk)


def test_a_need_nobody_answers_has_no_match():
    NeedFactory.create(title="方言の聞き取り", text="高齢者の方言の聞き取りを手伝う人を求めます。")
    PatentFactory.create(
        organisation=OrganisationFactory.create(), title="全固体電池", abstract="電解質を提供する。"
    )

    assert run_all().matches == 0


def test_a_failure_is_told_and_leaves_yesterday_whole(market, monkeypatch):
    run_all()
    yesterday = list(Match.objects.order_by("pk").values())
    PatentFactory.create(title="薄肉アルミ部品の歪みを抑える切削")
    run = start()

    def disk_full(*args: object, **kwargs: object) -> None:
        raise OSError("disk full")

    # The very last step of the transaction, after all changes have been written.
    monkeypatch.setattr(execution, "finish_run", disk_full)
    with pytest.raises(OSError, match="disk full"):
        execute_run(run.pk, at=NOW)

    run.refresh_from_db()
    assert (run.state, run.is_active, "disk full" in run.error) == (RunState.FAILED, False, True)
    assert list(Match.objects.order_by("pk").values()) == yesterday


def test_a_run_lost_on_the_way_writes_nothing(market):
    run = start()

    def take_over(phase: str, progress: float) -> None:
        if phase == "writing":
            MatchRun.objects.filter(pk=run.pk).update(attempts=2)

    assert execute_run(run.pk, at=NOW, watch=take_over) is None
    assert not Match.objects.exists()


def test_an_interrupted_run_is_done_by_the_next_worker(market):
    run = start()
    claim_run(run.pk, at=NOW)

    assert execute_run(run.pk, at=NOW) is None
    assert execute_run(run.pk, at=LATER) is not None

    done = MatchRun.objects.get()
    assert (done.state, done.attempts) == (RunState.DONE, 2)
    assert Match.objects.exists()
