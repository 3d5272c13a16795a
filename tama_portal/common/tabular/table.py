from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from tama_portal.common.tabular.errors import RowError, TableError
from tama_portal.common.tabular.limits import Limits

LIST_SEPARATOR = "; "
"""Joins the values of a list in one cell, and splits them again in the mappings."""

LINE_CONTROLS = {"\t", "\n", "\r", "\v", "\f"}


class Format(StrEnum):
    JSONL = "JSONL"
    CSV = "CSV"
    TSV = "TSV"
    XLSX = "XLSX"


@dataclass(frozen=True, slots=True)
class Row:
    """One row as text; a cell that is empty or absent is the empty string or absent."""

    number: int
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A readable file: its columns, and its rows as often as they are asked for.

    Iterating gives, in file order, each row or the reason it was refused. A fault that makes the
    rest of the file unreadable (a quotation mark never closed) raises TableError on the way.
    """

    name: str
    format: Format
    encoding: str
    header: tuple[str, ...]
    _read: Callable[[], Iterator[Row | RowError]]

    def __iter__(self) -> Iterator[Row | RowError]:
        return self._read()

    def require(self, *columns: str) -> None:
        """Raises TableError naming every one of `columns` that the file lacks."""
        missing = [column for column in columns if column not in self.header]
        if missing:
            raise TableError(
                _("The file lacks these columns: %(missing)s. It has: %(found)s.")
                % {"missing": ", ".join(missing), "found": ", ".join(self.header)},
                _("Add them to the header row, spelled as here."),
            )


def header_of(cells: Sequence[str], *, row: int, limits: Limits) -> tuple[str, ...]:
    """The column names, trailing empty cells dropped.

    Raises TableError if there is none, one between others is empty, or one occurs twice.
    """
    names = _without_trailing_blanks([cell.strip() for cell in cells])
    if not names:
        raise TableError(
            _("The header row is empty."), _("Write the column names in the first row."), row=row
        )
    if len(names) > limits.max_columns:
        raise TableError(
            _("The header has more than %(limit)d columns.") % {"limit": limits.max_columns},
            _("Delete the columns that are not needed."),
            row=row,
        )
    _refuse_bad_names(names, row)
    return tuple(names)


def _refuse_bad_names(names: Sequence[str], row: int) -> None:
    for position, name in enumerate(names, start=1):
        if not name or unreadable_character(name):
            raise TableError(
                _("Column %(position)d has no readable name.") % {"position": position},
                _("Name the column, or delete it."),
                row=row,
            )
    for name, times in Counter(names).items():
        if times > 1:
            raise TableError(
                _("The column occurs %(times)d times in the header.") % {"times": times},
                _("Keep one of them, or give each its own name."),
                row=row,
                column=name,
            )


def row_of(header: Sequence[str], cells: Sequence[str], *, number: int) -> Row | RowError:
    """Cells under their column names; too few or too many of them is a reason to refuse the row."""
    cells = _without_trailing_blanks(cells) if len(cells) > len(header) else cells
    if len(cells) == len(header):
        return Row(number, dict(zip(header, cells, strict=True)))
    return RowError(
        _("The row has %(found)d values, the header has %(expected)d.")
        % {"found": len(cells), "expected": len(header)},
        _("Check for a missing or extra separator, and put text that contains it in quotation marks."),
        row=number,
    )


def checked(rows: Iterable[Row | RowError], limits: Limits) -> Iterator[Row | RowError]:
    """The rows with stripped values; what no database or document can hold is refused.

    Raises TableError past `limits.max_rows`.
    """
    for count, row in enumerate(rows, start=1):
        if count > limits.max_rows:
            raise TableError(
                _("The file has more than %(limit)d rows.") % {"limit": limits.max_rows},
                _("Split it into smaller files."),
            )
        yield row if isinstance(row, RowError) else _checked_row(row, limits)


def _checked_row(row: Row, limits: Limits) -> Row | RowError:
    for column, value in row.values.items():
        refused = _refusal_of(value, limits)
        if refused:
            return RowError(*refused, row=row.number, column=column)
    return Row(row.number, {column: value.strip() for column, value in row.values.items()})


def _refusal_of(value: str, limits: Limits) -> tuple[str, str] | None:
    if len(value) > limits.max_field_chars:
        return (
            _("The text is longer than %(limit)d characters.") % {"limit": limits.max_field_chars},
            _("Shorten the text."),
        )
    unreadable = unreadable_character(value)
    if unreadable:
        return (
            _("The text contains a character that cannot be stored (%(code)s).")
            % {"code": f"U+{ord(unreadable):04X}"},
            _("Delete the character, or export the file again."),
        )
    return None


def unreadable_character(value: str) -> str:
    """The first NUL, other control character or lone surrogate in `value`, or nothing."""
    if value.isprintable():
        return ""
    return next((char for char in value if _is_unreadable(char)), "")


def _is_unreadable(char: str) -> bool:
    return (char < " " and char not in LINE_CONTROLS) or "\ud800" <= char <= "\udfff"


def _without_trailing_blanks(cells: Sequence[str]) -> list[str]:
    kept = list(cells)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept
