"""Decides what an import changes; nothing is touched here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tama_portal.common.importing.drafts import Draft


@dataclass(frozen=True, slots=True)
class Update:
    draft: Draft
    record: Any
    fields: frozenset[str]
    companions: frozenset[str]

    def columns(self) -> tuple[str, ...]:
        return tuple(sorted(map(self.draft.recipe.column_of, self.fields | self.companions)))


@dataclass(frozen=True, slots=True)
class Plan:
    create: tuple[Draft, ...]
    update: tuple[Update, ...]
    unchanged: int


def plan_records(drafts: Iterable[Draft], stored: Mapping[int, Any]) -> Plan:
    """Name what must change so that the stored records (by row) equal the drafts."""
    create = []
    update = []
    unchanged = 0
    for draft in drafts:
        record = stored.get(draft.row)
        if record is None:
            create.append(draft)
        elif (change := _update(draft, record)).fields or change.companions:
            update.append(change)
        else:
            unchanged += 1
    return Plan(tuple(create), tuple(update), unchanged)


def _update(draft: Draft, record: Any) -> Update:
    return Update(
        draft,
        record,
        frozenset(name for name, value in draft.values.items() if _stored(record, name) != value),
        frozenset(
            part.name
            for part in draft.recipe.companions
            if part.name in draft.companions and part.current(record) != draft.companions[part.name]
        ),
    )


def _stored(record: Any, name: str) -> Any:
    """A relation is compared by its key, so that none is fetched."""
    return getattr(record, record._meta.get_field(name).attname)
