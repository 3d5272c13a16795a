"""Files as people send them, made where a test wants them."""

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from tama_portal.common.tabular import Limits, Row, RowError, Table, TableError, read_table

Rewrite = Callable[[str, bytes], bytes]


def written(folder: Path, name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def workbook(folder: Path, rows: Sequence[Sequence[Any]], name: str = "table.xlsx") -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    book.save(folder / name)
    return folder / name


def repacked(path: Path, rewrite: Rewrite) -> Path:
    """The archive with each part passed through `rewrite`."""
    with ZipFile(BytesIO(path.read_bytes())) as old, ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, rewrite(name, old.read(name)))
    return path


def values(table: Table) -> list[dict[str, str]]:
    return [row.values for row in table if isinstance(row, Row)]


def refusals(table: Table) -> list[RowError]:
    return [row for row in table if isinstance(row, RowError)]


def refused(path: Path, *, encoding: str | None = None, limits: Limits | None = None) -> TableError:
    """What is said of a file that cannot be read to its end."""
    with pytest.raises(TableError) as caught:
        list(read_table(path, name=path.name, encoding=encoding, limits=limits or Limits()))
    return caught.value
