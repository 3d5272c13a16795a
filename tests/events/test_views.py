from datetime import timedelta

import pytest
from django.test import Client

from tests.factories import NOW, EventFactory, NewsFactory, SeedFactory
from tests.personas import Persona

PUBLIC_PAGES = ["/", "/about/", "/programmes/", "/credits/", "/events/", "/coordinators/"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PUBLIC_PAGES)
def test_public_page_opens_for_a_visitor_on_an_empty_portal(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


def test_home_shows_members_only_news_to_members_alone(client: Client, alice: Persona, browser_of) -> None:
    item = NewsFactory.create(visibility="members")

    assert item.title not in client.get("/").content.decode()
    assert item.title in browser_of(alice).get("/").content.decode()
    assert client.get(f"/news/{item.pk}/").status_code == 404


@pytest.mark.django_db
def test_news_of_tomorrow_is_not_found_today(client: Client) -> None:
    item = NewsFactory.create(published_at=NOW + timedelta(days=3650))

    assert client.get(f"/news/{item.pk}/").status_code == 404


@pytest.mark.django_db
def test_members_area_sends_visitors_to_the_login(client: Client) -> None:
    assert client.get("/members-area/").status_code == 302


def test_members_area_is_denied_to_people_without_a_place(persona, browser_of) -> None:
    assert browser_of(persona("committee_member")).get("/members-area/").status_code == 403


@pytest.mark.django_db
def test_credits_list_each_source_once(client: Client) -> None:
    SeedFactory.create_batch(2, credit="KAKEN：科学研究費助成事業データベース", licence="CC BY 4.0")

    assert client.get("/credits/").content.decode().count("CC BY 4.0") == 1


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/events/"])
def test_queries_do_not_grow_with_the_list(
    client: Client, path: str, django_assert_max_num_queries, django_assert_num_queries
) -> None:
    EventFactory.create_batch(2)
    NewsFactory.create_batch(2)
    with django_assert_max_num_queries(8) as few:
        client.get(path)
    EventFactory.create_batch(23)
    NewsFactory.create_batch(23)

    with django_assert_num_queries(len(few)):
        client.get(path)
