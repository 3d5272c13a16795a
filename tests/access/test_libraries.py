"""Pages of libraries: one rule each."""

from collections.abc import Callable

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from tests.personas import CAST, Persona

OUTSIDERS = sorted(role for role in CAST if not role.startswith("office_"))


def admin_lists() -> list[str]:
    return [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in admin.site._registry
    ]


@pytest.mark.parametrize("role", OUTSIDERS)
def test_admin_is_closed_to_everyone_but_the_office(
    role: str, persona: Callable[[str], Persona], browser_of: Callable[[Persona], Client]
) -> None:
    browser = browser_of(persona(role))

    assert {browser.get(path).status_code for path in admin_lists()} <= {302, 403, 404}


def test_admin_sends_a_visitor_away(client: Client, db: None) -> None:
    assert {client.get(path).status_code for path in admin_lists()} == {302}


def test_account_pages_need_a_login(client: Client, db: None) -> None:
    private = ["account_email", "account_change_password", "mfa_index", "mfa_list_webauthn"]

    assert {client.get(reverse(name)).status_code for name in private} == {302}


def test_tokens_are_only_posted_for(client: Client, db: None) -> None:
    assert client.get(reverse("oauth2_token")).status_code == 405
