import re

import pytest
from dotenv import dotenv_values

from tests.servers.web import running_web
from tests.source import ROOT

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def web(portal):
    """Production's settings, behind a proxy that speaks TLS for it."""
    example = dotenv_values(ROOT / "deploy" / "portal.env.example")
    environment = {**example, **portal.environment, "DEBUG": "false", "DEMO": "false"}
    with running_web(environment, portal.folder / "web.log") as web:
        yield web


def test_a_page_and_its_static_files_are_served(web):
    page = web.get("/accounts/login/")
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.read().decode())

    assert page.status == 200
    assert files
    assert [path for path in files if web.get(path).status != 200] == []


def test_answers_carry_the_policies_of_production(web):
    headers = web.get("/accounts/login/").headers

    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
