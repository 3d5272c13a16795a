"""The market as the engine reads it: needs and seeds as texts, and who may meet whom."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

import numpy as np
from django.db.models import Model, QuerySet
from numpy.typing import NDArray

from matching.engine.admission import Admission
from matching.engine.diversity import NO_OWNER
from matching.engine.hashing import BoolArray
from matching.engine.text import Text
from matching.models import ANSWERS, Judgement, Need, NeedKind, Seed, Verdict
from members.models import OrganisationLink
from tama_portal.common.models import Visibility


@dataclass(frozen=True)
class Market:
    """Open needs and offered seeds in the order of their keys, with what is known of them at the same places.

    need_pks, seed_pks: int64 arrays. seed_owners: the owner's key, `NO_OWNER` where there is none.
    seed_keys name all that is matched of a seed.
    """

    need_pks: NDArray[np.int64]
    seed_pks: NDArray[np.int64]
    need_texts: Sequence[Text]
    seed_texts: Sequence[Text]
    seed_owners: Sequence[int]
    seed_keys: Sequence[str]
    admission: Admission


@dataclass(frozen=True, slots=True)
class Row:
    """A need or a seed, as far as the rules of who meets whom go."""

    pk: int
    kind: str
    owner_id: int | None
    is_shown: bool = True
    key: str = ""


def read_market(*, at: datetime) -> Market:
    needs, need_texts = read_needs(Need.objects.open(at))
    seeds, seed_texts = read_seeds(Seed.objects.offered())
    return Market(
        np.array([need.pk for need in needs], dtype=np.int64),
        np.array([seed.pk for seed in seeds], dtype=np.int64),
        need_texts,
        seed_texts,
        [NO_OWNER if seed.owner_id is None else seed.owner_id for seed in seeds],
        [seed.key for seed in seeds],
        admission(needs, seeds, chain(barred_by_owner(needs, seeds), dismissed(needs, seeds))),
    )


def read_needs(needs: QuerySet[Need]) -> tuple[list[Row], list[Text]]:
    """Needs in the order of their keys, without the models' weight."""
    technologies = codes_by_row(Need.base_technologies.through, "need_id")
    rows, texts = [], []
    fields = ("pk", "kind", "owner_id", "title", "text", "language", "is_anonymous", "owner__municipality_id")
    for pk, kind, owner, title, text, lang, anonymous, city in (
        needs.order_by("pk").values_list(*fields).iterator()
    ):
        facets = {f"base:{code}" for code in technologies[pk]}
        if city and not anonymous:
            facets.add(f"city:{city}")
        rows.append(Row(pk, kind, owner))
        texts.append(Text(str(pk), title, text, lang, frozenset(facets)))
    return rows, texts


def read_seeds(seeds: QuerySet[Seed]) -> tuple[list[Row], list[Text]]:
    """The same of seeds."""
    technologies = codes_by_row(Seed.base_technologies.through, "seed_id")
    rows, texts = [], []
    fields = ("pk", "kind", "owner_id", "title", "text", "language", "visibility", "ipc", "municipality_id",
              "content_hash")  # fmt: skip
    for pk, kind, owner, title, text, lang, visibility, ipc, city, key in (
        seeds.order_by("pk").values_list(*fields).iterator()
    ):
        facets = {f"base:{code}" for code in technologies[pk]}
        facets |= {f"ipc:{subclass}" for subclass in ipc.split()}
        if city:
            facets.add(f"city:{city}")
        rows.append(Row(pk, kind, owner, visibility != Visibility.OFFICE, key))
        texts.append(Text(str(pk), title, text, lang, frozenset(facets)))
    return rows, texts


def codes_by_row(through: type[Model], name: str) -> Mapping[int, list[str]]:
    """Base technologies of every row of one side, in one query."""
    codes: defaultdict[int, list[str]] = defaultdict(list)
    links = through._default_manager.values_list(name, "basetechnology_id")
    for pk, code in links.iterator():
        codes[pk].append(code)
    return codes


def admission(needs: Sequence[Row], seeds: Sequence[Row], barred: Iterable[tuple[int, int]]) -> Admission:
    """Kinds answer kinds. Left out: the seeds only the office sees, and barred pairs, by their places."""
    shown = np.array([seed.is_shown for seed in seeds], dtype=bool)
    kinds = np.array([seed.kind for seed in seeds], dtype=object)
    admitted: dict[Hashable, BoolArray] = {
        kind: shown & np.isin(kinds, [str(answer) for answer in ANSWERS[kind]]) for kind in NeedKind
    }
    excluded: defaultdict[int, set[int]] = defaultdict(set)
    for need, seed in barred:
        excluded[need].add(seed)
    return Admission([NeedKind(need.kind) for need in needs], admitted, excluded)


def barred_by_owner(needs: Sequence[Row], seeds: Sequence[Row]) -> Iterator[tuple[int, int]]:
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
        for owner in {need.owner_id} | rivals.get(need.owner_id or 0, set()):
            yield from ((place, seed) for seed in seeds_by_owner.get(owner or 0, ()))


def dismissed(needs: Sequence[Row], seeds: Sequence[Row]) -> Iterator[tuple[int, int]]:
    need_places = {need.pk: place for place, need in enumerate(needs)}
    seed_places = {seed.pk: place for place, seed in enumerate(seeds)}
    pairs = Judgement.objects.filter(verdict=Verdict.DISMISSED).values_list("need_id", "seed_id")
    for need, seed in pairs.iterator():
        if need in need_places and seed in seed_places:
            yield need_places[need], seed_places[seed]
