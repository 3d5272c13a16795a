"""How a row becomes a record of one table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db.models import Model, QuerySet

from tama_portal.common.importing.cells import Cell

Values = Mapping[str, Any]
Pairs = Sequence[tuple[Any, Any]]
"""Records with the value that each shall have."""

SOURCE_IDENTITY = ("source", "source_id")


class Companion(Protocol):
    """Something that belongs to a record and stands in another table."""

    @property
    def name(self) -> str: ...

    @property
    def cell(self) -> Cell:
        """Reads what the row says of it."""

    def current(self, record: Any) -> Any:
        """What is stored, to be compared with what the cell reads."""

    def write(self, pairs: Pairs, at: datetime) -> None: ...


@dataclass(frozen=True)
class Tags:
    """A many-to-many relation; its cell reads the set of primary keys."""

    name: str
    cell: Cell

    def current(self, record: Any) -> frozenset[Any]:
        return frozenset(tag.pk for tag in getattr(record, self.name).all())

    def write(self, pairs: Pairs, at: datetime) -> None:
        if not pairs:
            return
        relation = pairs[0][0]._meta.get_field(self.name)
        through = relation.remote_field.through
        owner, tag = relation.m2m_column_name(), relation.m2m_reverse_name()
        through.objects.filter(**{f"{owner}__in": [record.pk for record, _tags in pairs]}).delete()
        through.objects.bulk_create(
            through(**{owner: record.pk, tag: key}) for record, keys in pairs for key in sorted(keys)
        )


def _nothing(values: Values) -> Values:
    return {}


def _as_it_is(record: Any) -> None:
    return None


@dataclass(frozen=True)
class Recipe:
    """The table, and for each of its fields where the value is read.

    `identities` are the groups of fields by which a record is known again, the surest first.
    `defaults` are for new records only. `derive` sets the `derived` fields from the others.
    """

    model: type[Model]
    fields: Mapping[str, Cell]
    companions: Sequence[Companion] = ()
    identities: Sequence[tuple[str, str]] = (SOURCE_IDENTITY,)
    defaults: Callable[[Values], Values] = _nothing
    derived: Sequence[str] = ()
    derive: Callable[[Any], None] = _as_it_is
    prefetch: Sequence[Any] = field(default=())

    def stored(self) -> QuerySet[Any]:
        return self.model._default_manager.prefetch_related(*self.prefetch)

    def record(self, values: Values) -> Any:
        return self.model(**self.by_column(values))

    def by_column(self, values: Values) -> Values:
        """Values of relations are keys: they go in by the name of their column in the table."""
        fields = {field.name: field for field in self.model._meta.fields}
        return {fields[name].attname: value for name, value in values.items()}

    def column_of(self, name: str) -> str:
        """The column people know the field by."""
        cells = {**self.fields, **{part.name: part.cell for part in self.companions}}
        columns = cells[name].columns if name in cells else ()
        return columns[0] if columns else name
