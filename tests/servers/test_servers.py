import os
import signal
import subprocess
import sys
import tempfile
import time

import psycopg2
import pytest
import redis

from tests.source import ROOT

pytestmark = pytest.mark.services

LAUNCH = """
import sys, time
from tests.servers.{kind} import running_{kind}
with running_{kind}() as url:
    print(url, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def leftovers():
    """Where the killed launchers put their folders, which they can no longer remove."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o711)  # noqa: S103 -- the server runs as another user
        yield folder


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("kind", ["postgres", "redis"])
def test_server_ends_with_the_run_that_started_it(kind, ending, leftovers):
    with subprocess.Popen(
        [sys.executable, "-c", LAUNCH.format(kind=kind)],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": leftovers},
        stdout=subprocess.PIPE,
        text=True,
    ) as run:
        assert run.stdout is not None
        url = run.stdout.readline().strip()
        assert _answers(url)

        os.kill(run.pid, ending)

        assert _falls_silent(url)


def _answers(url: str) -> bool:
    try:
        if url.startswith("redis"):
            return bool(redis.Redis.from_url(url).ping())
        psycopg2.connect(url).close()
    except (redis.RedisError, psycopg2.OperationalError):
        return False
    return True


def _falls_silent(url: str, patience: float = 10) -> bool:
    deadline = time.monotonic() + patience
    while _answers(url) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not _answers(url)
