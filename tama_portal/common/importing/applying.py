"""Carries a plan out, in few statements."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tama_portal.common.importing.drafts import Draft
from tama_portal.common.importing.plan import Plan, Update
from tama_portal.common.importing.recipes import Recipe

BATCH_ROWS = 200


def apply_plan(plan: Plan, recipe: Recipe, at: datetime) -> None:
    """Raises IntegrityError if somebody wrote one of the records in the meantime."""
    created = _create(plan, recipe)
    updated = _update(plan.update, recipe, at)
    for part in recipe.companions:
        part.write(
            [
                (record, draft.companions[part.name])
                for record, draft in created
                if part.name in draft.companions
            ]
            + [
                (record, change.draft.companions[part.name])
                for record, change in updated
                if part.name in change.companions
            ],
            at,
        )


def _create(plan: Plan, recipe: Recipe) -> list[tuple[Any, Draft]]:
    records = [recipe.record({**recipe.defaults(draft.values), **draft.values}) for draft in plan.create]
    for record in records:
        recipe.derive(record)
    recipe.model._default_manager.bulk_create(records, batch_size=BATCH_ROWS)
    return list(zip(records, plan.create, strict=True))


def _update(changes: Sequence[Update], recipe: Recipe, at: datetime) -> list[tuple[Any, Update]]:
    """Sets only the fields that differ."""
    for change in changes:
        _set(change, recipe, at)
    names = {name for change in changes for name in change.fields}
    if names:
        recipe.model._default_manager.bulk_update(
            [change.record for change in changes if change.fields],
            sorted({*names, *recipe.derived, "updated_at"}),
            batch_size=BATCH_ROWS,
        )
    return [(change.record, change) for change in changes]


def _set(change: Update, recipe: Recipe, at: datetime) -> None:
    differing = {name: change.draft.values[name] for name in change.fields}
    for name, value in recipe.by_column(differing).items():
        setattr(change.record, name, value)
    recipe.derive(change.record)
    change.record.updated_at = at
