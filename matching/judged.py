"""What people did with pairs, as judgements a backtest can measure by."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final, NamedTuple

from django.db.models import Q

from matching.engine.files import Item
from matching.engine.labelled import LabelledSet
from matching.models import Judgement, Need, Seed, Verdict
from matching.nightly.market import admission, barred_by_owner, read_needs, read_seeds

GAINS: Final[Mapping[str, int]] = {
    "interested": 2,
    # The pair was right, the time or the place was not.
    "already_known": 1,
    "not_ready": 1,
    "too_far": 1,
    "capacity": 1,
    "off_topic": 0,
}
"""How much each event says a pair fits, 0 that it does not. An event that is not here says nothing of the
texts: competitors are barred by their owners, and "other" may be anything."""


class Event(NamedTuple):
    """Something that happened to a pair of need and seed, by their keys."""

    need: int
    seed: int
    name: str


def judgement_events() -> Iterator[Event]:
    rows = Judgement.objects.order_by("pk").values_list("need_id", "seed_id", "verdict", "reason")
    for need, seed, verdict, reason in rows.iterator():
        yield Event(need, seed, reason if verdict == Verdict.DISMISSED else verdict)


SOURCES: Final[list[Callable[[], Iterable[Event]]]] = [judgement_events]
"""Where events come from. A new one joins with a function here and its names in GAINS."""


def gains() -> dict[int, dict[int, int]]:
    """Gain of each judged pair by need and seed; of several events the one that says most counts."""
    found: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for event in (event for source in SOURCES for event in source()):
        if event.name in GAINS:
            pairs = found[event.need]
            pairs[event.seed] = max(GAINS[event.name], pairs.get(event.seed, 0))
    return dict(found)


def judged_sets(*, at: datetime) -> list[LabelledSet]:
    """Needs somebody was interested in something for, against all seeds, and against the judged ones alone.

    Seeds withdrawn since they were judged stay in; other open needs count in the statistics only. Empty
    where nobody has been interested yet.
    """
    judged = {need: pairs for need, pairs in gains().items() if max(pairs.values()) > 0}
    if not judged:
        return []
    needs, need_texts = read_needs(Need.objects.filter(pk__in=judged))
    _, others = read_needs(Need.objects.open(at).exclude(pk__in=judged))
    chosen = {seed for pairs in judged.values() for seed in pairs}
    seeds, seed_texts = read_seeds(Seed.objects.filter(Q(withdrawn_at=None) | Q(pk__in=chosen)))
    everything = LabelledSet(
        "database",
        [Item(text) for text in need_texts],
        [Item(text) for text in seed_texts],
        {str(need): {str(seed): gain for seed, gain in pairs.items()} for need, pairs in judged.items()},
        background=others,
        admission=admission(needs, seeds, barred_by_owner(needs, seeds)),
    )
    return [everything, replace(everything, name="database, judged pairs only", is_judged_only=True)]
