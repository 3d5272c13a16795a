"""The portal's pages for needs and matches, as members meet them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from matching.models import Judgement, Need, Side, Verdict
from tama_portal.mail.models import OutgoingMessage
from tests.factories import (
    NOW,
    AssignmentFactory,
    MatchFactory,
    NeedFactory,
    SeedFactory,
)
from tests.personas import Persona

DRAFT = {
    "kind": "technology",
    "title": "アルミ電池ケースの歪み",
    "text": "薄肉の電池ケースが切削後に歪みます。",
    "visibility": "members",
    "language": "",
    "expires_on": "",
}


def test_member_registers_and_publishes_a_need(alice: Persona, browser_of) -> None:
    assert alice.organisation is not None
    page = browser_of(alice).post("/needs/new/", DRAFT | {"owner": alice.organisation.pk, "publish": "1"})

    need = Need.objects.get()
    assert page.headers["Location"] == f"/needs/{need.pk}/"
    assert (need.owner, need.language, need.is_draft) == (alice.organisation, "ja", False)


def test_need_for_another_firm_is_refused(alice: Persona, bob: Persona, browser_of) -> None:
    assert bob.organisation is not None
    page = browser_of(alice).post("/needs/new/", DRAFT | {"owner": bob.organisation.pk})

    assert (page.status_code, Need.objects.count()) == (422, 0)


@pytest.mark.parametrize("text", ["", " ", "\x00", "あ" * 20_001])
def test_text_that_cannot_be_kept_is_refused_with_the_form(alice: Persona, browser_of, text: str) -> None:
    assert alice.organisation is not None
    page = browser_of(alice).post("/needs/new/", DRAFT | {"owner": alice.organisation.pk, "text": text})

    assert (page.status_code, Need.objects.count()) == (422, 0)


@pytest.mark.parametrize("text", ["あ", "🙂", "전지 battery 電池", "x" * 20_000])
def test_odd_text_is_kept_and_shown(alice: Persona, browser_of, text: str) -> None:
    assert alice.organisation is not None
    browser = browser_of(alice)
    browser.post("/needs/new/", DRAFT | {"owner": alice.organisation.pk, "text": text})

    assert browser.get(f"/needs/{Need.objects.get().pk}/").status_code == 200


@pytest.mark.parametrize("path", ["", "edit/", "publish/", "withdraw/", "restore/"])
def test_draft_of_another_firm_is_not_found(alice: Persona, bob: Persona, browser_of, path: str) -> None:
    draft = NeedFactory.create(owner=alice.organisation, published_at=None)
    browser = browser_of(bob)
    ask = browser.get if path in {"", "edit/"} else browser.post

    assert ask(f"/needs/{draft.pk}/{path}").status_code == 404


def test_hidden_owner_is_named_to_nobody_else(
    alice: Persona, bob: Persona, browser_of, client: Client
) -> None:
    assert alice.organisation is not None
    need = NeedFactory.create(owner=alice.organisation, is_anonymous=True, visibility="public")
    for page in (
        client.get(f"/needs/{need.pk}/"),
        browser_of(bob).get(f"/needs/{need.pk}/"),
        client.get("/needs/"),
    ):
        assert alice.organisation.name not in page.content.decode()


def test_two_character_word_finds_the_need(client: Client, db: None) -> None:
    NeedFactory.create(title="電池の発熱を抑える", visibility="public")
    NeedFactory.create(title="塗装の剥がれ", visibility="public")

    page = client.get("/needs/", {"q": "電池"}).content.decode()
    assert ("電池の発熱" in page, "塗装の剥がれ" in page) == (True, False)


def test_interest_reaches_coordinator_and_office_once(alice: Persona, persona, browser_of) -> None:
    office = persona("office_editor")
    assignment = AssignmentFactory.create(organisation=alice.organisation)
    match = MatchFactory.create(need__owner=alice.organisation)
    browser = browser_of(alice)
    browser.post(f"/matches/{match.pk}/interested/")
    browser.post(f"/matches/{match.pk}/interested/")

    told = sorted(OutgoingMessage.objects.values_list("to", flat=True))
    assert told == sorted([office.user.email, assignment.coordinator.user.email])


def test_dismissal_asks_for_a_reason_and_is_undone(alice: Persona, browser_of) -> None:
    match = MatchFactory.create(need__owner=alice.organisation)
    browser = browser_of(alice)
    refused = browser.post(f"/matches/{match.pk}/dismiss/", headers={"HX-Request": "true"})
    assert (refused.status_code, Judgement.objects.count()) == (422, 0)

    browser.post(f"/matches/{match.pk}/dismiss/", {"reason": "too_far"})
    judgement = Judgement.objects.get()
    assert (judgement.side, judgement.verdict, judgement.reason) == (Side.NEED, Verdict.DISMISSED, "too_far")

    browser.post(f"/matches/{match.pk}/undo/")
    assert not Judgement.objects.exists()


@pytest.mark.parametrize("verb", ["interested", "dismiss", "undo"])
def test_match_of_others_is_not_found(alice: Persona, bob: Persona, browser_of, verb: str) -> None:
    match = MatchFactory.create(need__owner=alice.organisation)

    assert browser_of(bob).post(f"/matches/{match.pk}/{verb}/", {"reason": "too_far"}).status_code == 404


def test_seed_owner_sees_needs_it_could_answer(alice: Persona, bob: Persona, browser_of) -> None:
    match = MatchFactory.create(
        need__owner=alice.organisation,
        seed=SeedFactory.create(owner=bob.organisation),
        need__is_anonymous=True,
    )
    page = browser_of(bob).get("/matches/").content.decode()

    assert alice.organisation is not None
    assert (match.need.title in page, alice.organisation.name in page) == (True, False)


@pytest.mark.parametrize(
    ("path", "most"),
    [("/needs/", 8), ("/needs/?mine=1", 8), ("/seeds/", 8), ("/matches/", 8), ("/dashboard/", 9)],
)
def test_list_asks_as_often_for_many_rows_as_for_few(
    alice: Persona,
    browser_of,
    path: str,
    most: int,
    django_assert_max_num_queries,
    django_assert_num_queries,
) -> None:
    browser = browser_of(alice)
    add_rows(alice, 2)
    with django_assert_max_num_queries(most) as few:
        assert browser.get(path).status_code == 200
    add_rows(alice, 23)

    with django_assert_num_queries(len(few)):
        browser.get(path)


def add_rows(who: Persona, count: int) -> None:
    for _ in range(count):
        MatchFactory.create(
            need__owner=who.organisation,
            need__published_at=timezone.now() - timedelta(days=1),
            first_seen_at=NOW,
        )
        MatchFactory.create(seed__owner=who.organisation)


@pytest.mark.parametrize("asked", ["kind=%00", "language=%00&kind=", "tab=x&sort=y", "kind=nothing"])
def test_match_filters_that_make_no_sense_are_ignored(alice: Persona, browser_of, asked: str) -> None:
    match = MatchFactory.create(need__owner=alice.organisation)
    page = browser_of(alice).get(f"/needs/{match.need_id}/?{asked}")

    assert (page.status_code, match.seed.title in page.content.decode()) == (200, True)
