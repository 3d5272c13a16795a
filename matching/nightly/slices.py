"""Sharing out a run: slices of needs, claimed one at a time by whoever is free."""

import json
from collections.abc import Sequence
from datetime import datetime
from io import StringIO

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from matching.models import MatchChange, MatchRun, RunSlice, SliceState


class SliceLost(Exception):
    """This worker no longer holds the slice: another took it over while this one was silent."""


@transaction.atomic
def share_out(run: MatchRun, need_pks: Sequence[int]) -> None:
    """Lay out the run's slices, unless an earlier attempt did: what it has finished stays finished."""
    MatchRun.objects.select_for_update().get(pk=run.pk)
    if RunSlice.objects.filter(run=run).exists():
        return
    RunSlice.objects.bulk_create(
        RunSlice(run=run, first_need=part[0], last_need=part[-1])
        for part in (
            need_pks[first : first + settings.MATCHING_SLICE]
            for first in range(0, len(need_pks), settings.MATCHING_SLICE)
        )
    )


def claim_slice(run_id: int, *, at: datetime) -> RunSlice | None:
    """A slice of the run for this worker alone, None if none is to be had."""
    for pk in RunSlice.objects.filter(run=run_id).to_be_had(at).values_list("pk", flat=True):
        free = RunSlice.objects.filter(pk=pk).to_be_had(at)
        if free.update(state=SliceState.WORKING, claimed_at=at, claims=F("claims") + 1):
            return RunSlice.objects.get(pk=pk)
    return None


@transaction.atomic
def finish_slice(claimed: RunSlice, changes: Sequence[MatchChange]) -> None:
    """Store what the slice has decided. Raises SliceLost if another worker took it over."""
    mine = RunSlice.objects.select_for_update().filter(
        pk=claimed.pk, state=SliceState.WORKING, claims=claimed.claims
    )
    if not mine.exists():
        raise SliceLost(claimed.pk)
    store_changes(changes)
    RunSlice.objects.filter(pk=claimed.pk).update(state=SliceState.DONE)


def store_changes(changes: Sequence[MatchChange]) -> None:
    """A night may have 200,000; PostgreSQL takes them from a stream at a fifth of the cost."""
    if connection.vendor != "postgresql":
        MatchChange.objects.bulk_create(changes, batch_size=1_000)
        return
    rows = StringIO("".join(map(copy_line, changes)))
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY matching_matchchange ({', '.join(COLUMNS)}) FROM STDIN", rows)


COLUMNS = ("run_id", "need_id", "seed_id", "kind", "score", "coverage", "grade", "place", "basis", "reasons")


def copy_line(change: MatchChange) -> str:
    """A row in the text format of COPY. JSON has no tabs or line ends of its own, but backslashes."""
    numbers = [getattr(change, name) for name in COLUMNS[:-1]]
    fields = ["\\N" if number is None else str(number) for number in numbers]
    reasons = json.dumps(change.reasons, ensure_ascii=False).replace("\\", "\\\\")
    return "\t".join([*fields, reasons]) + "\n"
