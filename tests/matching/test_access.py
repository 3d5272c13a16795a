"""What a reader must not learn from the pages of the other side."""

import pytest
from django.test import Client

from tests.factories import MatchFactory, NeedFactory, SeedFactory
from tests.personas import Persona

NOBODYS = 999_999


@pytest.mark.parametrize("page", ["/matches/", "/seeds/{seed}/", "/needs/{need}/", "/dashboard/"])
def test_a_hidden_owner_is_not_named_to_the_owner_of_the_seed(
    alice: Persona, bob: Persona, browser_of, page: str
) -> None:
    need = NeedFactory.create(owner=alice.firm, is_anonymous=True, title="歪まない電池ケース")
    seed = SeedFactory.create(owner=bob.firm)
    MatchFactory.create(need=need, seed=seed)
    shown = browser_of(bob).get(page.format(seed=seed.pk, need=need.pk))
    assert shown.status_code == 200
    assert "Alice" not in shown.content.decode()


def test_a_hidden_owner_is_not_found_by_its_name(alice: Persona, bob: Persona, browser_of) -> None:
    NeedFactory.create(owner=alice.firm, is_anonymous=True, title="歪まない電池ケース")
    shown = browser_of(bob).get("/needs/", {"q": alice.firm.name})
    assert "歪まない電池ケース" not in shown.content.decode()


@pytest.mark.parametrize("path", ["/needs/{}/", "/seeds/{}/"])
def test_what_is_not_there_is_not_found(db: None, client: Client, path: str) -> None:
    assert client.get(path.format(NOBODYS)).status_code == 404


@pytest.mark.parametrize("path", ["/needs/", "/seeds/"])
@pytest.mark.parametrize("asked", ["", "あ", "🙂", "\x00", "%", "x" * 2_000])
def test_any_search_gets_a_page(db: None, client: Client, path: str, asked: str) -> None:
    assert client.get(path, {"q": asked}).status_code == 200


@pytest.mark.parametrize("path", ["/needs/", "/seeds/", "/needs/?after=x", "/seeds/?after=%00"])
def test_filters_that_make_no_sense_get_a_page(db: None, client: Client, path: str) -> None:
    asked = {"kind": "none", "language": "xx", "technology": "B99"}
    assert client.get(path, asked if "?" not in path else None).status_code == 200
