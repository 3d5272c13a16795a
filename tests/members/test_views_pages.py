"""Every page of the members' rooms opens for its reader, and is not there for others."""

import pytest
from django.test import Client
from django.urls import reverse

from members.models import Branch, Contact, Invitation, Membership, OrganisationLink, Process, Product
from tests.factories import NOW, OrganisationFactory, ProcessFactory, ProductFactory
from tests.personas import Persona

OWN_PAGES = ["profile_edit", "offers", "places", "colleagues", "product_add", "process_add"]


@pytest.mark.parametrize("name", OWN_PAGES)
def test_own_page_opens_for_the_administrator_and_is_absent_for_others(
    alice: Persona, bob: Persona, browser_of, name: str
) -> None:
    address = reverse(name, args=[alice.firm.pk])

    assert browser_of(alice).get(address).status_code == 200
    assert browser_of(bob).get(address).status_code == 404
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("name", ["profile_edit", "places", "colleagues"])
def test_plain_member_does_not_reach_what_administrators_keep(bob: Persona, browser_of, name: str) -> None:
    assert browser_of(bob).get(reverse(name, args=[bob.firm.pk])).status_code == 404


@pytest.mark.parametrize("factory", [ProductFactory, ProcessFactory])
def test_offer_of_another_firm_is_not_found(alice: Persona, bob: Persona, browser_of, factory) -> None:
    offer = factory.create(organisation=bob.firm)
    kind = type(offer).__name__.lower()

    for verb in ("edit", "withdraw", "restore"):
        answer = browser_of(alice).post(reverse(f"{kind}_{verb}", args=[offer.pk]))
        assert answer.status_code == 404


@pytest.mark.parametrize("name", ["directory", "join", "join_thanks", "zone_check"])
def test_public_page_opens_for_a_visitor(db: None, client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 200


def test_organisation_edit_leads_to_the_only_firm(alice: Persona, bob: Persona, browser_of) -> None:
    assert browser_of(alice).get("/organisation/").url == reverse("profile_edit", args=[alice.firm.pk])
    assert browser_of(bob).get("/organisation/").url == reverse("offers", args=[bob.firm.pk])


def test_organisation_edit_lets_people_of_several_firms_choose(alice: Persona, browser_of) -> None:
    second = OrganisationFactory.create()
    Contact.objects.create(organisation=second, user=alice.user, name="Alice")

    assert second.name in browser_of(alice).get("/organisation/").content.decode()


def test_person_whose_place_ended_loses_the_firm_at_the_next_request(
    alice: Persona, bob: Persona, browser_of
) -> None:
    browser, address = browser_of(alice), reverse("offers", args=[alice.firm.pk])
    assert browser.get(address).status_code == 200

    Contact.objects.filter(user=alice.user).update(left_on=NOW.date())

    assert browser.get(address).status_code == 404


def test_product_is_added_withdrawn_and_offered_again(alice: Persona, browser_of) -> None:
    browser = browser_of(alice)
    browser.post(
        reverse("product_add", args=[alice.firm.pk]),
        {"name": "小型ポンプ", "description": "静かです。", "language": "ja", "visibility": "public"},
    )
    product = Product.objects.get(organisation=alice.firm)

    browser.post(reverse("product_withdraw", args=[product.pk]))
    assert list(Product.objects.offered()) == []
    browser.post(reverse("product_restore", args=[product.pk]))
    assert list(Product.objects.offered()) == [product]


def test_process_makes_the_firm_findable_by_its_technology(alice: Persona, browser_of) -> None:
    technology = ProcessFactory.create().base_technology
    browser_of(alice).post(
        reverse("process_add", args=[alice.firm.pk]),
        {
            "name": "切削", "description": "薄肉", "language": "ja", "visibility": "public",
            "base_technology": technology.pk,
        },
    )  # fmt: skip

    assert Process.objects.filter(organisation=alice.firm).count() == 1
    page = Client().get(reverse("directory"), {"technology": technology.pk}).content.decode()
    assert alice.firm.name.replace("'", "&#x27;") in page


def test_profile_with_a_wrong_corporate_number_keeps_what_was_typed(alice: Persona, browser_of) -> None:
    answer = browser_of(alice).post(
        reverse("profile_edit", args=[alice.firm.pk]),
        {"name": "Changed name", "country": "JP", "corporate_number": "1234567890123"},
    )

    assert "This is not a valid number" in answer.content.decode()
    assert "Changed name" in answer.content.decode()
    alice.firm.refresh_from_db()
    assert alice.firm.name == "Alice's firm"


def test_branches_and_links_are_added_and_removed(alice: Persona, bob: Persona, browser_of) -> None:
    browser, firm = browser_of(alice), alice.firm
    browser.post(reverse("branch_add", args=[firm.pk]), {"branch-name": "川崎工場"})
    browser.post(reverse("link_add", args=[firm.pk]), {"link-kind": "competitor", "link-other": bob.firm.pk})
    branch, link = Branch.objects.get(), OrganisationLink.objects.get()
    assert (branch.organisation, link.organisation, link.other) == (firm, firm, bob.firm)

    assert browser_of(bob).post(reverse("branch_remove", args=[branch.pk])).status_code == 404
    assert browser_of(bob).post(reverse("link_remove", args=[link.pk])).status_code == 404
    browser.post(reverse("branch_remove", args=[branch.pk]))
    browser.post(reverse("link_remove", args=[link.pk]))
    assert (Branch.objects.count(), OrganisationLink.objects.count()) == (0, 0)


def test_colleague_is_invited_and_the_invitation_withdrawn(alice: Persona, bob: Persona, browser_of) -> None:
    browser = browser_of(alice)
    browser.post(
        reverse("invite", args=[alice.firm.pk]),
        {"name": "Carol", "email": "Carol@firm.example", "language": "ko"},
    )
    invitation = Invitation.objects.get(email="carol@firm.example")

    assert browser_of(bob).post(reverse("invitation_withdraw", args=[invitation.pk])).status_code == 404
    assert "Carol" in browser.get(reverse("colleagues", args=[alice.firm.pk])).content.decode()
    browser.post(reverse("invitation_withdraw", args=[invitation.pk]))
    assert not Invitation.objects.open(NOW).exists()


def test_last_administrator_cannot_step_down_on_the_page(alice: Persona, browser_of) -> None:
    contact = Contact.objects.get(user=alice.user)
    browser = browser_of(alice)

    answer = browser.post(reverse("colleague_edit", args=[contact.pk]), {"role": "sales"})
    browser.post(reverse("colleague_end", args=[contact.pk]))

    assert "last member administrator" in answer.content.decode()
    contact.refresh_from_db()
    assert (contact.is_administrator, contact.left_on) == (True, None)


APPLICATION = {
    "name": "新会員製作所", "kind": "base_sme", "country": "JP", "language": "ja",
    "applicant_name": "申込者", "applicant_email": "new@firm.example",
}  # fmt: skip


def test_join_keeps_an_application_and_says_the_next_step(db: None, client: Client) -> None:
    answer = client.post("/join/", APPLICATION, REMOTE_ADDR="192.0.2.1", follow=True)

    assert answer.redirect_chain == [("/join/thanks/", 302)]
    membership = Membership.objects.get()
    assert (membership.state, membership.member_class) == ("applied", "supporting")


def test_join_ignores_programs_that_fill_in_the_hidden_field(db: None, client: Client) -> None:
    client.post("/join/", {**APPLICATION, "fax_number": "1"}, REMOTE_ADDR="192.0.2.2")

    assert Membership.objects.count() == 0


def test_join_refuses_the_sixth_application_of_an_hour(db: None, client: Client) -> None:
    answers = [
        client.post("/join/", {**APPLICATION, "name": f"会社{n}"}, REMOTE_ADDR="192.0.2.3").status_code
        for n in range(6)
    ]

    assert answers == [302] * 5 + [429]


def test_zone_check_names_the_member_class(alice: Persona, client: Client) -> None:
    town = str(alice.firm.municipality_id)
    page = client.get("/join/zone/", {"municipality": town}, headers={"accept-language": "en"})

    assert "regular member" in page.content.decode()
