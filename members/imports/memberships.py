from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from members.imports.references import References
from members.models import MemberClass, Membership, MembershipState
from tama_portal.common.importing.cells import UNSAID, Cell, CellRefused, as_choice, as_day

CURRENT = Prefetch(
    "memberships",
    Membership.objects.filter(state__in=[MembershipState.APPLIED, MembershipState.ACTIVE]),
    to_attr="current_memberships",
)


class Terms(NamedTuple):
    member_class: str
    since: date


@dataclass(frozen=True)
class MembershipPart:
    """The membership in force that a row tells of; a row that tells of none ends none."""

    references: References
    name: str = "membership"

    @property
    def cell(self) -> Cell:
        return Cell(("member_class", "member_since", "municipality"), self._terms)

    def current(self, record: Any) -> Terms | None:
        for membership in record.current_memberships:
            if membership.state == MembershipState.ACTIVE:
                return Terms(membership.member_class, membership.since)
        return None

    def write(self, pairs: Sequence[tuple[Any, Terms]], at: datetime) -> None:
        stored = [(_current(record), record, terms) for record, terms in pairs]
        Membership.objects.bulk_create(
            Membership(
                organisation=record,
                member_class=terms.member_class,
                state=MembershipState.ACTIVE,
                applied_on=min(terms.since, timezone.localdate(at)),
                since=terms.since,
            )
            for membership, record, terms in stored
            if membership is None
        )
        Membership.objects.bulk_update(
            [_on_terms(membership, terms, at) for membership, _record, terms in stored if membership],
            ["member_class", "since", "state", "updated_at"],
        )

    def _terms(self, member_class: str, since: str, municipality: str) -> Any:
        if not member_class:
            return UNSAID
        chosen = as_choice(member_class, MemberClass)
        day = as_day_in("member_since", since)
        if day is None:
            raise CellRefused(
                _("The first day of the membership is missing."), _("Write the date."), "member_since"
            )
        if chosen == MemberClass.REGULAR:
            self._require_zone(municipality)
        return Terms(chosen, day)

    def _require_zone(self, municipality: str) -> None:
        if self.references.municipality(municipality) not in self.references.zone:
            raise CellRefused(
                _("Regular members sit in the zone."),
                _("Name a municipality of the zone, or make it a supporting member."),
                "municipality",
            )


def as_day_in(column: str, value: str) -> date | None:
    try:
        return as_day(value)
    except CellRefused as refused:
        raise CellRefused(refused.reason, refused.remedy, column) from refused


def _current(record: Any) -> Membership | None:
    return next(iter(getattr(record, "current_memberships", [])), None)


def _on_terms(membership: Membership, terms: Terms, at: datetime) -> Membership:
    membership.member_class, membership.since = terms
    membership.state = MembershipState.ACTIVE
    membership.updated_at = at
    return membership
