"""What the import commands have in common: their options, the progress bar and the printed report."""

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from tama_portal.common.importing.report import Options, Report
from tama_portal.common.tabular import Row, RowError, Table, TableError, read_table


class ImportCommand(BaseCommand):
    """Subclasses import a table.

    Every refused row is printed. Unless told to keep going, one is enough for exit code 1.
    """

    mapping_names: tuple[str, ...] = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="JSON Lines, CSV, TSV or XLSX; the columns are in docs/imports.md")
        parser.add_argument(
            "--dry-run", action="store_true", help="report what would change, and change nothing"
        )
        parser.add_argument(
            "--keep-going", action="store_true", help="take the good rows although others are refused"
        )
        parser.add_argument("--encoding", help="the file's encoding, if it is not told right")
        if self.mapping_names:
            parser.add_argument(
                "--mapping", choices=self.mapping_names, help="the kind of file, if it is not told right"
            )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            table = read_table(Path(options["file"]), encoding=options["encoding"])
            report = self.import_table(table, options.get("mapping"), self._options(options))
        except TableError as error:
            raise CommandError(str(error)) from error
        self._print(table, report)

    def import_table(self, table: Table, mapping: str | None, options: Options) -> Report:
        raise NotImplementedError

    def _options(self, options: dict[str, Any]) -> Options:
        return Options(
            at=timezone.now(),
            dry_run=options["dry_run"],
            keep_going=options["keep_going"],
            progress=self._with_progress,
        )

    def _with_progress(self, table: Table) -> Iterable[Row | RowError]:
        """A bar on a terminal, nothing elsewhere."""
        bar: Iterable[Row | RowError] = tqdm(table, desc=table.name, unit=" rows", disable=None)
        return bar

    def _print(self, table: Table, report: Report) -> None:
        encoding = f", {table.encoding}" if table.encoding else ""
        self.stdout.write(f"{table.name} ({table.format}{encoding}; {report.mapping})")
        for refused in report.refused:
            self.stderr.write(str(refused))
        if report.refused and not (report.is_written or report.dry_run):
            raise CommandError(report.summary)
        self.stdout.write(report.summary)
