"""Which stored record a draft speaks of."""

from collections import defaultdict
from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from tama_portal.common.importing.drafts import Draft, Identity
from tama_portal.common.tabular import RowError

Names = tuple[str, str]
Seen = MutableMapping[tuple[Any, ...], int]
"""The records that earlier rows of the file spoke of, with the row."""


def repeated(draft: Draft, seen: Seen) -> RowError | None:
    """Why the draft cannot stand beside the earlier rows; if it can, it is one of them from now on."""
    identities = draft.identities()
    if not identities:
        return RowError(
            _("The row has nothing by which the record would be known again."),
            _("Give each row an id of its own that never changes."),
            row=draft.row,
            column=draft.recipe.column_of(draft.recipe.identities[0][1]),
        )
    for names, identity in identities.items():
        earlier = seen.setdefault((draft.recipe.model, names, identity), draft.row)
        if earlier != draft.row:
            return RowError(
                _("The same record stands in row %(earlier)d already.") % {"earlier": earlier},
                _("Keep one of the two rows."),
                row=draft.row,
                column=draft.recipe.column_of(names[1]),
            )
    return None


def known_records(drafts: Sequence[Draft]) -> dict[int, list[Any]]:
    """The stored records that each draft's identities point to, the surest first, by row."""
    if not drafts:
        return {}
    by_identity = {names: _stored_by(names, drafts) for names in drafts[0].recipe.identities}
    return {
        draft.row: [
            record
            for names, identity in draft.identities().items()
            if (record := by_identity[names].get(identity))
        ]
        for draft in drafts
    }


def conflict(draft: Draft, records: Sequence[Any]) -> RowError | None:
    """Why the draft cannot be the stored record: its identities point to two, or the record has its own."""
    strangers = [record for record in records if record.pk != records[0].pk or _is_another(draft, record)]
    if not strangers:
        return None
    return RowError(
        _("Another record has this number already: %(name)s.") % {"name": strangers[0]},
        _("Check the number, or correct the record in the portal first."),
        row=draft.row,
        column=draft.recipe.column_of(draft.recipe.identities[-1][1]),
    )


def _is_another(draft: Draft, record: Any) -> bool:
    """Whether the record is known by the surest identity already, and not by the draft's."""
    names = draft.recipe.identities[0]
    identity = draft.identities().get(names)
    stored = _identity_of(record, names)
    return identity is not None and all(stored) and stored != identity


def _stored_by(names: Names, drafts: Sequence[Draft]) -> Mapping[Identity, Any]:
    first, second = names
    wanted: dict[str, set[str]] = defaultdict(set)
    for draft in drafts:
        identity = draft.identities().get(names)
        if identity:
            wanted[identity[0]].add(identity[1])
    found = (
        record
        for value, others in wanted.items()
        for record in drafts[0].recipe.stored().filter(**{first: value, f"{second}__in": others})
    )
    return {_identity_of(record, names): record for record in found}


def _identity_of(record: Any, names: Names) -> Identity:
    return tuple(str(getattr(record, name)) for name in names)
