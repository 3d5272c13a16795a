"""How long a newcomer waits: from a clone to a serving demo, and how much memory the web process takes.

usage: python -m tests.benchmarks.demo      (measures the last commit, in a temporary folder)
"""

import os
import signal
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.process import free_port
from tests.source import ROOT

PAGES = ("/", "/accounts/login/", "/health/")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        started = time.monotonic()
        subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
        with serving_demo(clone) as _:
            print(f"clone to serving  {time.monotonic() - started:6.1f} s   (at most 240)")
        started = time.monotonic()
        with serving_demo(clone) as (address, group):
            print(f"second start      {time.monotonic() - started:6.1f} s")
            for page in PAGES:
                urllib.request.urlopen(address + page).read()
            print(f"web process       {largest(group):6.0f} MB  (at most 300)")


@contextmanager
def serving_demo(clone: Path) -> Iterator[tuple[str, int]]:
    """`make demo` from the moment it answers; yields its address and process group."""
    port = free_port()
    command = ["make", "demo", f"PORT={port}"]
    with (clone.parent / "log").open("ab") as log:
        make = subprocess.Popen(command, cwd=clone, stdout=log, stderr=log, start_new_session=True)
    try:
        address = f"http://127.0.0.1:{port}"
        while not answers(address):
            if make.poll() is not None:
                raise SystemExit((clone.parent / "log").read_text())
            time.sleep(0.1)
        yield address, make.pid
    finally:
        if make.poll() is None:
            os.killpg(make.pid, signal.SIGTERM)
            make.wait()


def answers(address: str) -> bool:
    try:
        return bool(urllib.request.urlopen(f"{address}/health/", timeout=5).status == 200)
    except OSError:
        return False


def largest(group: int) -> float:
    """Resident megabytes of the group's largest process."""
    pids = [int(path.name) for path in Path("/proc").glob("[0-9]*")]
    return max(resident(pid) for pid in pids if in_group(pid, group))


def in_group(pid: int, group: int) -> bool:
    try:
        return os.getpgid(pid) == group
    except ProcessLookupError:
        return False


def resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


if __name__ == "__main__":
    main()
