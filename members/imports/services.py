from members.imports.organisations import MEMBERS
from tama_portal.common.importing import Options, Report, choose_mapping, import_rows
from tama_portal.common.tabular import Table


def import_members(*, table: Table, options: Options) -> Report:
    """Make organisations and their memberships equal the rows, known again by id or corporate number.

    People are invited and never imported. Raises TableError if the file cannot be taken.
    """
    return import_rows(table=table, mapping=choose_mapping(table, [MEMBERS]), options=options)
