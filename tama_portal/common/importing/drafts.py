from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextField
from django.utils.translation import gettext as _

from tama_portal.common.importing.cells import UNSAID, Cell, CellRefused
from tama_portal.common.importing.recipes import Recipe, Values
from tama_portal.common.tabular import Row, RowError

Identity = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What one row says a record shall be: values that the table can hold, and its companions."""

    row: int
    recipe: Recipe
    values: Values
    companions: Values

    @property
    def title(self) -> str:
        """What people call the record."""
        names = (self.values.get(field) for field in ("title", "name", "code"))
        return str(next(filter(None, names), ""))

    def identities(self) -> dict[tuple[str, str], Identity]:
        """By which fields, and as what, the record is known; those with an empty part are left out."""
        known = {
            names: tuple(str(self.values.get(name, "")) for name in names) for names in self.recipe.identities
        }
        return {names: identity for names, identity in known.items() if all(identity)}


def draft_of(row: Row, recipe: Recipe) -> Draft | RowError:
    """The row as a draft, or the first reason why it cannot be one."""
    try:
        values = _read(recipe.fields, row.values)
        companions = _read({part.name: part.cell for part in recipe.companions}, row.values)
        return Draft(row.number, recipe, _cleaned(recipe, values), companions)
    except CellRefused as refused:
        return RowError(refused.reason, refused.remedy, row=row.number, column=refused.column)


def _read(cells: Mapping[str, Cell], texts: Mapping[str, str]) -> Values:
    read = {name: cell.value(texts) for name, cell in cells.items() if cell.is_in(texts)}
    return {name: value for name, value in read.items() if value is not UNSAID}


def _cleaned(recipe: Recipe, values: Values) -> Values:
    """The values as the model's own rules leave them; relations were looked up before and are sound."""
    fields = {field.name: field for field in recipe.model._meta.fields}
    checked = {name for name in values if not fields[name].is_relation}
    record = recipe.record(values)
    try:
        record.clean_fields(exclude=fields.keys() - checked)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise CellRefused(
            messages[0], _("Correct the value in this column."), recipe.column_of(name)
        ) from error
    _require_length(recipe, record, checked)
    return {name: getattr(record, name) if name in checked else value for name, value in values.items()}


def _require_length(recipe: Recipe, record: Any, names: set[str]) -> None:
    """Django holds long texts to their length in forms only."""
    for name in sorted(names):
        field = recipe.model._meta.get_field(name)
        limit = field.max_length if isinstance(field, TextField) else None
        if limit and len(getattr(record, name)) > limit:
            raise CellRefused(
                _("The text has %(length)d characters; at most %(limit)d fit.")
                % {"length": len(getattr(record, name)), "limit": limit},
                _("Shorten the text."),
                recipe.column_of(name),
            )
