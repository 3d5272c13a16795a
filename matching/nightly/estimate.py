"""How long a run has still to go, from its own pace and from how long the last one took for each phase."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from matching.models import MatchRun

# Less than this share of a phase, or of a run, says nothing of its pace.
TELLING = 0.1


@dataclass(frozen=True)
class Phase:
    """A part of an earlier run: from which progress to which, and how long it took."""

    name: str
    start: float
    end: float
    seconds: float

    def done_at(self, progress: float) -> float:
        """Which share of the phase is done, 0 to 1."""
        if self.end <= self.start:
            return 0.0
        return min(max((progress - self.start) / (self.end - self.start), 0.0), 1.0)


def time_left(run: MatchRun, earlier: MatchRun | None, *, at: datetime) -> timedelta | None:
    """None while nothing is known: the run waits, or is the first one and has hardly begun."""
    if run.started_at is None or not run.is_active:
        return None
    elapsed = max((at - run.started_at).total_seconds(), 0.0)
    phases = phases_of(earlier) if earlier else []
    place = next((nth for nth, phase in enumerate(phases) if phase.name == run.phase), None)
    if place is None:
        return by_pace(elapsed, run.progress)
    within = left_within(phases[place], run, elapsed)
    return timedelta(seconds=within + sum(phase.seconds for phase in phases[place + 1 :]))


def by_pace(elapsed: float, progress: float) -> timedelta | None:
    if progress < TELLING:
        return None
    return timedelta(seconds=elapsed * (1 - progress) / progress)


def left_within(phase: Phase, run: MatchRun, elapsed: float) -> float:
    """Seconds left of the phase the run is in: by its own pace once that tells, else by the earlier run's."""
    done = phase.done_at(run.progress)
    spent = elapsed - run.timeline[-1]["seconds"] if run.timeline else 0.0
    if done >= TELLING and spent > 0:
        return spent * (1 - done) / done
    return phase.seconds * (1 - done)


def phases_of(run: MatchRun) -> Sequence[Phase]:
    """The phases of a run that is done, in their order; none if they were not noted."""
    if run.duration is None:
        return []
    marks = run.timeline
    ends = [*marks[1:], {"progress": 1.0, "seconds": run.duration.total_seconds()}]
    return [
        Phase(mark["phase"], mark["progress"], end["progress"], max(end["seconds"] - mark["seconds"], 0.0))
        for mark, end in zip(marks, ends[: len(marks)], strict=True)
    ]
