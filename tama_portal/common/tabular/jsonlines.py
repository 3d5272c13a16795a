import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from tama_portal.common.tabular.errors import RowError, TableError
from tama_portal.common.tabular.limits import Limits
from tama_portal.common.tabular.source import Source
from tama_portal.common.tabular.table import LIST_SEPARATOR, Row, header_of

HEADER_LINES = 200
"""Lines do not all name the same keys: the columns are those seen in this many first lines."""

MAX_LINE_CHARS = 4_000_000


def json_header(source: Source, encoding: str, limits: Limits) -> tuple[str, ...]:
    """Raises TableError if none of the first lines holds an object."""
    first = list(islice(json_rows(source, encoding), HEADER_LINES))
    names = {key: None for row in first if isinstance(row, Row) for key in row.values}
    if names:
        return header_of(list(names), row=1, limits=limits)
    refused = next((row for row in first if isinstance(row, RowError)), None)
    if refused is None:
        raise TableError(_("The file has no rows."), _("Write one JSON object on each line."))
    raise TableError(refused.reason, refused.remedy, row=refused.row, column=refused.column)


def json_rows(source: Source, encoding: str) -> Iterator[Row | RowError]:
    """One row for each line that is not blank, numbered by line."""
    with source.open_text(encoding) as text:
        number = 0
        while line := text.readline(MAX_LINE_CHARS):
            number += 1
            if len(line) == MAX_LINE_CHARS:
                raise TableError(_("The line is too long."), _one_object_per_line(), row=number)
            if line.strip():
                yield _row_of_line(line, number)


def _row_of_line(line: str, number: int) -> Row | RowError:
    try:
        parsed = json.loads(
            line, object_pairs_hook=_unique, parse_float=str, parse_int=str, parse_constant=_no_constant
        )
    except RowError as refused:
        return RowError(refused.reason, refused.remedy, row=number, column=refused.column)
    except RecursionError:
        return RowError(_("The line is nested too deeply."), _one_object_per_line(), row=number)
    except ValueError as error:
        return RowError(
            _("The line is not valid JSON: %(error)s.") % {"error": error}, _one_object_per_line(), row=number
        )
    if not isinstance(parsed, dict):
        return RowError(_("The line is not a JSON object."), _one_object_per_line(), row=number)
    return _flat_row(parsed, number)


def _flat_row(parsed: dict[str, Any], number: int) -> Row | RowError:
    values: dict[str, str] = {}
    for key, value in parsed.items():
        flat = _flat(value)
        if flat is None:
            return RowError(
                _("The value is an object or a list of lists."),
                _("Write a text, a number, or a list of texts."),
                row=number,
                column=key,
            )
        values[key] = flat
    return Row(number, values)


def _flat(value: Any) -> str | None:
    """The value as one cell of text; None if it has more structure than a list."""
    if isinstance(value, list):
        parts = [_scalar(part) for part in value]
        return None if None in parts else LIST_SEPARATOR.join(part for part in parts if part)
    return _scalar(value)


def _scalar(value: Any) -> str | None:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise RowError(_("The key occurs twice."), _("Keep one of the two values."), row=0, column=key)
        found[key] = value
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _one_object_per_line() -> str:
    return _("Write one JSON object on each line, with texts, numbers or lists as values.")
