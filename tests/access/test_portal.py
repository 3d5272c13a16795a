"""Every portal route × every role: the table against the portal."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.access.routes import route_names
from tests.access.table import portal_rows
from tests.access.world import address, answer, colleague_of, objects_of, parameters
from tests.personas import CAST, Persona

COLUMN_OF = {
    "member_user": "other",
    "tlo_officer": "other",
    "researcher": "other",
    "bank_user": "other",
    "committee_member": "committee",
    "coordinator": "coordinator",
    "office_viewer": "office",
    "office_editor": "office",
    "office_manager": "office",
}


def answers(client: Client, column: str, alice: Persona) -> tuple[dict[str, str], dict[str, str]]:
    """What was answered and what the table says, by request."""
    objects = objects_of(alice.firm)
    rows = {" ".join(row[:3]).strip(): row for row in portal_rows()}
    given = {name: answer(client, row, address(row, objects)) for name, row in rows.items()}
    return given, {name: row.expected[column] for name, row in rows.items()}


def test_every_route_has_a_row() -> None:
    portal = {name for name in route_names() if not name.startswith("api-")}

    assert portal == {row.route for row in portal_rows()}


def test_every_role_has_a_column() -> None:
    assert set(CAST) == {*COLUMN_OF, "member_administrator"}


@pytest.mark.parametrize("role", COLUMN_OF)
def test_answers_to_role(
    role: str, alice: Persona, persona: Callable[[str], Persona], browser_of: Callable[[Persona], Client]
) -> None:
    given, expected = answers(browser_of(persona(role)), COLUMN_OF[role], alice)

    assert given == expected


def test_answers_to_visitor(client: Client, alice: Persona) -> None:
    given, expected = answers(client, "visitor", alice)

    assert given == expected


def test_answers_to_alice(alice: Persona, browser_of: Callable[[Persona], Client]) -> None:
    given, expected = answers(browser_of(alice), "alice", alice)

    assert given == expected


def test_answers_to_colleague(alice: Persona, browser_of: Callable[[Persona], Client]) -> None:
    given, expected = answers(browser_of(colleague_of(alice)), "colleague", alice)

    assert given == expected


def test_absent_is_404_even_for_the_owner(alice: Persona, browser_of: Callable[[Persona], Client]) -> None:
    objects, browser = objects_of(alice.firm), browser_of(alice)
    rows = [row for row in portal_rows() if parameters(row.route) and row.route != "invitation"]

    assert {answer(browser, row, address(row, objects, absent=True)) for row in rows} == {"404"}
