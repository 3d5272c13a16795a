from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from tests.personas import CAST, Persona, member


@pytest.fixture(autouse=True)
def quick(settings: Settings) -> None:
    """Hash passwords cheaply, and look for a static file only when one is asked for."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture
def alice(db: None) -> Persona:
    """A member administrator of a product-development SME."""
    return member("Alice")


@pytest.fixture
def bob(db: None) -> Persona:
    """A member of another firm: what is Alice's must be 404 for him."""
    return member("Bob", is_administrator=False)


@pytest.fixture
def persona(db: None) -> Callable[[str], Persona]:
    """Any role of the cast by name."""
    return lambda role: CAST[role]()


@pytest.fixture
def browser_of() -> Callable[[Persona], Client]:
    """A test client with the persona logged in; office roles have passed their second factor."""

    def login(who: Persona) -> Client:
        client = Client()
        client.force_login(who.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "password"},
            {"method": "mfa", "type": "totp"},
        ]
        session.save()
        return client

    return login
