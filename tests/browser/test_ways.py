"""What people come for, done in a browser as they do it."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor

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


def test_api_page_runs_under_the_content_policy(visitor: Visitor) -> None:
    page = visitor.go("/api/v1/docs/")

    expect(page.locator(".opblock").first).to_be_visible()
    assert visitor.complaints == []


def test_office_starts_a_run_and_sees_it(visitor: Visitor) -> None:
    page = visitor.speak("en").log_in("office_manager").go("/office/matching/matchrun/")
    page.click("button:has-text('Start the matching now')")

    expect(page.locator("#result_list")).to_contain_text("Office")
    assert visitor.complaints == []
