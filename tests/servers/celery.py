"""The portal's own background processes, as deploy/ starts them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.servers.process import running, wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
CELERY = [sys.executable, "-m", "celery", "-A", "tama_portal"]


@contextmanager
def running_worker(
    environment: Mapping[str, str], log: Path, name: str = "worker"
) -> Iterator[subprocess.Popen[bytes]]:
    """A worker with two processes that waits for tasks; several need names of their own."""
    command = ["worker", f"--hostname={name}@%h", "--concurrency=2", "--loglevel=info"]
    with _running(command, environment, log, sign=" ready.") as process:
        yield process


@contextmanager
def running_beat(environment: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The schedule, looked at every second so that a test need not wait for a change to be seen."""
    command = ["beat", "--pidfile=", "--max-interval=1", "--loglevel=info"]
    with _running(command, environment, log, sign="beat: Starting") as process:
        yield process


def kill(process: subprocess.Popen[bytes]) -> None:
    """End it and its children as a power cut does: nothing is finished, nothing is said."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def _running(
    command: list[str], environment: Mapping[str, str], log: Path, *, sign: str
) -> Iterator[subprocess.Popen[bytes]]:
    seen = log.stat().st_size if log.exists() else 0
    with running([*CELERY, *command], log=log, env={**os.environ, **environment}, cwd=ROOT) as process:
        wait_until(lambda: sign in log.read_text(errors="replace")[seen:], process, log=log)
        yield process
