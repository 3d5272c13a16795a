"""The first page after login, by role."""

import pytest

from matching.models import Judgement, Side, Verdict
from tests.factories import NOW, AssignmentFactory, CoordinatorFactory, MatchFactory, OrganisationFactory
from tests.personas import Persona

pytestmark = pytest.mark.django_db


def test_coordinator_sees_whom_they_look_after_and_where_interest_is(browser_of) -> None:
    coordinator = CoordinatorFactory.create()
    firm = OrganisationFactory.create(name="青葉精機")
    AssignmentFactory.create(coordinator=coordinator, organisation=firm)
    match = MatchFactory.create(need__owner=firm)
    Judgement.objects.create(
        need=match.need, seed=match.seed, side=Side.NEED, verdict=Verdict.INTERESTED, by=None, at=NOW
    )
    page = browser_of(Persona(coordinator.user)).get("/dashboard/")

    assert [(row.name, row.wanted) for row in page.context["looked_after"]] == [("青葉精機", 1)]
    assert "Our needs" not in page.content.decode()


def test_person_without_a_place_is_told_where_to_go(persona, browser_of) -> None:
    page = browser_of(persona("committee_member")).get("/dashboard/").content.decode()

    assert ("Our needs" in page, "Look at the members" in page) == (False, True)


def test_office_starts_in_the_admin(persona, browser_of) -> None:
    assert browser_of(persona("office_viewer")).get("/dashboard/").headers["Location"] == "/office/"
