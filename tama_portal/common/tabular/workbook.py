from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import IO, Any
from zipfile import ZipFile

from django.utils.translation import gettext as _

from tama_portal.common.tabular.errors import RowError, TableError
from tama_portal.common.tabular.limits import Limits
from tama_portal.common.tabular.package import damaged, unpacked
from tama_portal.common.tabular.source import Source
from tama_portal.common.tabular.table import Row, header_of, row_of

LAST_SHEET_ROW = 1_048_576

Cells = tuple[Any, ...]


class Workbook:
    """The first visible sheet of an Excel file.

    Formulas are not calculated, and the results stored beside them may be stale: both are refused.
    Cells to the right of `limits.max_columns` are not looked at.
    """

    def __init__(self, source: Source, limits: Limits) -> None:
        self.limits = limits
        with source.open() as raw:
            self.package = unpacked(raw, limits)
        _require_workbook(self.package)

    def header(self) -> tuple[str, ...]:
        for number, cells in self._filled_rows():
            texts = _texts(cells, number)
            if isinstance(texts, RowError):
                raise TableError(texts.reason, texts.remedy, row=number, column=texts.column)
            return header_of(texts, row=number, limits=self.limits)
        raise TableError(_("The first sheet is empty."), _("Put the table on the first sheet."))

    def rows(self, header: tuple[str, ...]) -> Iterator[Row | RowError]:
        filled = self._filled_rows()
        next(filled)
        for number, cells in filled:
            texts = _texts(cells, number)
            yield (
                texts
                if isinstance(texts, RowError)
                else row_of(header, _fitted(texts, len(header)), number=number)
            )

    def _filled_rows(self) -> Iterator[tuple[int, Cells]]:
        """Rows that hold anything, numbered as in the sheet.

        openpyxl fails on malformed sheets with whatever exception comes first: all mean the same here.
        """
        try:
            yield from _filled(self._sheet_rows())
        except TableError:
            raise
        except Exception as error:
            raise damaged() from error

    def _sheet_rows(self) -> Iterator[Cells]:
        from openpyxl import load_workbook  # noqa: PLC0415 -- it loads numpy, too heavy for the web's start

        self.package.seek(0)
        book = load_workbook(self.package, read_only=True, data_only=False, keep_links=False)
        try:
            sheet = next(sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
            # Some programs write a wrong extent, and rows beyond it would be lost.
            sheet.reset_dimensions()
            yield from sheet.iter_rows(max_col=self.limits.max_columns + 1)
        finally:
            book.close()


def _filled(rows: Iterable[Cells]) -> Iterator[tuple[int, Cells]]:
    """Gaps between rows come as one and the same blank tuple, however wide a file claims they are."""
    blank: Cells = ()
    for number, cells in enumerate(rows, start=1):
        if number > LAST_SHEET_ROW:
            raise damaged()
        if cells is blank:
            continue
        if any(cell.value is not None and str(cell.value).strip() for cell in cells):
            yield number, cells
        else:
            blank = cells


def _require_workbook(package: IO[bytes]) -> None:
    with ZipFile(package) as archive:
        names = archive.namelist()
    if not any(name.lower().startswith("xl/") for name in names):
        raise TableError(
            _("The file is not an Excel workbook."), _("Save it as an Excel workbook (.xlsx) or as CSV.")
        )


def _texts(cells: Cells, number: int) -> list[str] | RowError:
    """The cells as text; a formula or an Excel error is a reason to refuse the row."""
    for cell in cells:
        if cell.value is not None and cell.data_type in ("f", "e"):
            return _refused(cell, number)
    return [_text(cell.value) for cell in cells]


def _refused(cell: Any, number: int) -> RowError:
    if cell.data_type == "f":
        reason = _("The cell holds a formula, and formulas are not calculated here.")
        remedy = _("Copy the column and paste it as values.")
    else:
        reason = _("The cell holds an Excel error (%(value)s).") % {"value": cell.value}
        remedy = _("Write the value itself, or empty the cell.")
    return RowError(reason, remedy, row=number, column=cell.coordinate)


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return str(value).replace("_x000D_", "")


def _fitted(texts: list[str], width: int) -> list[str]:
    """The row as wide as the header, and wider only where something stands beyond it."""
    filled = max((index for index, text in enumerate(texts, start=1) if text.strip()), default=0)
    return texts[: max(filled, width)]
