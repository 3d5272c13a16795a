"""Pages that list members cost the same at any length."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import OrganisationFactory, ProcessFactory, ProductFactory
from tests.personas import Persona

MOST_QUERIES = 8


def members_with_processes(number: int) -> None:
    for organisation in OrganisationFactory.create_batch(number):
        ProcessFactory.create(organisation=organisation)


@pytest.mark.parametrize("query", ["", "?q=見本", "?kind=product_sme&technology=B13&language=ja"])
def test_directory_costs_the_same_at_2_and_25_members(
    alice: Persona, browser_of, django_assert_max_num_queries, django_assert_num_queries, query: str
) -> None:
    address, browser = reverse("directory") + query, browser_of(alice)
    members_with_processes(2)
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        browser.get(address)
    members_with_processes(23)

    with django_assert_num_queries(len(few)):
        browser.get(address)


def test_own_offers_cost_the_same_at_2_and_25(
    alice: Persona, browser_of, django_assert_max_num_queries, django_assert_num_queries
) -> None:
    address, browser = reverse("offers", args=[alice.firm.pk]), browser_of(alice)
    ProductFactory.create_batch(2, organisation=alice.firm)
    ProcessFactory.create_batch(2, organisation=alice.firm)
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        browser.get(address)
    ProductFactory.create_batch(23, organisation=alice.firm)
    ProcessFactory.create_batch(23, organisation=alice.firm)

    with django_assert_num_queries(len(few)):
        browser.get(address)


def test_profile_costs_the_same_at_2_and_25_offers(
    alice: Persona, client: Client, django_assert_max_num_queries, django_assert_num_queries
) -> None:
    address = reverse("organisation", args=[alice.firm.pk])
    ProcessFactory.create_batch(2, organisation=alice.firm)
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        client.get(address)
    ProcessFactory.create_batch(23, organisation=alice.firm)

    with django_assert_num_queries(len(few)):
        client.get(address)
