from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tama_portal.common.importing.applying import apply_plan
from tama_portal.common.importing.cells import CellRefused
from tama_portal.common.importing.drafts import Draft, draft_of
from tama_portal.common.importing.identity import Seen, conflict, known_records, repeated
from tama_portal.common.importing.mappings import Mapping, RecipeOf
from tama_portal.common.importing.plan import Plan, plan_records
from tama_portal.common.importing.recipes import Recipe
from tama_portal.common.importing.report import Options, Report
from tama_portal.common.tabular import Row, RowError, Table, TableError

CHUNK_ROWS = 500


@transaction.atomic
def import_rows(*, table: Table, mapping: Mapping, options: Options) -> Report:
    """Make the stored records equal the rows of the table, known again by their identities.

    Every row is looked at. If one is refused and `options.keep_going` is not set, nothing changes.
    Raises TableError, with nothing changed, if the file turns out unreadable on the way, or another
    import writes the same records.
    """
    run = _Run(mapping, options)
    try:
        for rows in _chunks(options.progress(table)):
            run.take(rows)
    except IntegrityError as error:
        raise TableError(
            _("Another import wrote some of these records at the same time."), _("Start the import again.")
        ) from error
    if not run.writes:
        transaction.set_rollback(True)
    run.report.refused.sort(key=lambda refused: refused.row)
    run.report.is_written = run.writes
    return run.report


class _Run:
    """One import under way: what it has seen and refused so far."""

    def __init__(self, mapping: Mapping, options: Options) -> None:
        self.options = options
        self.recipe_of: RecipeOf = mapping.build(options.at)
        self.report = Report(mapping.name, dry_run=options.dry_run)
        self.seen: Seen = {}

    @property
    def writes(self) -> bool:
        return not self.options.dry_run and (self.options.keep_going or not self.report.refused)

    def take(self, rows: Iterable[Row | RowError]) -> None:
        """Plan these rows, table by table; carry the plans out unless nothing is to be written."""
        drafts = [draft for row in rows if (draft := self._accepted(row))]
        plans = [(recipe, self._plan(group)) for recipe, group in _by_recipe(drafts)]
        if self.writes:
            for recipe, plan in plans:
                apply_plan(plan, recipe, self.options.at)

    def _accepted(self, row: Row | RowError) -> Draft | None:
        drafted = row if isinstance(row, RowError) else self._draft(row)
        refused = drafted if isinstance(drafted, RowError) else repeated(drafted, self.seen)
        if refused:
            self.report.refused.append(refused)
            return None
        return drafted if isinstance(drafted, Draft) else None

    def _draft(self, row: Row) -> Draft | RowError:
        try:
            return draft_of(row, self.recipe_of(row.values))
        except CellRefused as refused:
            return RowError(refused.reason, refused.remedy, row=row.number, column=refused.column)

    def _plan(self, drafts: list[Draft]) -> Plan:
        known = known_records(drafts)
        refusals = {draft.row: conflict(draft, known[draft.row]) for draft in drafts}
        self.report.refused.extend(refused for refused in refusals.values() if refused)
        plan = plan_records(
            (draft for draft in drafts if not refusals[draft.row]),
            {row: records[0] for row, records in known.items() if records},
        )
        self.report.count(plan)
        return plan


def _chunks(rows: Iterable[Row | RowError]) -> Iterator[list[Row | RowError]]:
    each = iter(rows)
    while chunk := list(islice(each, CHUNK_ROWS)):
        yield chunk


def _by_recipe(drafts: list[Draft]) -> Iterator[tuple[Recipe, list[Draft]]]:
    groups: dict[int, list[Draft]] = {}
    for draft in drafts:
        groups.setdefault(id(draft.recipe), []).append(draft)
    for group in groups.values():
        yield group[0].recipe, group
