"""Who is told of which new matches, when, and only once."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection

from matching import digests, tasks
from matching.digests import due_users, write_digest, write_digests
from matching.models import Digest, DismissalReason, Match, MatchRun, RunState, Side, Verdict
from matching.services import judge_pair
from members.models import User
from tama_portal.mail import outbox
from tama_portal.mail.models import OutgoingMessage
from tests.factories import (
    NOW,
    BaseTechnologyFactory,
    MatchFactory,
    MatchRunFactory,
    NeedFactory,
    SeedFactory,
)
from tests.personas import Persona, coordinator, office

pytestmark = pytest.mark.django_db

TUESDAY = NOW
MONDAY = NOW + timedelta(days=6)
assert (TUESDAY.isoweekday(), MONDAY.isoweekday()) == (2, 1)


@pytest.fixture
def reader(alice: Persona) -> Persona:
    """Alice, who wants a digest every morning."""
    User.objects.filter(pk=alice.user.pk).update(digest="daily")
    alice.user.refresh_from_db()
    return alice


def found(persona: Persona, *, grade: int = 2, run: MatchRun | None = None, **need: object) -> Match:
    need_row = NeedFactory.create(owner=persona.firm, **need)
    run = run or MatchRunFactory.create()
    return MatchFactory.create(need=need_row, grade=grade, coverage=grade / 10, first_seen_in=run)


def bodies() -> list[str]:
    return [message.body for message in OutgoingMessage.objects.order_by("pk")]


def test_a_new_match_is_told_once(reader):
    match = found(reader)

    assert (write_digests(at=NOW), write_digests(at=NOW), write_digests(at=NOW + timedelta(days=1))) == (
        1,
        0,
        0,
    )

    letter = OutgoingMessage.objects.get()
    assert (letter.to, letter.subject) == (reader.user.email, "1 new match worth a look")
    assert match.seed.title in letter.body
    assert f"/needs/{match.need_id}/#match-{match.pk}" in letter.body


def test_nothing_new_makes_no_mail_and_is_not_looked_for_again_today(reader):
    MatchRunFactory.create()

    assert write_digests(at=NOW) == 0
    assert bodies() == []
    assert list(due_users(NOW.date())) == []


def test_later_runs_are_told_in_the_next_digest(reader):
    found(reader)
    write_digests(at=NOW)
    later = found(reader, title="後から見つかった")

    assert write_digests(at=NOW + timedelta(days=1)) == 1
    assert later.need.title in bodies()[1]
    assert "1 new match" in OutgoingMessage.objects.latest("pk").subject


def test_a_run_that_is_not_done_is_not_told_and_not_lost(reader):
    run = MatchRunFactory.create(state=RunState.RUNNING, is_active=True)
    found(reader, run=run)
    assert write_digests(at=NOW) == 0

    MatchRun.objects.filter(pk=run.pk).update(state=RunState.DONE, is_active=False)
    assert write_digests(at=NOW + timedelta(days=1)) == 1


def test_a_first_digest_reaches_back_one_rhythm(reader):
    long_ago = NOW - timedelta(days=2)
    found(reader, run=MatchRunFactory.create(finished_at=long_ago), title="昔のニーズ")
    found(reader, title="新しいニーズ")

    write_digests(at=NOW)

    assert ("昔のニーズ" in bodies()[0], "新しいニーズ" in bodies()[0]) == (False, True)


@pytest.mark.parametrize(
    ("rhythm", "told_days_ago", "at", "due"),
    [
        ("daily", None, TUESDAY, True),
        ("daily", 0, TUESDAY, False),
        ("daily", 1, TUESDAY, True),
        ("weekly", None, TUESDAY, False),
        ("weekly", None, MONDAY, True),
        ("weekly", 1, TUESDAY, False),
        ("weekly", 7, MONDAY, True),
        ("weekly", 8, TUESDAY, True),
        ("never", None, MONDAY, False),
        ("never", 30, MONDAY, False),
    ],
)
def test_each_rhythm_has_its_days(alice, rhythm, told_days_ago, at, due):
    User.objects.filter(pk=alice.user.pk).update(digest=rhythm)
    if told_days_ago is not None:
        Digest.objects.create(user=alice.user, written_on=at.date() - timedelta(days=told_days_ago))

    assert list(due_users(at.date())) == ([alice.user] if due else [])


def test_who_has_paused_is_not_flooded_afterwards(reader):
    write_digests(at=NOW)
    User.objects.filter(pk=reader.user.pk).update(digest="never")
    found(reader, run=MatchRunFactory.create(finished_at=NOW + timedelta(days=5)))
    write_digests(at=NOW + timedelta(days=10))
    User.objects.filter(pk=reader.user.pk).update(digest="daily")

    assert write_digests(at=NOW + timedelta(days=20)) == 0


def test_who_has_left_the_portal_gets_nothing(reader):
    found(reader)
    User.objects.filter(pk=reader.user.pk).update(is_active=False)

    assert write_digests(at=NOW) == 0


def test_office_and_coordinators_get_no_digest(db):
    for persona in (office("manager"), coordinator()):
        User.objects.filter(pk=persona.user.pk).update(digest="daily")

    assert list(due_users(NOW.date())) == []


def test_needs_that_own_seeds_could_answer_are_told_without_a_hidden_name(reader):
    need = NeedFactory.create(is_anonymous=True, owner__name="秘密の会社")
    match = MatchFactory.create(need=need, seed=SeedFactory.create(owner=reader.firm))

    write_digests(at=NOW)

    [body] = bodies()
    assert "Asked for by others, and you could answer" in body
    assert f"/matches/#match-{match.pk}" in body
    assert ("秘密の会社" in body, "Name hidden" in body) == (False, True)


def test_dismissed_judged_closed_and_invisible_ones_are_left_out(reader):
    dismissed_by_them, judged, closed, hidden = (found(reader, title=f"N{n}") for n in range(4))
    shown = found(reader, title="N4")
    judge_pair(
        need=dismissed_by_them.need,
        seed=dismissed_by_them.seed,
        side=Side.SEED,
        verdict=Verdict.DISMISSED,
        reason=DismissalReason.CAPACITY,
        by=reader.user,
        at=NOW,
    )
    judge_pair(
        need=judged.need, seed=judged.seed, side=Side.NEED, verdict=Verdict.INTERESTED, by=reader.user, at=NOW
    )
    type(closed.need).objects.filter(pk=closed.need_id).update(withdrawn_at=NOW)
    type(hidden.seed).objects.filter(pk=hidden.seed_id).update(visibility="office")
    OutgoingMessage.objects.all().delete()

    write_digests(at=NOW)

    assert [title for title in ("N0", "N1", "N2", "N3", "N4") if title in bodies()[0]] == [shown.need.title]


def test_possible_ones_are_only_counted(reader):
    found(reader, grade=2)
    for _ in range(3):
        found(reader, grade=1, title="弱い")

    write_digests(at=NOW)

    [body] = bodies()
    assert ("Besides, 3 possible matches." in body, "弱い" in body) == (True, False)


def test_only_possible_ones_make_no_mail(reader):
    found(reader, grade=1)

    assert write_digests(at=NOW) == 0


def test_the_best_ten_are_shown_and_the_rest_counted(reader):
    run = MatchRunFactory.create()
    for n in range(12):
        found(reader, run=run, title=f"ニーズ番号{n:02}", grade=3 if n == 11 else 2)

    write_digests(at=NOW)

    [body] = bodies()
    assert body.count("#match-") == 10
    assert body.index("ニーズ番号11") < body.index("ニーズ番号00")
    assert "And 2 more good matches." in body
    assert OutgoingMessage.objects.get().subject == "12 new matches worth a look"


def test_reasons_are_in_the_readers_language(reader):
    BaseTechnologyFactory.create()
    match = found(reader)
    reasons = [
        {"kind": "facet", "label": "base:B13", "weight": 10.0, "need": [], "seed": []},
        {"kind": "term", "label": "切削", "weight": 2.5, "need": [], "seed": [["body", 26, 28]]},
    ]
    Match.objects.filter(pk=match.pk).update(reasons=reasons)
    User.objects.filter(pk=reader.user.pk).update(language="ko")

    write_digests(at=NOW)

    assert "절삭가공 · 切削" in bodies()[0]
    assert OutgoingMessage.objects.get().language == "ko"


def test_a_digest_that_fails_is_written_the_next_time_and_keeps_nobody_waiting(reader, bob, monkeypatch):
    User.objects.filter(pk=bob.user.pk).update(digest="daily")
    found(reader)
    found(bob)
    really = outbox.enqueue

    def refuse_alice(**message):
        if message["to"] == reader.user.email:
            raise OSError("disk full")
        return really(**message)

    monkeypatch.setattr(outbox, "enqueue", refuse_alice)
    assert write_digests(at=NOW) == 1
    monkeypatch.undo()

    assert write_digests(at=NOW) == 1
    assert [message.to for message in OutgoingMessage.objects.order_by("pk")] == [
        bob.user.email,
        reader.user.email,
    ]


def write_twice_from_one_look(up_to: int) -> list[bool]:
    """Two workers have found the same person due, and then write one after the other."""
    seen_by_both = [list(due_users(NOW.date())), list(due_users(NOW.date()))]
    return [write_digest(user, up_to=up_to, at=NOW) for [user] in seen_by_both]


@pytest.mark.parametrize("told_before", [True, False])
def test_two_workers_write_one_digest(reader, told_before):
    if told_before:
        Digest.objects.create(user=reader.user, written_on=NOW.date() - timedelta(days=1))
    up_to = found(reader).first_seen_in_id

    assert write_twice_from_one_look(up_to) == [True, False]
    assert len(bodies()) == 1


def test_without_the_claim_two_workers_would_write_two(reader, monkeypatch):
    Digest.objects.create(user=reader.user, written_on=NOW.date() - timedelta(days=1))
    up_to = found(reader).first_seen_in_id
    monkeypatch.setattr(digests, "claim", lambda told, **_: True)

    assert write_twice_from_one_look(up_to) == [True, True]
    assert len(bodies()) == 2


def test_workers_at_once_write_one_digest(transactional_db, reader):
    if connection.vendor != "postgresql":
        pytest.skip("connections race on PostgreSQL; SQLite has one writer")
    found(reader)
    barrier = Barrier(4)

    def write() -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            write_digests(at=NOW)
        finally:
            connection.close()

    threads = [Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(bodies()) == 1


def test_the_letter_offers_one_click_to_stop(reader, client, settings, tmp_path):
    found(reader)
    write_digests(at=NOW)
    letter = OutgoingMessage.objects.get()
    outbox.deliver(
        letter, connection=mail.get_connection("django.core.mail.backends.locmem.EmailBackend"), at=NOW
    )

    [sent] = mail.outbox
    address = sent.message()["List-Unsubscribe"].strip("<>").removeprefix(settings.SITE_URL)
    assert sent.message()["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    client.handler.enforce_csrf_checks = True
    client.post(address, {"List-Unsubscribe": "One-Click"})
    reader.user.refresh_from_db()
    assert reader.user.digest == "never"


def test_opening_the_stop_link_stops_nothing(reader, client, settings):
    found(reader)
    write_digests(at=NOW)
    stop = OutgoingMessage.objects.get().headers["List-Unsubscribe"].strip("<>")

    page = client.get(stop.removeprefix(settings.SITE_URL), follow=True)

    reader.user.refresh_from_db()
    assert (page.status_code, reader.user.digest) == (200, "daily")
    assert reader.user.email in page.content.decode()


def test_the_rhythm_is_changed_by_the_letters_link(reader, client):
    found(reader)
    write_digests(at=NOW)
    link = bodies()[0].strip().splitlines()[-1].removeprefix("http://127.0.0.1:8000")

    page = client.post(link, {"rhythm": "weekly"}, follow=True)

    reader.user.refresh_from_db()
    assert (page.status_code, reader.user.digest) == (200, "weekly")


@pytest.mark.parametrize("change", [lambda link: link[:-3] + "xx/", lambda link: "/digest/1.x/"])
def test_a_link_that_was_tampered_with_is_not_found(reader, client, change):
    found(reader)
    write_digests(at=NOW)
    link = bodies()[0].strip().splitlines()[-1].removeprefix("http://127.0.0.1:8000")

    assert client.get(change(link)).status_code == 404


def test_task_and_command_write(reader, capsys):
    found(reader)
    tasks.write_digests()
    call_command("write_digests")

    assert capsys.readouterr().out == "0 written\n"


def test_time_of_the_office_decides_the_day(reader):
    found(reader)
    late_on_monday_in_utc = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)

    write_digests(at=late_on_monday_in_utc)

    assert Digest.objects.get().written_on == datetime(2026, 11, 24, tzinfo=UTC).date()


@pytest.mark.parametrize("number", [2, 25])
def test_a_digest_costs_the_same_however_much_is_new(reader, number, django_assert_num_queries):
    run = MatchRunFactory.create()
    for _ in range(number):
        found(reader, run=run)
    [user] = due_users(NOW.date())

    with django_assert_num_queries(17):
        write_digest(user, up_to=run.pk, at=NOW)
