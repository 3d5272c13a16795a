from matching.imports.glossary import import_glossary
from tama_portal.common.importing.command import ImportCommand
from tama_portal.common.importing.report import Options, Report
from tama_portal.common.tabular import Table


class Command(ImportCommand):
    help = "Take glossary terms from a file, known again by their code."

    def import_table(self, table: Table, mapping: str | None, options: Options) -> Report:
        return import_glossary(table=table, options=options)
