"""Who is written to when a side is interested."""

from datetime import timedelta

import pytest
from django.utils import timezone

from matching.models import DismissalReason, Side, Verdict
from matching.services import judge_pair
from tama_portal.mail.models import OutgoingMessage
from tests.factories import (
    NOW,
    AssignmentFactory,
    CoordinatorFactory,
    NeedFactory,
    SeedFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def recipients() -> list[str]:
    return sorted(OutgoingMessage.objects.values_list("to", flat=True))


def test_interest_reaches_the_coordinators_of_both_sides_and_the_office_once() -> None:
    need, seed, user = NeedFactory.create(), SeedFactory.create(), UserFactory.create()
    near = AssignmentFactory.create(organisation=need.owner).coordinator.user
    far = AssignmentFactory.create(organisation=seed.owner).coordinator.user
    AssignmentFactory.create()
    office = UserFactory.create(office_role="editor")
    for _ in range(2):
        judge_pair(need=need, seed=seed, side=Side.NEED, verdict=Verdict.INTERESTED, by=user, at=NOW)
    assert recipients() == sorted([near.email, far.email, office.email])


def test_a_dismissal_is_nobodys_mail() -> None:
    need, seed, user = NeedFactory.create(), SeedFactory.create(), UserFactory.create()
    AssignmentFactory.create(organisation=need.owner)
    reason = DismissalReason.values[0]
    judge_pair(
        need=need, seed=seed, side=Side.NEED, verdict=Verdict.DISMISSED, reason=reason, by=user, at=NOW
    )
    assert recipients() == []


def test_a_coordinator_whose_term_is_over_is_not_written_to() -> None:
    need, seed, user = NeedFactory.create(), SeedFactory.create(), UserFactory.create()
    former = CoordinatorFactory.create(ends_on=timezone.localdate(NOW) - timedelta(days=1))
    AssignmentFactory.create(organisation=need.owner, coordinator=former)
    judge_pair(need=need, seed=seed, side=Side.NEED, verdict=Verdict.INTERESTED, by=user, at=NOW)
    assert recipients() == []


def test_the_mail_is_in_the_language_of_its_reader() -> None:
    need, seed, user = NeedFactory.create(), SeedFactory.create(), UserFactory.create()
    UserFactory.create(office_role="manager", language="ko")
    judge_pair(need=need, seed=seed, side=Side.SEED, verdict=Verdict.INTERESTED, by=user, at=NOW)
    assert OutgoingMessage.objects.get().language == "ko"
