"""Every operation of the partner API × no token, no scope, another's system, the own system."""

from typing import Any

import pytest

from members.models import Organisation
from tests.access.routes import operations
from tests.access.table import API_COLUMNS, Row, api_rows
from tests.access.world import ABSENT, objects_of
from tests.factories import OrganisationFactory
from tests.personas import Persona
from tests.test_api import ALL, System

PARAMETER = {
    "organisations": "organisation_id",
    "needs": "need_id",
    "seeds": "seed_id",
    "matches": "match_id",
}


def speaker(column: str, own: Organisation) -> System:
    """The system of a column; the one without a token has a header that holds none."""
    organisation = own if column == "own" else OrganisationFactory.create()
    if column != "no_scope":
        system = System(organisation, scopes=ALL)
        system.headers = {} if column == "no_token" else system.headers
        return system
    return System(organisation, scopes="")


def path_of(row: Row, objects: dict[str, Any]) -> str:
    known = objects | (objects["draft"] if row.variant else {})
    kind = row.route.split("/")[3]
    return row.route.replace("/api/v1/", "").replace("{id}", str(known[PARAMETER[kind]]))


def test_every_operation_has_a_row() -> None:
    assert operations() == {f"{row.method} {row.route}" for row in api_rows()}


@pytest.mark.parametrize("column", API_COLUMNS)
def test_answers_to_system(column: str, alice: Persona) -> None:
    system, objects = speaker(column, alice.firm), objects_of(alice.firm)
    rows = {" ".join(row[:3]).strip(): row for row in api_rows()}
    given = {
        name: str(system.send(row.method, path_of(row, objects), "{}").status_code)
        for name, row in rows.items()
    }

    assert given == {name: row.expected[column] for name, row in rows.items()}


def test_absent_is_404_even_for_the_owner(alice: Persona) -> None:
    system = System(alice.firm)
    objects = dict.fromkeys(PARAMETER.values(), ABSENT)
    rows = [row for row in api_rows() if "{id}" in row.route and not row.variant]

    assert {system.send(row.method, path_of(row, objects), "{}").status_code for row in rows} == {404}
