"""Who is reading: the one value every `visible_to` takes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reader:
    """What a person or a partner system may be shown.

    organisation_ids are the organisations it belongs to now: their drafts and hidden texts are its own.
    """

    organisation_ids: frozenset[int] = frozenset()
    is_office: bool = False
    is_coordinator: bool = False

    @property
    def is_member(self) -> bool:
        return bool(self.organisation_ids)


VISITOR = Reader()
