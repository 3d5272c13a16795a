"""A Redis server of our own, with the append-only file that production has."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import redis

from tests.servers.process import ServerFailed, free_port, running, scratch_folder, wait_until


@contextmanager
def running_redis() -> Iterator[str]:
    """A fresh server on a free loopback port; yields its URL. Raises ServerFailed where none can run."""
    program = shutil.which("redis-server")
    if program is None:
        raise ServerFailed("redis-server is not installed (Debian: apt-get install redis-server).")
    port = free_port()
    with scratch_folder("redis-") as folder:
        options = {"port": port, "bind": "127.0.0.1", "dir": folder, "appendonly": "yes", "save": ""}
        command = [program, *(word for name, value in options.items() for word in (f"--{name}", str(value)))]
        log = folder / "log"
        with running(command, log=log, cwd=folder) as process:
            wait_until(lambda: _answers(port), process, log=log)
            yield f"redis://127.0.0.1:{port}/0"


def _answers(port: int) -> bool:
    try:
        return bool(redis.Redis(port=port).ping())
    except redis.ConnectionError:
        return False
