"""Decide purely what must change; nothing is touched here."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True)
class Plan(Generic[K]):
    """Keys to create, to update and to withdraw so that what is stored equals what is proposed."""

    create: frozenset[K]
    update: frozenset[K]
    withdraw: frozenset[K]

    @property
    def is_empty(self) -> bool:
        return not (self.create or self.update or self.withdraw)


def plan(proposed: Mapping[K, V], stored: Mapping[K, V], *, kept: Collection[K] = ()) -> Plan[K]:
    """Name what must change. Keys in `kept` stay when nobody proposes them any more."""
    both = proposed.keys() & stored.keys()
    return Plan(
        create=frozenset(proposed.keys() - stored.keys()),
        update=frozenset(key for key in both if proposed[key] != stored[key]),
        withdraw=frozenset(stored.keys() - proposed.keys() - set(kept)),
    )
