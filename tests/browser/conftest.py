"""The demo, served as `make demo` serves it, and Chromium in front of it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.servers.process import free_port, running, wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
# Without the last four, Chromium looks for hosts of its maker at every start.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDTHS = {375: 812, 1440: 900}


@dataclass(frozen=True)
class Demo:
    """Where the demo is served, and who may log in."""

    url: str
    passwords: dict[str, tuple[str, str]]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("demo")
    port = free_port()
    env = {
        **os.environ,
        "DEMO": "true",
        "DEBUG": "false",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
        "EMAIL_URL": f"file://{folder / 'mail'}",
        "CELERY_BROKER_URL": "",
        "REDIS_URL": "",
    }
    for command in ("migrate -v0", "collectstatic --no-input -v0", "fill_demo", "run_matching"):
        subprocess.run([sys.executable, "manage.py", *command.split()], cwd=ROOT, env=env, check=True)
    serve = [
        sys.executable,
        "-m",
        "gunicorn",
        "tama_portal.wsgi",
        f"--bind=127.0.0.1:{port}",
        "--no-control-socket",
    ]
    log = folder / "web.log"
    with running([*serve, "--worker-class=gthread", "--threads=4"], log=log, env=env, cwd=ROOT) as process:
        wait_until(lambda: answers(port), process, log=log)
        yield Demo(f"http://127.0.0.1:{port}", passwords())


def answers(port: int) -> bool:
    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", "/health/")
        return connection.getresponse().status == 200
    except OSError:
        return False


def passwords() -> dict[str, tuple[str, str]]:
    rows = json.loads((ROOT / "var" / "demo-logins.json").read_text(encoding="utf-8"))
    return {row["role"]: (row["email"], row["password"]) for row in rows}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Visitor:
    """A person with a browser of their own. What the page complains of, or asks of other hosts, is noted."""

    def __init__(self, demo: Demo, context: BrowserContext) -> None:
        self.demo, self.context = demo, context
        self.complaints: list[str] = []
        self.page = context.new_page()
        self.page.on(
            "console",
            lambda message: self.complaints.append(message.text) if message.type == "error" else None,
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.note_host(request.url))

    def note_host(self, url: str) -> None:
        if not url.startswith((self.demo.url, "data:")):
            self.complaints.append(f"asked {url}")

    def go(self, path: str) -> Page:
        answer = self.page.goto(self.demo.url + path)
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"
        return self.page

    def log_in(self, role: str) -> "Visitor":
        email, password = self.demo.passwords[role]
        self.go("/accounts/login/")
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", password)
        self.page.click("main button[type=submit]:not([form])")
        self.page.wait_for_url(lambda url: "/login" not in url)
        return self

    def speak(self, language: str) -> "Visitor":
        self.context.add_cookies([{"name": "django_language", "value": language, "url": self.demo.url}])
        return self


@pytest.fixture
def visitor(demo: Demo, chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """Takes its width, colours and scripts from the test's parameters, where they are named."""
    asked = getattr(request.node, "callspec", None)
    chosen = asked.params if asked else {}
    width = chosen.get("width", 1440)
    context = chromium.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        color_scheme=chosen.get("colours", "light"),
        java_script_enabled=chosen.get("scripts", True),
        locale="ja-JP",
    )
    who = Visitor(demo, context)
    yield who
    context.close()
