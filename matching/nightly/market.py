"""The market as the engine reads it: needs and seeds as texts, and who may meet whom."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from matching.engine.admission import Admission
from matching.engine.hashing import BoolArray
from matching.engine.text import Text
from matching.models import ANSWERS, Judgement, Need, NeedKind, Seed, SeedKind, Verdict
from members.models import OrganisationLink
from tama_portal.common.models import Visibility


@dataclass(frozen=True)
class Market:
    """Open needs and offered seeds in a fixed order, with their texts at the same places."""

    needs: Sequence[Need]
    seeds: Sequence[Seed]
    need_texts: Sequence[Text]
    seed_texts: Sequence[Text]
    admission: Admission


def read_market(*, at: datetime) -> Market:
    needs = list(
        Need.objects.open(at).select_related("owner").prefetch_related("base_technologies").order_by("pk")
    )
    seeds = list(Seed.objects.offered().prefetch_related("base_technologies").order_by("pk"))
    return Market(
        needs,
        seeds,
        [need_text(need) for need in needs],
        [seed_text(seed) for seed in seeds],
        admission(needs, seeds, [*barred_by_owner(needs, seeds), *dismissed(needs, seeds)]),
    )


def need_text(need: Need) -> Text:
    facets = {f"base:{technology.pk}" for technology in need.base_technologies.all()}
    if need.owner.municipality_id and not need.is_anonymous:
        facets.add(f"city:{need.owner.municipality_id}")
    return Text(str(need.pk), need.title, need.text, need.language, frozenset(facets))


def seed_text(seed: Seed) -> Text:
    facets = {f"base:{technology.pk}" for technology in seed.base_technologies.all()}
    facets |= {f"ipc:{subclass}" for subclass in seed.ipc.split()}
    if seed.municipality_id:
        facets.add(f"city:{seed.municipality_id}")
    return Text(str(seed.pk), seed.title, seed.text, seed.language, frozenset(facets))


def admission(needs: Sequence[Need], seeds: Sequence[Seed], barred: Iterable[tuple[int, int]]) -> Admission:
    """Kinds answer kinds. Left out: the seeds only the office sees, and barred pairs, by their places."""
    shown = np.array([seed.visibility != Visibility.OFFICE for seed in seeds], dtype=bool)
    admitted: dict[Hashable, BoolArray] = {
        kind: shown & np.array([SeedKind(seed.kind) in ANSWERS[kind] for seed in seeds], dtype=bool)
        for kind in NeedKind
    }
    excluded: defaultdict[int, set[int]] = defaultdict(set)
    for need, seed in barred:
        excluded[need].add(seed)
    return Admission([NeedKind(need.kind) for need in needs], admitted, excluded)


def barred_by_owner(needs: Sequence[Need], seeds: Sequence[Seed]) -> Iterator[tuple[int, int]]:
    """Places of pairs within one organisation, or between declared competitors, whoever declared it."""
    seeds_by_owner: defaultdict[int, list[int]] = defaultdict(list)
    for place, seed in enumerate(seeds):
        if seed.owner_id:
            seeds_by_owner[seed.owner_id].append(place)
    rivals: defaultdict[int, set[int]] = defaultdict(set)
    declared = OrganisationLink.objects.filter(kind=OrganisationLink.Kind.COMPETITOR)
    for one, other in declared.values_list("organisation_id", "other_id"):
        rivals[one].add(other)
        rivals[other].add(one)
    for place, need in enumerate(needs):
        for owner in {need.owner_id} | rivals[need.owner_id]:
            yield from ((place, seed) for seed in seeds_by_owner[owner])


def dismissed(needs: Sequence[Need], seeds: Sequence[Seed]) -> Iterator[tuple[int, int]]:
    need_places = {need.pk: place for place, need in enumerate(needs)}
    seed_places = {seed.pk: place for place, seed in enumerate(seeds)}
    pairs = Judgement.objects.filter(verdict=Verdict.DISMISSED).values_list("need_id", "seed_id")
    for need, seed in pairs.iterator():
        if need in need_places and seed in seed_places:
            yield need_places[need], seed_places[seed]
