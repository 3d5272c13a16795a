from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from tama_portal.common.importing.plan import Plan
from tama_portal.common.tabular import Row, RowError, Table

SHOWN_CHANGES = 200
Progress = Callable[[Table], Iterable[Row | RowError]]


@dataclass(frozen=True, slots=True)
class Options:
    """A dry run changes nothing. Without `keep_going` one refused row refuses the file."""

    at: datetime
    dry_run: bool = False
    keep_going: bool = False
    progress: Progress = iter


@dataclass(frozen=True, slots=True)
class Change:
    """A row that makes a record, or the columns in which it corrects one."""

    row: int
    title: str
    columns: tuple[str, ...] = ()


@dataclass(slots=True)
class Report:
    """What an import did, or in a dry run would do. `changes` are the first of them, to look at."""

    mapping: str
    dry_run: bool = False
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[RowError] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    is_written: bool = False

    def count(self, plan: Plan) -> None:
        self.created += len(plan.create)
        self.updated += len(plan.update)
        self.unchanged += plan.unchanged
        changes = sorted(changes_of(plan), key=lambda change: change.row)
        self.changes += changes[: max(0, SHOWN_CHANGES - len(self.changes))]

    @property
    def summary(self) -> str:
        counts = _("%(created)d new, %(updated)d updated, %(unchanged)d unchanged, %(refused)d refused.") % {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "refused": len(self.refused),
        }
        return f"{counts} {self.outcome}"

    @property
    def outcome(self) -> str:
        if self.dry_run:
            return _("This was a trial: nothing was changed.")
        if not self.is_written:
            return _("Nothing was changed, because rows were refused.")
        return _("The records were written.")


def changes_of(plan: Plan) -> list[Change]:
    created = [Change(draft.row, draft.title) for draft in plan.create]
    updated = [Change(each.draft.row, each.draft.title, each.columns()) for each in plan.update]
    return created + updated
