from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from matching.models import MatchRun, RunTrigger
from matching.nightly.execution import execute_run
from matching.nightly.runs import start_run


class Command(BaseCommand):
    help = (
        "Match all open needs with all seeds now. Joins a run that waits; refuses while another is at work."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--run", type=int, help="do this requested run instead of requesting one")
        parser.add_argument("--trigger", choices=RunTrigger.values, default=RunTrigger.COMMAND)

    def handle(self, *, run: int | None, trigger: str, **options: Any) -> None:
        at = timezone.now()
        run_id = run or start_run(trigger=RunTrigger(trigger), at=at).pk
        with tqdm(total=100, bar_format="{desc:<12}{percentage:3.0f}%|{bar}| {elapsed}<{remaining}") as bar:

            def watch(phase: str, progress: float) -> None:
                bar.set_description_str(phase)
                bar.update(round(100 * progress) - bar.n)

            done = execute_run(run_id, at=at, watch=watch)
        if done is None:
            raise CommandError(f"Run {run_id} is not to be had: it is done, or another process is at it.")
        self.stdout.write(summary(done))


def summary(run: MatchRun) -> str:
    seconds = run.duration.total_seconds() if run.duration else 0
    return (
        f"{run.needs} needs × {run.seeds} seeds: {run.matches} matches "
        f"({run.created} new, {run.updated} changed, {run.withdrawn} withdrawn) in {seconds:.1f} s"
    )
