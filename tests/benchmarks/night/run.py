"""One run of the matching as production starts it, watched from outside."""

import os
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from matching.models import MatchRun, RunState
from tests.benchmarks.memory import watched
from tests.servers.process import ServerFailed, tail
from tests.source import ROOT

LOOK_EVERY_S = 0.05
LIMIT_S = 4 * 3600


@dataclass(frozen=True)
class Night:
    """Of all processes of a run: seconds on the clock, in all and by phase; processor seconds; megabytes."""

    seconds: float
    processor: float
    phases: Mapping[str, float]
    megabytes: float
    run: MatchRun


def run_night(environment: Mapping[str, str], log: Path, under: Sequence[str] = ()) -> Night:
    """Run `manage.py run_matching` under a command of choice, such as a profiler.

    Raises ServerFailed with the end of its log if it does not end well.
    """
    command = [*under, sys.executable, "manage.py", "run_matching"]
    before = MatchRun.objects.count()
    started, used = time.monotonic(), processor_seconds()
    with log.open("ab") as sink:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=sink,
            stderr=sink,
            start_new_session=True,
        )
        with watched(process.pid) as peak:
            phases = phases_of(process, before, deadline=started + LIMIT_S)
    seconds = time.monotonic() - started
    run = MatchRun.objects.order_by("pk").last()
    if process.returncode or run is None or run.state != RunState.DONE:
        raise ServerFailed(f"the night failed:\n{tail(log)}")
    return Night(seconds, processor_seconds() - used, phases, peak.together, run)


def processor_seconds() -> float:
    """Of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def phases_of(process: subprocess.Popen[bytes], before: int, *, deadline: float) -> dict[str, float]:
    """Seconds the newest run spends in each phase, read from the database until the process ends."""
    phases: defaultdict[str, float] = defaultdict(float)
    last = time.monotonic()
    while process.poll() is None:
        if last > deadline:
            process.kill()
        time.sleep(LOOK_EVERY_S)
        now = time.monotonic()
        phases[current_phase(before)] += now - last
        last = now
    return dict(phases)


def current_phase(before: int) -> str:
    """The phase of the run that came after so many others; starting and ending are told apart."""
    run = MatchRun.objects.order_by("pk").values_list("phase", "state")[before:].first()
    if run is None or run == ("", RunState.QUEUED):
        return "starting"
    phase, state = run
    return phase or ("ending" if state in {RunState.DONE, RunState.FAILED} else "starting")
