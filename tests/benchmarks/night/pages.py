"""How long a member waits for a page, with nothing else at work and during the night."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from threading import Event, Thread

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from matching.models import Need
from members.models import Contact, User
from tests.servers.web import Web

PAUSE_S = 0.1  # between a member's two requests
IDLE_REQUESTS = 200
MOST_REQUESTS = 20_000
WARM_UP = 20


@dataclass
class Waits:
    """Seconds waited for pages, by path; answers other than 200 are counted, never left out."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    refused: int = 0

    def add(self, path: str, seconds: float, status: int) -> None:
        self.seconds.setdefault(path, []).append(seconds)
        self.refused += status != 200

    def at(self, share: float, path: str) -> float:
        """The wait that this share of the requests stayed below."""
        waits = sorted(self.seconds.get(path, []))
        return waits[min(int(share * len(waits)), len(waits) - 1)] if waits else 0.0


class Visitor:
    """A member with an account, logged in, who reads the list of needs and one need of their own."""

    def __init__(self, web: Web) -> None:
        need = Need.objects.open(timezone.now()).order_by("pk").first()
        if need is None:
            raise ValueError("there is no open need to read")
        self._web = web
        self._cookie = login(need)
        self.paths = (reverse("need_list"), reverse("need_detail", args=[need.pk]))

    def reads(self, requests: int, until: Event | None = None) -> Waits:
        """Ask for the pages in turn, until the event if there is one, and never more than `requests`."""
        waits = Waits()
        for number in range(requests):
            if until is not None and until.is_set():
                break
            path = self.paths[number % len(self.paths)]
            started = time.perf_counter()
            status = self._get(path)
            waits.add(path, time.perf_counter() - started, status)
            time.sleep(PAUSE_S)
        return waits

    def reads_idly(self) -> Waits:
        self.reads(WARM_UP)
        return self.reads(IDLE_REQUESTS)

    @contextmanager
    def reading(self) -> Iterator[Waits]:
        """Read until the block ends; the waits are complete after it."""
        waits, ended = Waits(), Event()

        def read() -> None:
            found = self.reads(MOST_REQUESTS, until=ended)
            waits.seconds, waits.refused = found.seconds, found.refused

        thread = Thread(target=read)
        thread.start()
        try:
            yield waits
        finally:
            ended.set()
            thread.join()

    def _get(self, path: str) -> int:
        connection = HTTPConnection("127.0.0.1", self._web.port, timeout=60)
        headers = {"Host": self._web.host, "X-Forwarded-Proto": "https", "Cookie": self._cookie}
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status


def login(need: Need) -> str:
    """The cookie of a session of somebody at the need's owner."""
    user = User.objects.filter(email="visitor@night.example").first()
    if user is None:
        user = User.objects.create_user("visitor@night.example", name="Visitor")
        Contact.objects.create(organisation=need.owner, user=user, name=user.name)
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def comparison(idle: Waits, busy: Waits, paths: Sequence[str]) -> list[str]:
    """One line a page: the wait 95 % of requests stay below, idle and during the night."""
    lines = []
    for path in paths:
        quiet, loud = idle.at(0.95, path), busy.at(0.95, path)
        lines.append(
            f"{path:<16} p95 idle {quiet * 1000:6.0f} ms, during the night {loud * 1000:6.0f} ms, "
            f"ratio {loud / quiet if quiet else 0:4.2f} ({len(busy.seconds.get(path, []))} requests)"
        )
    if idle.refused or busy.refused:
        lines.append(f"{idle.refused + busy.refused} requests were NOT answered with a page")
    return lines
