from members.imports import import_members
from tama_portal.common.importing.command import ImportCommand
from tama_portal.common.importing.report import Options, Report
from tama_portal.common.tabular import Table


class Command(ImportCommand):
    help = "Register members from a file, or bring registered ones up to date."

    def import_table(self, table: Table, mapping: str | None, options: Options) -> Report:
        return import_members(table=table, options=options)
