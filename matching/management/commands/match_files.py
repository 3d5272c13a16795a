from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from matching.configuration import engine_config, vector_model
from matching.engine.files import FileRefused
from matching.engine.grades import Grade
from matching.engine.vector_models import ModelRefused
from matching.files import Job, Outcome, match_files
from matching.phases import PhaseBars


class Command(BaseCommand):
    help = (
        "Rank the seeds of one file for the needs of another. Needs no database; see docs/matching-files.md."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--needs", type=Path, nargs="+", required=True, help="JSON Lines, plain or gzip")
        parser.add_argument("--seeds", type=Path, nargs="+", required=True, help="the same")
        parser.add_argument("--top", type=int, default=20, help="seeds for each need (20)")
        parser.add_argument("--out", type=Path, required=True, help="need, seed, rank, score, with tabs")
        parser.add_argument("--explain", action="store_true", help="also write OUT.explained.jsonl and .txt")

    def handle(self, *, needs: list[Path], seeds: list[Path], top: int, out: Path, **options: Any) -> None:
        if top < 1:
            raise CommandError(f"--top is {top}; it must be 1 or more.")
        job = Job(needs, seeds, out, top, options["explain"])
        try:
            with PhaseBars() as watch:
                outcome = match_files(job, config=engine_config(), watch=watch, model=vector_model())
        except (FileRefused, ModelRefused) as refused:
            raise CommandError(str(refused)) from refused
        for warning in warnings(outcome):
            self.stderr.write(warning)
        self.stdout.write(summary(job, outcome))


def warnings(outcome: Outcome) -> list[str]:
    found = [
        f'{lines} of the {side} state the kind "{kind}", which we do not know; they meet every kind.'
        for (side, kind), lines in sorted(outcome.strange_kinds.items())
    ]
    empty = [side for side, count in (("needs", outcome.needs), ("seeds", outcome.seeds)) if not count]
    return [*found, *(f"There are no {side}." for side in empty)]


def summary(job: Job, outcome: Outcome) -> str:
    graded = ", ".join(
        f"{outcome.best_grades[grade]} {grade.name.lower()}" for grade in sorted(Grade, reverse=True)
    )
    written = ", ".join(str(path) for path in job.results)
    return (
        f"{outcome.needs} needs × {outcome.seeds} seeds: {outcome.pairs} pairs in {written}\n"
        f"Best grade of each need: {graded}."
    )
