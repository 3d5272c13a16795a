"""The pages that decide, looked at in every language, width and colour: pictures, axe, and no complaint."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import ROOT, Visitor

pytestmark = pytest.mark.browser

PHONE = 375
SETTLE_MS = 200
ANSWERED_WITHIN_MS = 90_000
PICTURES = Path(os.environ.get("PICTURES", ROOT / "var" / "pictures"))
PAGES = {
    "home": ("", "/"),
    "directory": ("member_administrator", "/organisations/"),
    "dashboard": ("member_administrator", "/dashboard/"),
    "need": ("member_administrator", "a need with matches"),
    "why-search": ("member_administrator", "seeds to ask about"),
    "why-answer": ("member_administrator", "a seed that was asked about"),
    "seeds": ("member_administrator", "/seeds/"),
    "needs": ("member_administrator", "/needs/"),
    "answers": ("member_administrator", "/matches/"),
    "coordinators": ("member_administrator", "/coordinators/"),
    "need-form": ("member_administrator", "/needs/new/"),
    "organisation": ("member_administrator", "/organisation/"),
    "login": ("", "/accounts/login/"),
    "join": ("", "/join/"),
    "coordinator": ("coordinator", "/dashboard/"),
    "admin": ("office_manager", "/office/"),
    "admin-runs": ("office_manager", "/office/matching/matchrun/"),
    "admin-needs": ("office_manager", "/office/matching/need/"),
}


@pytest.mark.parametrize("width", [375, 1440])
@pytest.mark.parametrize(
    ("language", "colours"), [("ja", "light"), ("ko", "light"), ("en", "light"), ("ja", "dark")]
)
def test_pages_are_sound(visitor: Visitor, language: str, width: int, colours: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    visitor.speak(language)
    role, found = "", []
    for name, (needed, path) in PAGES.items():
        if needed != role:
            visitor.context.clear_cookies()
            visitor.speak(language)
            if needed:
                visitor.log_in(needed)
            role = needed
        open_page(visitor, path)
        visitor.page.wait_for_load_state("networkidle")
        found += [f"{name}: {complaint}" for complaint in visitor.complaints]
        picture = PICTURES / f"{name}-{language}-{width}-{colours}.png"
        visitor.page.screenshot(path=picture, full_page=width == PHONE)
        found += [f"{name}: {violation}" for violation in violations(visitor)]
        if wider_than_screen(visitor):
            found.append(f"{name}: wider than the screen")
        # The camera and axe style the page themselves, which its policy refuses: no complaint of the page.
        visitor.page.wait_for_timeout(SETTLE_MS)
        visitor.complaints.clear()
    assert found == []


def open_page(visitor: Visitor, path: str) -> None:
    if path.startswith("/"):
        visitor.go(path)
        return
    visitor.go("/dashboard/")
    visitor.page.click("#new-matches ~ .stack .card h3 a")
    visitor.page.wait_for_selector("#matches")
    if "ask" in path:
        visitor.page.click("#matches a[href$='/why-not/']")
        visitor.page.fill("#list-search", "装置")
        visitor.page.press("#list-search", "Enter")
        visitor.page.wait_for_selector("main .stack .card")
    if "asked" in path:
        ask_about_the_first(visitor)


def ask_about_the_first(visitor: Visitor) -> None:
    """The first visit puts the question; the answer stays for the next ones."""
    visitor.page.click("main .stack .card h2 a")
    visitor.page.wait_for_selector("#answer")
    if visitor.page.locator("#answer form .btn-primary").count():
        visitor.page.click("#answer form .btn-primary")
    visitor.page.wait_for_selector("#shared, #answer .alert", timeout=ANSWERED_WITHIN_MS)


def violations(visitor: Visitor) -> list[str]:
    results = Axe().run(visitor.page, options={"resultTypes": ["violations"], "preload": False})
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:120]}" for rule in results.response["violations"]]


def wider_than_screen(visitor: Visitor) -> bool:
    return bool(visitor.page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"))
