from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from matching.configuration import engine_config, vector_model
from matching.engine.backtest import Backtest
from matching.engine.config import Config
from matching.engine.config_file import read_config
from matching.engine.files import FileRefused
from matching.engine.glossary import Glossary
from matching.engine.labelled import LabelledSet, find_sets, read_set
from matching.engine.vector_models import ModelRefused
from matching.judged import judged_sets
from matching.measuring import Pair, difference_table, moved_most, quality_table
from matching.nightly.glossary import stored_glossary
from matching.phases import PhaseBars
from matching.weighing import learn_from, verdict, write_decision

Measurable = tuple[LabelledSet, Glossary]
"""A set, and the concepts in force where it comes from."""


class Command(BaseCommand):
    help = "Measure the matching on what people judged, or on labelled files (docs/evaluation.md)."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folders", type=Path, nargs="*", help="labelled sets, or folders of them")
        parser.add_argument("--database", action="store_true", help="the judgements, besides the folders")
        parser.add_argument("--config", type=Path, help="a configuration instead of this installation's")
        parser.add_argument("--against", type=Path, help="a configuration to compare it with")
        parser.add_argument("--learn", action="store_true", help="propose weights, if held-out needs agree")
        parser.add_argument("--out", type=Path, help="where to write what --learn proposes, as JSON")

    def handle(self, *, folders: list[Path], **options: Any) -> None:
        if options["learn"] and options["against"]:
            raise CommandError("--learn and --against cannot go together: learn first, then compare.")
        if options["out"] and not options["learn"]:
            raise CommandError("--out goes with --learn.")
        try:
            config = read_config(options["config"]) if options["config"] else engine_config()
            against = read_config(options["against"]) if options["against"] else None
            packaged = Glossary.from_csv()
            sets = [(read_set(path), packaged) for path in find_sets(folders)]
            if options["database"] or not folders:
                sets += self._judged(is_asked_alone=not folders)
            self._report(sets, config, against, options)
        except (FileRefused, ModelRefused) as refused:
            raise CommandError(str(refused)) from refused

    def _judged(self, *, is_asked_alone: bool) -> list[Measurable]:
        found = judged_sets(at=timezone.now())
        if not found and is_asked_alone:
            raise CommandError("Nobody has been interested in a match yet. Name a folder of labelled sets.")
        if not found:
            self.stderr.write("Nobody has been interested in a match yet: the database is left out.")
        glossary = stored_glossary()
        return [(labelled, glossary) for labelled in found]

    def _report(
        self, sets: Sequence[Measurable], config: Config, against: Config | None, options: dict[str, Any]
    ) -> None:
        with PhaseBars() as watch:
            tests = [_backtest(labelled, glossary, watch) for labelled, glossary in sets]
            if options["learn"]:
                lines = learned(tests, config, options["out"], watch)
            elif against is None:
                lines = list(quality_table({test.labelled.name: test.measure(config) for test in tests}))
            else:
                lines = compared(tests, config, against)
        self.stdout.write("\n".join(lines))


def _backtest(labelled: LabelledSet, glossary: Glossary, watch: PhaseBars) -> Backtest:
    phase = f"reading {labelled.name}"
    return Backtest(labelled, glossary, vector_model(), lambda done, total: watch(phase, done, total))


def compared(tests: Sequence[Backtest], config: Config, against: Config) -> list[str]:
    first = [test.measure(config) for test in tests]
    pairs = [
        Pair(test.labelled, measured, test.measure(against))
        for test, measured in zip(tests, first, strict=True)
    ]
    lines = list(quality_table({pair.labelled.name: pair.first for pair in pairs}))
    lines += ["", *difference_table(pairs)]
    for pair in pairs:
        moved = list(moved_most(pair))
        if moved:
            lines += ["", f"{pair.labelled.name}: the needs that moved most (second → first)", *moved]
    return lines


def learned(tests: Sequence[Backtest], config: Config, out: Path | None, watch: PhaseBars) -> list[str]:
    """Sets of judged pairs only are left out: what nobody was shown must not count for a new weight."""
    asked = [test for test in tests if not test.labelled.is_judged_only]
    decision = learn_from(asked, config, lambda done: watch("measuring configurations", done, 0))
    lines = [verdict(decision), *(f"  {name} {value:g}" for name, value in decision.moved.items())]
    if out is not None:
        written = write_decision(decision, [test.labelled.name for test in asked], out)
        lines.append(f"Written: {', '.join(map(str, written))}")
    return lines
