"""The portal's web server as production runs it."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from tests.servers.process import free_port, running, wait_until

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Web:
    """The server as its proxy sees it."""

    port: int
    host: str

    def get(self, path: str) -> HTTPResponse:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path, headers={"Host": self.host, "X-Forwarded-Proto": "https"})
        return connection.getresponse()

    def answers(self) -> bool:
        try:
            return self.get("/health/").status == 200
        except OSError:
            return False


@contextmanager
def running_web(environment: Mapping[str, str], log: Path) -> Iterator[Web]:
    """The web server with two processes on a free port, its static files collected."""
    env = {**os.environ, **environment}
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
    subprocess.run(collect, cwd=ROOT, env=env, check=True)
    web = Web(free_port(), environment["ALLOWED_HOSTS"])
    gunicorn = [sys.executable, "-m", "gunicorn", "tama_portal.wsgi", "--no-control-socket"]
    command = [*gunicorn, f"--bind=127.0.0.1:{web.port}", "--workers=2"]
    with running(command, log=log, env=env, cwd=ROOT) as process:
        wait_until(web.answers, process, log=log)
        yield web
