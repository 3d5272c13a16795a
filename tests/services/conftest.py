"""The portal's worker and beat, on the servers that `make services` started."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen
from urllib.parse import urlsplit

import pytest
import redis
from django.conf import settings
from django.db import connection
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from tests.servers.celery import running_beat, running_worker
from tests.servers.smtp import Sink, smtp_sink

Wait = Callable[[Callable[[], object]], None]


@dataclass(frozen=True)
class Portal:
    """The background processes that share the test's database and broker."""

    environment: dict[str, str]
    folder: Path

    def worker(self, name: str = "worker", **environment: str) -> AbstractContextManager[Popen[bytes]]:
        return running_worker(self.environment | environment, self.folder / f"{name}.log", name)

    def beat(self) -> AbstractContextManager[Popen[bytes]]:
        return running_beat(self.environment, self.folder / "beat.log")


@pytest.fixture
def broker() -> Iterator[str]:
    if not settings.CELERY_BROKER_URL or connection.vendor != "postgresql":
        pytest.skip("PostgreSQL and Redis are started by `make services`")
    yield settings.CELERY_BROKER_URL
    redis.Redis.from_url(settings.CELERY_BROKER_URL).flushall()


@pytest.fixture
def smtp() -> Iterator[Sink]:
    with smtp_sink() as sink:
        yield sink


@pytest.fixture
def portal(broker: str, transactional_db: None, smtp: Sink, database_url: str, tmp_path: Path) -> Portal:
    environment = {
        "DATABASE_URL": database_url,
        "CELERY_BROKER_URL": broker,
        "EMAIL_URL": smtp.url,
        "MATCHING_SILENCE_S": "10",  # a killed run is taken over soon
    }
    return Portal(environment, tmp_path)


@pytest.fixture
def database_url(transactional_db: None) -> str:
    """The test database's, for other processes."""
    named = urlsplit(os.environ["DATABASE_URL"])
    return named._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


@pytest.fixture
def eventually() -> Wait:
    """Wait for other processes to make it true."""

    def wait(condition: Callable[[], object], patience: float = 60) -> None:
        deadline = time.monotonic() + patience
        while not condition():
            assert time.monotonic() < deadline, f"not within {patience} s"
            time.sleep(0.1)

    return wait


@pytest.fixture
def every_second(transactional_db: None, eventually: Wait) -> Callable[[str], None]:
    """Shorten a schedule while beat runs, as the office does in the admin."""

    def shorten(name: str) -> None:
        eventually(PeriodicTask.objects.filter(name=name).exists)
        task = PeriodicTask.objects.get(name=name)
        task.crontab = None
        task.interval, _ = IntervalSchedule.objects.get_or_create(every=1, period=IntervalSchedule.SECONDS)
        task.save()

    return shorten
