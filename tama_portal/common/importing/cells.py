"""How one field's value is read from the text of a row."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Choices
from django.utils.translation import gettext as _
from django.utils.translation import override

from tama_portal.common.text import fold

SEPARATORS = re.compile(r"[;；\n]")
DATE = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:T00:00(?::00)?)?")
YES = {"true", "yes", "1", "はい", "有", "예", "○"}
NO = {"false", "no", "0", "いいえ", "無", "아니요", "×", ""}


UNSAID = object()
"""What a cell reads where the row, although it has the column, says nothing."""


class CellRefused(Exception):
    """The text cannot be understood. `column` is set where another than the field's first is meant."""

    def __init__(self, reason: str, remedy: str, column: str = "") -> None:
        super().__init__(reason, remedy, column)
        self.reason = reason
        self.remedy = remedy
        self.column = column


@dataclass(frozen=True, slots=True)
class Cell:
    """A field's value: `read` of the texts in `columns`.

    A row that has none of the columns says nothing about the field, and leaves it as it is; a
    `required` cell is read all the same, from empty texts.
    """

    columns: tuple[str, ...]
    read: Callable[..., Any]
    required: bool = False

    def is_in(self, values: Mapping[str, str]) -> bool:
        return self.required or not self.columns or any(column in values for column in self.columns)

    def value(self, values: Mapping[str, str]) -> Any:
        """Raises CellRefused, which names the column."""
        try:
            return self.read(*(values.get(column, "") for column in self.columns))
        except CellRefused as refused:
            raise CellRefused(refused.reason, refused.remedy, refused.column or self.columns[0]) from refused


def constant(value: Any) -> Cell:
    return Cell((), lambda: value)


def text(*columns: str, required: bool = False, default: str = "") -> Cell:
    """The first of the columns that has text."""
    return Cell(columns, lambda *texts: next(filter(None, texts), default), required=required)


def several(column: str) -> Cell:
    """A list, kept as text with semicolons between its values."""
    return Cell((column,), lambda value: "; ".join(items(value)))


def day(column: str) -> Cell:
    return Cell((column,), as_day)


def whole_number(column: str, *, most: int) -> Cell:
    return Cell((column,), lambda value: as_number(value, most=most))


def yes_or_no(column: str) -> Cell:
    return Cell((column,), as_yes_or_no)


def web_address(*columns: str) -> Cell:
    def read(*texts: str) -> str:
        address = next(filter(None, texts), "")
        return f"https://{address}" if address and "://" not in address else address

    return Cell(columns, read)


def choice(column: str, choices: type[Choices], *, default: str) -> Cell:
    """A choice by its code, or by its name in any language of the portal."""
    return Cell((column,), lambda value: as_choice(value, choices) if value else default)


def items(value: str) -> list[str]:
    return [item.strip() for item in SEPARATORS.split(value) if item.strip()]


def as_day(value: str) -> date | None:
    if not value:
        return None
    found = DATE.fullmatch(unicodedata.normalize("NFKC", value))
    try:
        return date(*map(int, found.groups())) if found else _no_day(value)
    except ValueError:
        return _no_day(value)


def _no_day(value: str) -> date:
    raise CellRefused(_("“%(value)s” is not a date.") % {"value": value}, _("Write it as 2026-11-24."))


def as_number(value: str, *, most: int) -> int | None:
    """`most` is what makes sense; the stores differ in how much they could hold."""
    if not value:
        return None
    digits = unicodedata.normalize("NFKC", value).replace(",", "").replace(" ", "")
    if re.fullmatch(r"[0-9]{1,18}", digits):
        return _at_most(int(digits), most)
    raise CellRefused(
        _("“%(value)s” is not a whole number.") % {"value": value}, _("Write digits only, for example 12000.")
    )


def _at_most(number: int, most: int) -> int:
    if number > most:
        raise CellRefused(
            _("The number is larger than %(most)d.") % {"most": most}, _("Check the number and its unit.")
        )
    return number


def as_yes_or_no(value: str) -> bool:
    word = value.casefold()
    if word not in YES | NO:
        raise CellRefused(
            _("“%(value)s” is neither yes nor no.") % {"value": value}, _("Write “yes” or “no”.")
        )
    return word in YES


def as_choice(value: str, choices: type[Choices]) -> str:
    words = choice_words(choices)
    if fold(value) not in words:
        raise CellRefused(
            _("“%(value)s” is not one of the choices.") % {"value": value},
            _("Write one of: %(choices)s.") % {"choices": one_of(choices.values)},
        )
    return words[fold(value)]


@cache
def choice_words(choices: type[Choices]) -> Mapping[str, str]:
    words = {fold(str(code)): str(code) for code in choices.values}
    for language, _name in settings.LANGUAGES:
        with override(language):
            words |= {fold(str(label)): str(code) for code, label in choices.choices}
    return words


def one_of(words: Iterable[object]) -> str:
    return ", ".join(map(str, words))
