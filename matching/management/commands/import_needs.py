from matching.imports import NEED_MAPPINGS, import_needs
from tama_portal.common.importing.command import ImportCommand
from tama_portal.common.importing.report import Options, Report
from tama_portal.common.tabular import Table


class Command(ImportCommand):
    help = "Take needs from a file; new ones are published at once."
    mapping_names = tuple(mapping.name for mapping in NEED_MAPPINGS)

    def import_table(self, table: Table, mapping: str | None, options: Options) -> Report:
        return import_needs(table=table, options=options, mapping=mapping)
