from functools import partial
from pathlib import Path, PurePath
from typing import IO

from django.utils.translation import gettext as _

from tama_portal.common.tabular.delimited import csv_header, csv_rows, delimiter_of
from tama_portal.common.tabular.encoding import encoding_of
from tama_portal.common.tabular.errors import TableError
from tama_portal.common.tabular.jsonlines import json_header, json_rows
from tama_portal.common.tabular.limits import Limits
from tama_portal.common.tabular.package import OLE_MAGIC, ZIP_MAGIC, refuse_old_excel
from tama_portal.common.tabular.source import Source, source_of
from tama_portal.common.tabular.table import Format, Table, checked
from tama_portal.common.tabular.workbook import Workbook

DEFAULT_LIMITS = Limits()
JSON_SUFFIXES = {".jsonl", ".ndjson", ".json"}
TEXT_SUFFIXES = JSON_SUFFIXES | {".csv", ".tsv", ".txt", ""}


def read_table(
    path_or_file: str | Path | IO[bytes],
    *,
    name: str = "",
    encoding: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Table:
    """Open a file of rows: JSON Lines, CSV or TSV, or the first sheet of an Excel workbook.

    The format is told by the content first and the ending of `name` second; the encoding by
    `encoding_of` unless one is chosen. An open file must be seekable and stay open with the table.

    Raises TableError if the file as a whole cannot be read; single bad rows come with the rows.
    """
    source = source_of(path_or_file, name=name, limits=limits)
    with source.open() as raw:
        head = raw.read(8)
        raw.seek(0)
        if head == OLE_MAGIC:
            refuse_old_excel(raw)
    if head.startswith(ZIP_MAGIC):
        return _workbook(source, limits)
    return _text_table(source, encoding, limits)


def _workbook(source: Source, limits: Limits) -> Table:
    book = Workbook(source, limits)
    header = book.header()
    return Table(source.name, Format.XLSX, "", header, lambda: checked(book.rows(header), limits))


def _text_table(source: Source, chosen: str | None, limits: Limits) -> Table:
    suffix = PurePath(source.name).suffix.lower()
    if suffix not in TEXT_SUFFIXES:
        raise TableError(
            _("Files ending in %(suffix)s are not read.") % {"suffix": suffix},
            _("Save the table as CSV (UTF-8) or as an Excel workbook (.xlsx)."),
        )
    with source.open() as raw:
        encoding = encoding_of(raw, chosen)
    if suffix in JSON_SUFFIXES or _begins_with(source, encoding, "{"):
        return _json_lines(source, encoding, limits)
    return _delimited(source, encoding, limits)


def _json_lines(source: Source, encoding: str, limits: Limits) -> Table:
    if _begins_with(source, encoding, "["):
        raise TableError(
            _("The file is one JSON array."), _("Save it as JSON Lines: one object on each line."), row=1
        )
    header = json_header(source, encoding, limits)
    rows = partial(json_rows, source, encoding)
    return Table(source.name, Format.JSONL, encoding, header, lambda: checked(rows(), limits))


def _delimited(source: Source, encoding: str, limits: Limits) -> Table:
    delimiter = delimiter_of(source, encoding)
    header = csv_header(source, encoding, delimiter, limits)
    rows = partial(csv_rows, source, encoding, delimiter, header)
    form = Format.TSV if delimiter == "\t" else Format.CSV
    return Table(source.name, form, encoding, header, lambda: checked(rows(), limits))


def _begins_with(source: Source, encoding: str, mark: str) -> bool:
    with source.open_text(encoding) as text:
        return text.read(64).lstrip("\ufeff \t\r\n").startswith(mark)
