"""One object of each kind, all of Alice's firm, and the people who ask for them."""

import hashlib
from datetime import timedelta
from typing import Any, cast

from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from matching.access import digest_token
from members.models import Branch, Invitation, Organisation, OrganisationLink, User
from tests.access.table import Row
from tests.factories import (
    ContactFactory,
    EventFactory,
    MatchFactory,
    NeedFactory,
    NewsFactory,
    OrganisationFactory,
    ProcessFactory,
    ProductFactory,
    SeedFactory,
    UserFactory,
)
from tests.personas import Persona

TOKEN = "a-mailed-token"
ABSENT = 999_999_999


def colleague_of(alice: Persona) -> Persona:
    contact = ContactFactory.create(organisation=alice.firm, user=UserFactory.create())
    assert contact.user is not None
    return Persona(contact.user, alice.firm)


def objects_of(firm: Organisation) -> dict[str, Any]:
    """Values of the routes' parameters, by name; `draft` holds those of the variant."""
    need = NeedFactory.create(owner=firm)
    seed = SeedFactory.create()
    Invitation.objects.create(**invitation(firm))
    person = User.objects.filter(contacts__organisation=firm)[0]
    return {
        "organisation_id": firm.pk,
        "need_id": need.pk,
        "seed_id": seed.pk,
        "match_id": MatchFactory.create(need=need, seed=seed).pk,
        "event_id": EventFactory.create().pk,
        "news_id": NewsFactory.create().pk,
        "product_id": ProductFactory.create(organisation=firm).pk,
        "process_id": ProcessFactory.create(organisation=firm).pk,
        "branch_id": Branch.objects.create(organisation=firm, name="Second works").pk,
        "link_id": OrganisationLink.objects.create(
            organisation=firm, other=OrganisationFactory.create(), kind="partner"
        ).pk,
        "contact_id": ContactFactory.create(organisation=firm).pk,
        "invitation_id": firm.invitations.get().pk,
        "token": TOKEN,
        "digest_token": digest_token(person),
        "draft": {"need_id": NeedFactory.create(owner=firm, published_at=None).pk},
    }


def invitation(firm: Organisation) -> dict[str, Any]:
    return {
        "organisation": firm,
        "email": "new@firm.example",
        "name": "New",
        "token_hash": hashlib.sha256(TOKEN.encode()).hexdigest(),
        "expires_at": timezone.now() + timedelta(days=7),
    }


def parameters(route: str) -> list[str]:
    return list(get_resolver().reverse_dict.getlist(route)[0][0][0][1])


def address(row: Row, objects: dict[str, Any], *, absent: bool = False) -> str:
    known = objects | (objects["draft"] if row.variant else {})
    missing = {name: "no-such-token" if name == "token" else ABSENT for name in known}
    values = missing if absent else known
    return reverse(row.route, kwargs={name: values[name] for name in parameters(row.route)})


def answer(client: Client, row: Row, path: str) -> str:
    """The status, with a mark if it leads to the login. What the request changed is undone."""
    with transaction.atomic():
        response = client.generic(row.method, path)
        transaction.set_rollback(True)
    return f"{response.status_code}{'*' if leads_to_login(cast(HttpResponseBase, response)) else ''}"


def leads_to_login(response: HttpResponseBase) -> bool:
    return response.headers.get("Location", "").startswith("/accounts/login/")
