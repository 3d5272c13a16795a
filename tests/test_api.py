"""The partner API over real tokens."""

from typing import Any

import pytest
from django.test import Client

from matching.models import Need
from members.models import Organisation, PartnerSystem
from tests.factories import MatchFactory, NeedFactory, OrganisationFactory, SeedFactory
from tests.personas import Persona

ALL = "organisations:read needs:read needs:write seeds:read matches:read"
SECRET = "the-system's-secret"


class System:
    """A partner system's client: fetches a token, then speaks with it."""

    def __init__(self, organisation: Organisation, *, scopes: str = ALL, asks: str = "") -> None:
        self.row = PartnerSystem.objects.create(
            name="Repository",
            organisation=organisation,
            scopes=scopes,
            client_secret=SECRET,
            client_type=PartnerSystem.CLIENT_CONFIDENTIAL,
            authorization_grant_type=PartnerSystem.GRANT_CLIENT_CREDENTIALS,
        )
        self.client = Client()
        form = {"grant_type": "client_credentials", "client_id": self.row.client_id, "client_secret": SECRET}
        self.answer = self.client.post("/oauth2/token/", form | ({"scope": asks} if asks else {}))
        self.headers = {"Authorization": f"Bearer {self.answer.json().get('access_token', '')}"}

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1/{path}", query, headers=self.headers)

    def send(self, method: str, path: str, data: Any) -> Any:
        return self.client.generic(
            method, f"/api/v1/{path}", data, content_type="application/json", headers=self.headers
        )


@pytest.fixture
def system(alice: Persona) -> System:
    assert alice.organisation is not None
    return System(alice.organisation)


NEW_NEED = (
    '{"kind": "technology", "title": "電池の発熱", "text": "電池の発熱を抑えたい。", "published": true}'
)


@pytest.mark.parametrize("path", ["organisations/", "needs/", "seeds/", "matches/"])
def test_without_a_token_nothing_is_answered(client: Client, db: None, path: str) -> None:
    assert client.get(f"/api/v1/{path}").status_code == 401


def test_system_gets_no_scope_it_was_not_given(alice: Persona) -> None:
    assert alice.organisation is not None
    asking = System(alice.organisation, scopes="needs:read", asks="needs:write")

    assert (asking.answer.status_code, asking.answer.json()["error"]) == (400, "invalid_scope")


def test_reading_scope_does_not_write(alice: Persona) -> None:
    assert alice.organisation is not None
    reader = System(alice.organisation, scopes="needs:read")

    assert reader.get("needs/").status_code == 200
    assert reader.send("POST", "needs/", NEW_NEED).status_code == 403
    assert reader.get("seeds/").status_code == 403


def test_need_is_registered_for_the_own_organisation(system: System, alice: Persona) -> None:
    answer = system.send("POST", "needs/", NEW_NEED)

    need = Need.objects.get()
    assert (answer.status_code, answer.json()["language"]) == (201, "ja")
    assert (need.owner, need.is_draft) == (alice.organisation, False)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ('{"kind": "technology", "title": "x"}', "text"),
        ('{"kind": "magic", "title": "x", "text": "y"}', "kind"),
        ('{"kind": "technology", "title": "x", "text": "a\\u0000b"}', "text"),
        ('{"kind": "technology", "title": "x", "text": "y", "language": "xx"}', "language"),
        (
            '{"kind": "technology", "title": "x", "text": "y", "base_technologies": ["Z99"]}',
            "base_technologies",
        ),
        ('{"kind": "technology", "title": "x", "text": "' + "y" * 20_001 + '"}', "text"),
        ("{broken", "detail"),
        ("[" * 100_000, "detail"),
    ],
)
def test_bad_need_is_refused_by_field(system: System, body: str, field: str) -> None:
    answer = system.send("POST", "needs/", body)

    assert (answer.status_code, list(answer.json()), Need.objects.count()) == (400, [field], 0)


def test_needs_of_others_are_read_but_not_changed(system: System, bob: Persona) -> None:
    need = NeedFactory.create(owner=bob.organisation)

    assert system.get(f"needs/{need.pk}/").status_code == 200
    assert system.send("PATCH", f"needs/{need.pk}/", '{"title": "ours"}').status_code == 404
    assert system.send("POST", f"needs/{need.pk}/withdraw/", "").status_code == 404


def test_drafts_and_hidden_things_of_others_are_not_found(system: System, bob: Persona) -> None:
    draft = NeedFactory.create(owner=bob.organisation, published_at=None)
    seed = SeedFactory.create(visibility="office")
    match = MatchFactory.create(need__owner=bob.organisation)
    hidden = OrganisationFactory.create(profile_visibility="office")

    paths = [f"needs/{draft.pk}/", f"seeds/{seed.pk}/", f"matches/{match.pk}/", f"organisations/{hidden.pk}/"]
    assert [system.get(path).status_code for path in paths] == [404] * 4
    assert draft.pk not in [row["id"] for row in system.get("needs/").json()["results"]]


def test_hidden_owner_and_contact_fields_are_null(system: System, bob: Persona) -> None:
    need = NeedFactory.create(owner=bob.organisation, is_anonymous=True)
    organisation = OrganisationFactory.create(phone="042-000-0000", employees=20, contact_visibility="office")

    assert system.get(f"needs/{need.pk}/").json()["owner"] is None
    shown = system.get(f"organisations/{organisation.pk}/").json()
    assert (shown["phone"], shown["employees"], shown["name"]) == (None, None, organisation.name)


def test_match_comes_with_its_reasons(system: System, alice: Persona) -> None:
    reasons = [
        {"kind": "term", "label": "切削", "weight": 12.5, "need": [["body", 0, 2]], "seed": [["body", 3, 5]]}
    ]
    match = MatchFactory.create(need__owner=alice.organisation, reasons=reasons)

    shown = system.get(f"matches/{match.pk}/").json()
    assert (shown["grade"], shown["reasons"]) == ("good", reasons)
    assert sum(reason["weight"] for reason in shown["reasons"]) == pytest.approx(shown["score"], abs=1e-6)


@pytest.mark.parametrize("path", ["organisations/", "needs/", "seeds/", "matches/"])
def test_list_asks_as_often_for_many_rows_as_for_few(
    system: System, alice: Persona, path: str, django_assert_max_num_queries, django_assert_num_queries
) -> None:
    MatchFactory.create_batch(2, need__owner=alice.organisation)
    with django_assert_max_num_queries(8) as few:
        assert system.get(path).status_code == 200
    MatchFactory.create_batch(23, need__owner=alice.organisation)

    with django_assert_num_queries(len(few)):
        system.get(path)


@pytest.mark.django_db
def test_schema_and_its_page_are_served_without_a_token(client: Client) -> None:
    assert client.get("/api/v1/schema/").status_code == 200
    page = client.get("/api/v1/docs/").content.decode()
    assert "<style" not in page
    assert "https://" not in page


def test_owner_filter_does_not_tell_whose_an_anonymous_need_is(system: System, bob: Persona) -> None:
    NeedFactory.create(owner=bob.organisation, is_anonymous=True)
    named = NeedFactory.create(owner=bob.organisation)

    shown = system.get("needs/", owner=bob.firm.pk).json()["results"]
    assert [row["id"] for row in shown] == [named.pk]


def test_refused_publication_changes_nothing(system: System, alice: Persona) -> None:
    need = NeedFactory.create(owner=alice.organisation, published_at=None, title="before")
    body = '{"title": "after", "expires_on": "2000-01-01", "published": true}'

    assert system.send("PATCH", f"needs/{need.pk}/", body).status_code == 400
    need.refresh_from_db()
    assert need.title == "before"


def test_made_up_cursor_is_not_found(system: System) -> None:
    assert system.get("needs/", cursor="cD1hYmM=").status_code == 404


def test_match_filter_tells_nothing_of_drafts(system: System, bob: Persona) -> None:
    draft = NeedFactory.create(owner=bob.organisation, published_at=None)
    absent = system.get("matches/", need=draft.pk + 1_000_000)
    hidden = system.get("matches/", need=draft.pk)

    assert (absent.status_code, absent.content) == (hidden.status_code, hidden.content)
