from matching.imports.kaken import KAKEN
from matching.imports.kipris import KIPRIS
from matching.imports.needs import NEEDS
from matching.imports.sbir import SBIR
from matching.imports.seeds import SEEDS
from tama_portal.common.importing import Options, Report, choose_mapping, import_rows
from tama_portal.common.tabular import Table

SEED_MAPPINGS = (KAKEN, KIPRIS, SEEDS)
NEED_MAPPINGS = (SBIR, NEEDS)


def import_seeds(*, table: Table, options: Options, mapping: str | None = None) -> Report:
    """Make patents, research themes, products and processes equal the rows, known again by source and id.

    Without the name of a mapping it is told from the columns. The seeds follow with the next
    matching run. Raises TableError if the file cannot be taken.
    """
    return import_rows(table=table, mapping=choose_mapping(table, SEED_MAPPINGS, mapping), options=options)


def import_needs(*, table: Table, options: Options, mapping: str | None = None) -> Report:
    """Make needs equal the rows, known again by source and id; new ones are published at once.

    Without the name of a mapping it is told from the columns. Raises TableError if the file cannot
    be taken.
    """
    return import_rows(table=table, mapping=choose_mapping(table, NEED_MAPPINGS, mapping), options=options)
