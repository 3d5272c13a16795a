"""Exports that open well in Excel and run nothing there."""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import TextIOWrapper
from typing import IO, Any

from django.utils.timezone import localtime

from tama_portal.common.tabular.table import LIST_SEPARATOR

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
XML_FORBIDS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
SHEET_TITLE_FORBIDS = re.compile(r"[\\*?:/\[\]]")
SHEET_TITLE_CHARS = 31
EXCEL_CELL_CHARS = 32_767

Cell = str | int | float | Decimal | bool | date | datetime | Sequence[str] | None


def write_csv(file: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """CSV in UTF-8 with its mark, so that Excel reads the characters right.

    Text that a spreadsheet would take for a formula gets an apostrophe in front; `read_table` takes
    it away again. Numbers are written as they are.
    """
    text = TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    try:
        writer = csv.writer(text)
        writer.writerow([guarded(name) for name in header])
        writer.writerows([_csv_cell(cell) for cell in row] for row in rows)
        text.flush()
    finally:
        text.detach()


def write_xlsx(file: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str) -> None:
    """A workbook of one sheet in which every text is stored as text, never as a formula."""
    from openpyxl import Workbook  # noqa: PLC0415 -- it loads numpy, too heavy for the web's start

    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET_TITLE_FORBIDS.sub(" ", title)[:SHEET_TITLE_CHARS])
    sheet.freeze_panes = "A2"
    for row in ([*header], *rows):
        sheet.append([_xlsx_cell(sheet, cell) for cell in row])
    book.save(file)


def guarded(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _csv_cell(cell: Cell) -> str:
    match cell:
        case int() | float() | Decimal() if not isinstance(cell, bool):
            return str(cell)
        case datetime():
            return cell.isoformat(timespec="seconds")
        case _:
            return guarded(_text(cell))


def _xlsx_cell(sheet: Any, cell: Cell) -> Any:
    match cell:
        case None:
            return None
        case datetime():
            # Excel has no time zones: what people see is the office's clock.
            return localtime(cell).replace(tzinfo=None) if cell.tzinfo else cell
        case int() | float() | Decimal() | date():
            return cell
        case _:
            return _text_cell(sheet, _text(cell))


def _text_cell(sheet: Any, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 -- as above

    written = WriteOnlyCell(sheet, XML_FORBIDS.sub("", text)[:EXCEL_CELL_CHARS])
    written.data_type = "s"
    written.quotePrefix = text.startswith(FORMULA_STARTS)
    return written


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return cell
        case bool():
            return "true" if cell else "false"
        case date():
            return cell.isoformat()
        case Sequence():
            return LIST_SEPARATOR.join(cell)
        case _:
            return str(cell)
