from matching.imports import SEED_MAPPINGS, import_seeds
from tama_portal.common.importing.command import ImportCommand
from tama_portal.common.importing.report import Options, Report
from tama_portal.common.tabular import Table


class Command(ImportCommand):
    help = "Take patents, research themes, products and processes from a file."
    mapping_names = tuple(mapping.name for mapping in SEED_MAPPINGS)

    def import_table(self, table: Table, mapping: str | None, options: Options) -> Report:
        return import_seeds(table=table, options=options, mapping=mapping)
