import csv
import re
from collections.abc import Iterator
from io import TextIOWrapper

from django.utils.translation import gettext as _

from tama_portal.common.tabular.errors import RowError, TableError
from tama_portal.common.tabular.limits import Limits
from tama_portal.common.tabular.source import Source
from tama_portal.common.tabular.table import Row, header_of, row_of

DELIMITERS = ",;\t"
MAX_RECORD_CHARS = 4_000_000
GUARDED = re.compile(r"\A'(?=[=+\-@\t\r])")
"""The apostrophe that `writing` puts before what a spreadsheet would run as a formula."""


class _Lines:
    """Feeds the csv reader line by line, and stops a record that never ends."""

    def __init__(self, text: TextIOWrapper) -> None:
        self.text = text
        self.lines = 0
        self.chars = 0

    def begin_record(self) -> None:
        self.lines = self.chars = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.text.readline(MAX_RECORD_CHARS)
        self.lines += 1
        self.chars += len(line)
        if not line:
            raise StopIteration
        if self.chars >= MAX_RECORD_CHARS:
            raise csv.Error("record too long")
        return line


def delimiter_of(source: Source, encoding: str) -> str:
    """The separator that occurs most often in the header line, outside quotation marks; else a comma."""
    with source.open_text(encoding) as text:
        bare = re.sub(r'"[^"]*"', "", text.readline(MAX_RECORD_CHARS))
    return max(DELIMITERS, key=bare.count)


def csv_header(source: Source, encoding: str, delimiter: str, limits: Limits) -> tuple[str, ...]:
    """Raises TableError if there is no usable header row."""
    for number, record in _records(source, encoding, delimiter):
        if isinstance(record, RowError):
            raise TableError(record.reason, record.remedy, row=number)
        if record:
            return header_of(record, row=number, limits=limits)
    raise TableError(_("The file has no rows."), _("Write the column names in the first row."))


def csv_rows(
    source: Source, encoding: str, delimiter: str, header: tuple[str, ...]
) -> Iterator[Row | RowError]:
    """Rows below the header, numbered as a spreadsheet shows them; blank ones are counted and left out."""
    records = ((number, record) for number, record in _records(source, encoding, delimiter) if record)
    next(records)
    for number, record in records:
        if isinstance(record, RowError):
            yield record
        elif any(cell.strip() for cell in record):
            yield row_of(header, [GUARDED.sub("", cell) for cell in record], number=number)


def _records(source: Source, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str] | RowError]]:
    """Raises TableError where quotation marks leave the end of a record unknown."""
    with source.open_text(encoding) as text:
        lines = _Lines(text)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        number = 0
        while True:
            number += 1
            lines.begin_record()
            try:
                yield number, next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield number, _refused(error, lines, number)


def _refused(error: csv.Error, lines: _Lines, number: int) -> RowError:
    """A fault inside one line spoils that row; one that spans lines leaves the rest of the file in doubt."""
    if lines.lines == 1 and "field limit" in str(error):
        return RowError(_("A text in this row is too long to read."), _("Shorten the text."), row=number)
    if lines.lines == 1 and "expected after" in str(error):
        return RowError(
            _("A quotation mark stands inside a quoted text."),
            _('Write it twice (""), or take the quotation marks away.'),
            row=number,
        )
    raise TableError(
        _("The quotation mark opened in this row is never closed."),
        _("Close it, or take it away."),
        row=number,
    ) from error
