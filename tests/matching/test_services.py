"""The life of a need, and what both sides say of a pair."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from matching.models import DismissalReason, Judgement, Need, Side, Verdict
from matching.services import (
    judge_pair,
    publish_need,
    register_need,
    remind_of_expiring_needs,
    restore_need,
    undo_judgement,
    update_need,
    withdraw_need,
)
from tama_portal.mail.models import OutgoingMessage
from tests.factories import NOW, ContactFactory, NeedFactory, SeedFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)


def test_a_new_need_is_a_draft_in_the_language_of_its_letters() -> None:
    owner = NeedFactory.create().owner
    need = register_need(
        owner=owner, by=None, at=NOW, title="알루미늄 박판 절삭", text="변형을 줄이는 방법을 찾습니다."
    )
    assert (need.published_at, need.language) == (None, "ko")
    assert need.expires_on == TODAY + timedelta(days=365)


def test_a_change_that_is_not_valid_changes_nothing() -> None:
    need = NeedFactory.create(title="切削")
    with pytest.raises(ValidationError):
        update_need(need=need, title="")
    assert Need.objects.get(pk=need.pk).title == "切削"


def test_a_draft_whose_end_has_passed_is_not_published() -> None:
    need = NeedFactory.create(published_at=None, expires_on=TODAY - timedelta(days=1))
    with pytest.raises(ValidationError):
        publish_need(need=need, at=NOW)
    assert not Need.objects.open(NOW).filter(pk=need.pk).exists()


def test_publishing_twice_keeps_the_first_day() -> None:
    need = NeedFactory.create(published_at=None)
    publish_need(need=need, at=NOW)
    publish_need(need=need, at=NOW + timedelta(days=1))
    assert Need.objects.get(pk=need.pk).published_at == NOW


def test_a_withdrawal_can_be_undone() -> None:
    need = NeedFactory.create()
    withdraw_need(need=need, at=NOW)
    assert not Need.objects.open(NOW).filter(pk=need.pk).exists()
    restore_need(need=need)
    assert Need.objects.open(NOW).filter(pk=need.pk).exists()


def test_the_last_word_of_a_side_counts_and_can_be_taken_back() -> None:
    need, seed, user = NeedFactory.create(), SeedFactory.create(), UserFactory.create()
    judge = partial(judge_pair, need=need, seed=seed, side=Side.NEED, by=user, at=NOW)
    reason = DismissalReason.values[0]
    judge(verdict=Verdict.DISMISSED, reason=reason)
    judge(verdict=Verdict.INTERESTED, reason=reason)
    said = Judgement.objects.get()
    assert (said.verdict, said.reason) == (Verdict.INTERESTED, "")
    undo_judgement(need=need, seed=seed, side=Side.NEED)
    assert not Judgement.objects.exists()


def test_a_dismissal_needs_a_reason() -> None:
    need, seed, user = NeedFactory.create(), SeedFactory.create(), UserFactory.create()
    with pytest.raises(ValidationError):
        judge_pair(need=need, seed=seed, side=Side.NEED, verdict=Verdict.DISMISSED, by=user, at=NOW)
    assert not Judgement.objects.exists()


@pytest.mark.parametrize(("days", "written"), [(0, 1), (14, 1), (15, 0), (-1, 0)])
def test_the_owner_is_reminded_once_within_two_weeks_of_the_end(days: int, written: int) -> None:
    need = NeedFactory.create(expires_on=TODAY + timedelta(days=days))
    contact = ContactFactory.create(organisation=need.owner)
    assert remind_of_expiring_needs(at=NOW) == written
    assert remind_of_expiring_needs(at=NOW) == 0
    assert OutgoingMessage.objects.filter(to=contact.email).count() == written


def test_a_later_end_is_reminded_of_again() -> None:
    need = NeedFactory.create(expires_on=TODAY)
    remind_of_expiring_needs(at=NOW)
    update_need(need=need, expires_on=TODAY + timedelta(days=10))
    assert remind_of_expiring_needs(at=NOW) == 1
