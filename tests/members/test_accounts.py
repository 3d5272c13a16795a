"""Signing in, passwords, invitations, and the second factor that the office asks for."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from members.models import Contact, SecondFactor, User
from members.services import invite
from tama_portal.mail.models import OutgoingMessage
from tests.factories import PASSWORD, UserFactory
from tests.personas import Persona

NEW_PASSWORD = "another-long-password"
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.I)


def sign_in(email: str, password: str = PASSWORD) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.post("/accounts/login/", {"login": email, "password": password})
    return client


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def invited(persona: Persona, email: str = "carol@firm.example") -> str:
    """The address of the page an invitation's mail names."""
    invite(
        organisation=persona.firm,
        email=email,
        name="Carol",
        makes_administrator=False,
        language="en",
        by=persona.user,
        at=timezone.now(),
    )
    body = OutgoingMessage.objects.get(to=email).body
    return "/invitation/" + body.split("/invitation/")[1].split("/")[0] + "/"


def test_login_takes_the_address_in_any_case(alice: Persona) -> None:
    assert is_signed_in(sign_in("Alice@FIRM.example"))
    assert not is_signed_in(sign_in("alice@firm.example", "wrong"))


def test_password_reset_mail_leads_to_a_new_password(
    alice: Persona, client: Client, settings: LazySettings
) -> None:
    settings.EMAIL_BACKEND = "tama_portal.mail.backend.OutboxBackend"  # pytest puts another in its place
    client.post("/accounts/password/reset/", {"email": alice.user.email})
    body = OutgoingMessage.objects.get(to=alice.user.email).body
    found = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", body)
    assert found
    form = client.get(found[1], follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

    assert is_signed_in(sign_in(alice.user.email, NEW_PASSWORD))


def test_account_settings_are_kept(alice: Persona, browser_of: Callable[[Persona], Client]) -> None:
    browser_of(alice).post("/account/", {"name": "Alice A.", "language": "ko", "digest": "daily"})

    alice.user.refresh_from_db()
    assert (alice.user.name, alice.user.language, alice.user.digest) == ("Alice A.", "ko", "daily")


def test_signing_up_without_an_invitation_is_closed(db: None, client: Client) -> None:
    answer = {"email": "x@firm.example", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    client.post("/accounts/signup/", answer)

    assert not User.objects.filter(email="x@firm.example").exists()


def test_invited_person_opens_an_account_once(alice: Persona, client: Client) -> None:
    address = invited(alice)
    answer = {"name": "Carol", "language": "en", "password": NEW_PASSWORD}

    assert client.get(address).status_code == 200
    client.post(address, answer)

    place = Contact.objects.get(user__email="carol@firm.example")
    assert (place.organisation, place.is_administrator) == (alice.firm, False)
    assert is_signed_in(client)
    assert Client().post(address, answer).status_code == 410


def test_invitation_with_a_weak_password_is_not_used_up(alice: Persona, client: Client) -> None:
    address = invited(alice)
    client.post(address, {"name": "Carol", "language": "en", "password": "12345"})

    assert client.get(address).status_code == 200
    assert not User.objects.filter(email="carol@firm.example").exists()


def test_person_with_an_account_accepts_after_signing_in(alice: Persona, bob: Persona) -> None:
    address = invited(alice, bob.user.email)

    assert "/accounts/login/?next=" in Client().get(address).content.decode()
    browser = sign_in(bob.user.email)
    assert browser.get(address).status_code == 200
    browser.post(address)

    assert Contact.objects.filter(user=bob.user, organisation=alice.firm, left_on=None).exists()


def test_unknown_invitation_is_gone(db: None, client: Client) -> None:
    assert client.get("/invitation/never-sent/").status_code == 410


def test_expired_invitation_is_gone(alice: Persona, client: Client) -> None:
    address = invited(alice)
    alice.firm.invitations.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert client.get(address).status_code == 410


@pytest.fixture
def editor(db: None) -> User:
    return UserFactory.create(email="editor@office.example", office_role="editor")


def test_office_sends_visitors_to_the_login(db: None, client: Client) -> None:
    answer = client.get("/office/", follow=True)

    assert answer.redirect_chain[-1] == ("/accounts/login/?next=/office/", 302)


def test_office_is_denied_to_members(alice: Persona) -> None:
    assert sign_in(alice.user.email).get("/office/", follow=True).status_code == 403


def test_office_leads_to_setting_up_a_second_factor(editor: User) -> None:
    answer = sign_in(editor.email).get("/office/", follow=True)

    assert answer.redirect_chain[-1][0] == "/accounts/2fa/"
    assert "The office needs a second factor" in answer.content.decode()


def test_office_opens_after_the_second_factor(editor: User) -> None:
    browser = sign_in(editor.email)
    TOTP.activate(editor, generate_totp_secret())
    code = RecoveryCodes.activate(editor).get_unused_codes()[0]

    asked = browser.get("/office/", follow=True)
    assert asked.redirect_chain[-1][0] == "/accounts/2fa/reauthenticate/?next=/office/"
    browser.post("/accounts/2fa/reauthenticate/", {"code": code, "next": "/office/"})

    assert browser.get("/office/").status_code == 200


def test_office_asks_for_the_passkey_of_a_person_who_has_only_one(editor: User) -> None:
    Authenticator.objects.create(user=editor, type=Authenticator.Type.WEBAUTHN, data={})
    client = Client()
    client.force_login(editor, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get("/office/login/?next=/office/")

    assert answer.headers["Location"] == "/accounts/2fa/webauthn/reauthenticate/?next=/office/"


def test_login_asks_for_the_second_factor_a_person_has(editor: User) -> None:
    TOTP.activate(editor, generate_totp_secret())
    client = Client()
    answer = client.post("/accounts/login/", {"login": editor.email, "password": PASSWORD})

    assert answer.headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/login/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/reauthenticate/",
        "/accounts/email/",
        "/accounts/password/change/",
    ],
)
def test_account_page_holds_no_inline_script_or_style(alice: Persona, client: Client, path: str) -> None:
    browser = client if path.endswith("login/") else sign_in(alice.user.email)
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    answer = browser.get(path)
    page = answer.content.decode()

    assert answer.status_code == 200
    assert not INLINE_SCRIPT.search(page)
    assert " style=" not in page


def test_account_from_the_command_line_can_set_up_its_second_factor(
    client: Client, db: None, settings: LazySettings
) -> None:
    """Otherwise nobody could ever enter the office of a new installation."""
    # The half minute that a code is good for may end between making and sending it.
    settings.MFA_TOTP_TOLERANCE = 1
    User.objects.create_superuser("first@office.example", PASSWORD, name="First")
    client.post("/accounts/login/", {"login": "first@office.example", "password": PASSWORD})
    client.get("/accounts/email/")  # notes the address down, as not proven
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    code = format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))
    client.post("/accounts/2fa/totp/activate/", {"code": code})

    assert [row.type for row in SecondFactor.objects.filter(type="totp")] == ["totp"]


def test_manager_removes_a_lost_second_factor_and_an_editor_does_not(persona, browser_of, alice) -> None:
    lost = SecondFactor.objects.create(user=alice.user, type="totp", data={"secret": "kept-from-everybody"})
    page = f"/office/members/secondfactor/{lost.pk}"
    editor = browser_of(persona("office_editor"))
    assert "kept-from-everybody" not in editor.get(f"{page}/change/").content.decode()
    assert editor.post(f"{page}/delete/", {"post": "yes"}).status_code == 403

    browser_of(persona("office_manager")).post(f"{page}/delete/", {"post": "yes"})
    assert not SecondFactor.objects.exists()
