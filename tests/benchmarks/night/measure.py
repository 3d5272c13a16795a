"""Fills the database, runs the nights, and prints what they took."""

import argparse
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from matching.models import Grade, Match
from tests.benchmarks.night.pages import Visitor, Waits, comparison
from tests.benchmarks.night.run import Night, run_night
from tests.benchmarks.night.world import Size, change_world, fill_world
from tests.servers.web import running_web

CHANGED = 0.01


def measure(options: argparse.Namespace, environment: Mapping[str, str], folder: Path) -> None:
    started = time.monotonic()
    prepare(options)
    log = folder / "night.log"

    def night(name: str) -> Night:
        return run_night(environment, log, [part.replace("{}", name) for part in options.under])

    print(f"filled in {time.monotonic() - started:.0f} s\n\n{heading()}", flush=True)
    with visits(options.pages, environment, folder) as visitor:
        idle = visitor.reads_idly() if visitor else Waits()
        with visitor.reading() if visitor else nullcontext(Waits()) as busy:
            first = night("first")
    show("first", first)
    change_world(CHANGED, seed=options.seed, folder=options.texts)
    show("1 % changed", night("changed"))
    show("unchanged", night("unchanged"))
    print(f"\n{grades()}")
    if visitor:
        print(*comparison(idle, busy, visitor.paths), sep="\n")


def prepare(options: argparse.Namespace) -> None:
    call_command("migrate", verbosity=0)
    size = Size(options.needs, options.seeds)
    fill_world(size, seed=options.seed, folder=options.texts, at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@contextmanager
def visits(wanted: bool, environment: Mapping[str, str], folder: Path) -> Iterator[Visitor | None]:
    if wanted:
        with running_web(environment, folder / "web.log") as web:
            yield Visitor(web)
    else:
        yield None


def heading() -> str:
    columns = ("total", "CPU", "peak", "new", "changed", "gone")
    return f"{'night':<12} {' '.join(f'{column:>8}' for column in columns)}  seconds by phase"


def show(name: str, night: Night) -> None:
    run = night.run
    phases = ", ".join(f"{phase} {seconds:.1f}" for phase, seconds in night.phases.items())
    print(
        f"{name:<12} {night.seconds:6.1f} s {night.processor:6.1f} s {night.megabytes:5.0f} MB "
        f"{run.created:>8} {run.updated:>8} {run.withdrawn:>8}  {phases}",
        flush=True,
    )


def grades() -> str:
    """How many matches of each grade are stored, and for how many needs."""
    found = Counter(Match.objects.values_list("grade", flat=True).iterator())
    needs = Match.objects.values("need").distinct().count()
    counted = ", ".join(f"{found[grade]} {grade.name.lower()}" for grade in reversed(Grade))
    return f"{found.total()} matches of {needs} needs: {counted}"
