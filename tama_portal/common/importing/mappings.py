from collections.abc import Callable, Sequence
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from tama_portal.common.importing.cells import one_of
from tama_portal.common.importing.recipes import Recipe
from tama_portal.common.tabular import Table, TableError

RecipeOf = Callable[[Dictionary[str, str]], Recipe]
"""The recipe for a row's texts; raises CellRefused if the row does not say what it is."""


@dataclass(frozen=True)
class Mapping:
    """A kind of file: how it is recognised, what it must have, and what its rows become.

    `recognised_by` holds groups of columns; a file that has all of one group is of this kind.
    `build` loads what the recipes look things up in, inside the import's transaction.
    """

    name: str
    recognised_by: Sequence[frozenset[str]]
    required: tuple[str, ...]
    build: Callable[[datetime], RecipeOf] = field(repr=False)

    def recognises(self, table: Table) -> bool:
        return any(columns <= set(table.header) for columns in self.recognised_by)


def choose_mapping(table: Table, mappings: Sequence[Mapping], name: str | None = None) -> Mapping:
    """The mapping of that name, else the first that recognises the table, else the last.

    Raises TableError if there is none of that name, or the table lacks a column that it requires.
    """
    chosen = _named(mappings, name) if name else _recognising(table, mappings)
    table.require(*chosen.required)
    return chosen


def _recognising(table: Table, mappings: Sequence[Mapping]) -> Mapping:
    return next((mapping for mapping in mappings if mapping.recognises(table)), mappings[-1])


def _named(mappings: Sequence[Mapping], name: str) -> Mapping:
    for mapping in mappings:
        if mapping.name == name:
            return mapping
    raise TableError(
        _("There is no mapping named %(name)s.") % {"name": name},
        _("Choose one of: %(names)s.") % {"names": one_of(mapping.name for mapping in mappings)},
    )
