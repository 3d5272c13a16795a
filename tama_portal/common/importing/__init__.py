"""From rows of a file to records: a draft for each row, a plan of what differs, one transaction.

An app describes its tables as recipes (`Recipe`, `Cell`) and its files as mappings, and calls
`import_rows`. Nothing here knows any app. For the office: docs/imports.md.
"""

from tama_portal.common.importing.cells import Cell, CellRefused
from tama_portal.common.importing.drafts import Draft
from tama_portal.common.importing.mappings import Mapping, choose_mapping
from tama_portal.common.importing.recipes import Companion, Recipe, Tags
from tama_portal.common.importing.report import Options, Report
from tama_portal.common.importing.services import import_rows

__all__ = [
    "Cell",
    "CellRefused",
    "Companion",
    "Draft",
    "Mapping",
    "Options",
    "Recipe",
    "Report",
    "Tags",
    "choose_mapping",
    "import_rows",
]
