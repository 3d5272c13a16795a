"""Who is reading: the one value every `visible_to` takes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reader:
    """What a person or a partner system may be shown.

    organisation_ids are the organisations it belongs to now: their drafts and hidden texts are its own.
    has_membership says whether one of them has a membership in force; without it, members' texts are hidden.
    """

    organisation_ids: frozenset[int] = frozenset()
    has_membership: bool = True
    is_office: bool = False
    is_coordinator: bool = False

    @property
    def is_member(self) -> bool:
        return bool(self.organisation_ids) and self.has_membership


VISITOR = Reader()
