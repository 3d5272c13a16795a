"""What is new for a reader: matches found since some run, the best of both sides first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from matching.models import Grade, Match, MatchQuerySet, Need, Side
from tama_portal.common.reading import Reader

MOST_SHOWN = 10


@dataclass(frozen=True)
class News:
    """New matches of one reader: the best in full, the rest as numbers."""

    for_needs: list[Match]
    for_seeds: list[Match]
    good: int
    possible: int

    @property
    def further(self) -> int:
        """How many good ones are not among those in full."""
        return self.good - len(self.for_needs) - len(self.for_seeds)


def news_for(reader: Reader, *, after: int, up_to: int, at: datetime) -> News:
    """Matches first seen after one run and up to another that the reader may see and has not judged."""
    new = Match.objects.visible_to(reader, at).filter(
        first_seen_in__gt=after, first_seen_in__lte=up_to, need__in=Need.objects.open(at).values("pk")
    )
    needs = new.for_needs_of(reader).not_dismissed().undecided(Side.NEED)
    own_needs = Need.objects.owned_by(reader).values("pk")
    seeds = new.for_seeds_of(reader).exclude(need__in=own_needs).not_dismissed().undecided(Side.SEED)
    numbers = [counts(needs), counts(seeds)]
    shown = best_of([*worth_it(needs), *worth_it(seeds)]) if any(good for good, _ in numbers) else []
    return News(
        [match for match in shown if match.need.is_owned_by(reader)],
        [match for match in shown if not match.need.is_owned_by(reader)],
        good=sum(good for good, _ in numbers),
        possible=sum(possible for _, possible in numbers),
    )


def counts(rows: MatchQuerySet) -> tuple[int, int]:
    """How many are good or better, and how many possible."""
    found = rows.order_by().aggregate(
        good=Count("pk", filter=Q(grade__gte=Grade.GOOD)),
        possible=Count("pk", filter=Q(grade=Grade.POSSIBLE)),
    )
    return found["good"], found["possible"]


def worth_it(rows: MatchQuerySet) -> MatchQuerySet:
    good = rows.filter(grade__gte=Grade.GOOD).order_by("-coverage", "need_id", "seed_id")
    return good.select_related("need__owner", "seed")[:MOST_SHOWN]


def best_of(matches: Iterable[Match]) -> list[Match]:
    """The best of both sides. A coverage means the same for every need; a score does not."""
    ordered = sorted(matches, key=lambda match: (-match.coverage, match.need_id, match.seed_id))
    return ordered[:MOST_SHOWN]
