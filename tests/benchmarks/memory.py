"""Peak memory of a command: of all its processes together, shared pages counted once."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PERIOD_S = 0.2
MB = 1024  # of the kilobytes that /proc speaks in


@dataclass
class Peak:
    """Megabytes."""

    together: float = 0.0
    largest: float = 0.0

    def add(self, group: int) -> None:
        pids = members(group)
        self.together = max(self.together, sum(proportional(pid) for pid in pids))
        self.largest = max([self.largest, *(high_water(pid) for pid in pids)])


@contextmanager
def watched(group: int) -> Iterator[Peak]:
    """Watch a process group until the block ends."""
    peak, ended = Peak(), threading.Event()

    def watch() -> None:
        while not ended.is_set():
            started = time.monotonic()
            peak.add(group)
            # A look costs time that grows with the memory; never take more than a twentieth of it.
            ended.wait(max(PERIOD_S, 20 * (time.monotonic() - started)))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        ended.set()
        watcher.join()


def members(group: int) -> list[int]:
    pids = (int(path.name) for path in Path("/proc").glob("[0-9]*"))
    return [pid for pid in pids if _group(pid) == group]


def proportional(pid: int) -> float:
    """Megabytes of a process, a page shared by n processes counted as 1/n; 0 once it has ended."""
    return _kilobytes(pid, "smaps_rollup", "Pss:") / MB


def high_water(pid: int) -> float:
    """The most megabytes a process has ever held; 0 once it has ended."""
    return _kilobytes(pid, "status", "VmHWM:") / MB


def _group(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return -1


def _kilobytes(pid: int, file: str, name: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/{file}").read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(name)), 0)
