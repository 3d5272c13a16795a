"""People's files as rows of text: read with care, refused in words their owner can act on.

`read_table` opens JSON Lines, CSV or TSV and Excel workbooks; `writing` makes the exports.
"""

from tama_portal.common.tabular.errors import Refusal, RowError, TableError
from tama_portal.common.tabular.limits import Limits
from tama_portal.common.tabular.reading import read_table
from tama_portal.common.tabular.table import Format, Row, Table

__all__ = ["Format", "Limits", "Refusal", "Row", "RowError", "Table", "TableError", "read_table"]
