"""What people come for, done in a browser as they do it."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Demo, Visitor

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [375, 1440])
@pytest.mark.parametrize("scripts", [True, False])
def test_member_registers_a_need(visitor: Visitor, width: int, scripts: bool) -> None:
    page = visitor.speak("en").log_in("member_administrator").go("/needs/new/")
    page.fill("input[name=title]", f"Thin aluminium parts warp {width} {scripts}")
    page.fill(
        "textarea[name=text]", "0.8 mm walls of aluminium parts warp after machining. 200 pieces a month."
    )
    page.click("button[name=publish]")

    expect(page.locator("h1")).to_contain_text(f"Thin aluminium parts warp {width} {scripts}")
    expect(page.locator("main")).to_contain_text("No good match yet")


@pytest.mark.parametrize("scripts", [True, False])
def test_member_marks_interest_and_takes_it_back(visitor: Visitor, scripts: bool) -> None:
    page = visitor.speak("en").log_in("member_administrator").go("/dashboard/")
    page.click("#new-matches ~ .stack .card h3 a")
    card = page.locator("article[id^=match-]").first
    card.locator("button:has-text('Interested')").click()
    marked = page.locator("article[id^=match-]", has_text="Your coordinator and the office know.")
    expect(marked).to_have_count(1)

    marked.locator("button:has-text('Undo')").click()
    expect(marked).to_have_count(0)


def test_passkey_is_added_and_signs_in(visitor: Visitor, demo: Demo) -> None:
    """With Chromium's virtual authenticator. Passkeys need a host's name, so the demo is asked by it."""
    who = Visitor(Demo(demo.url.replace("127.0.0.1", "localhost"), demo.passwords), visitor.context)
    devices = who.context.new_cdp_session(who.page)
    devices.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
    }
    device |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    page = who.speak("en").log_in("bank_user").go("/accounts/2fa/webauthn/add/")
    page.fill("input[name=password]", demo.passwords["bank_user"][1])
    page.click("main button[type=submit]")
    page.fill("input[name=name]", "Telephone")
    page.check("input[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: "/webauthn/add/" not in url)

    who.context.clear_cookies()
    page = who.speak("en").go("/accounts/login/")
    page.click("#passkey_login")
    page.wait_for_url(demo.url.replace("127.0.0.1", "localhost") + "/dashboard/")


def test_api_page_runs_under_the_content_policy(visitor: Visitor) -> None:
    page = visitor.go("/api/v1/docs/")

    expect(page.locator(".opblock").first).to_be_visible()
    assert visitor.complaints == []


def test_office_starts_a_run_and_sees_it(visitor: Visitor) -> None:
    page = visitor.speak("en").log_in("office_manager").go("/office/matching/matchrun/")
    page.click("button:has-text('Start the matching now')")

    newest = page.locator("#result_list tbody tr").first
    expect(newest).to_contain_text("Office")
    expect(newest).to_contain_text("Done", timeout=90_000)
    assert visitor.complaints == []
