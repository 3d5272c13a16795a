"""A market of a full association: organisations, open needs, and the rows that seeds are made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from matching.models import Need
from members.models import Membership, Organisation, OrganisationLink, Process, Product
from tama_portal.demo.chance import by_share, stream
from tama_portal.demo.loading import link_technologies, organisation
from tama_portal.demo.loading_reference import fill_reference
from tama_portal.demo.organisations import draw_organisations
from tama_portal.demo.records import Language
from tama_portal.demo.vocabulary import technologies
from tests.benchmarks.night.texts import Composer, technology_codes
from tlo.models import Patent, ResearchTheme

SOURCE = "night"
BATCH = 2_000
LANGUAGES: dict[Language, int] = {"ja": 60, "ko": 20, "en": 20}
SEED_KINDS = {"patent": 45, "theme": 30, "product": 15, "process": 10}
NEED_KINDS = {"technology": 70, "processing": 30}
SEEDS_OF_AN_OWNER = 50
NEEDS_OF_AN_OWNER = 10
NAMED_TECHNOLOGY = 0.75
COMPETITORS = 0.1  # declared pairs, as a share of the organisations
FORM: Mapping[str, tuple[type[models.Model], str, str]] = {
    "patent": (Patent, "title", "abstract"),
    "theme": (ResearchTheme, "title", "summary"),
    "product": (Product, "name", "description"),
    "process": (Process, "name", "description"),
}


@dataclass(frozen=True)
class Size:
    needs: int
    seeds: int

    @property
    def organisations(self) -> int:
        return max(20, self.seeds // SEEDS_OF_AN_OWNER, self.needs // NEEDS_OF_AN_OWNER)


@transaction.atomic
def fill_world(size: Size, *, seed: int, folder: Path, at: datetime) -> None:
    """Write a market of that size; the same size, seed and folder of real texts make the same texts."""
    fill_reference()
    owners = fill_organisations(size.organisations, seed)
    composer = Composer(stream(seed, "texts"), folder)
    chance = stream(seed, "rows")
    for kind, wanted in parts(size.seeds, SEED_KINDS).items():
        fill_shelf(kind, wanted, chance, composer, owners)
    fill_needs(size.needs, chance, composer, owners, at=at)


def fill_organisations(wanted: int, seed: int) -> list[Organisation]:
    """The demo's organisations again and again, under new names and without their numbers."""
    drawn = draw_organisations(stream(seed, "organisations"))
    records = [
        replace(record, id=f"{number}", name=f"{record.name}{number}", corporate_number="")
        for number, record in enumerate(islice(cycle(drawn), wanted), start=1)
    ]
    rows = [organisation(record) for record in records]
    for row in rows:
        row.source = SOURCE
    owners = Organisation.objects.bulk_create(rows, batch_size=BATCH)
    day = timezone.localdate() - timedelta(days=400)
    Membership.objects.bulk_create(
        Membership(organisation=row, member_class="regular", state="active", applied_on=day, since=day)
        for row in owners
    )
    rival = OrganisationLink.Kind.COMPETITOR
    OrganisationLink.objects.bulk_create(
        OrganisationLink(organisation=one, other=other, kind=rival)
        for one, other in islice(zip(owners[::2], owners[1::2], strict=False), int(wanted * COMPETITORS))
    )
    return owners


def fill_shelf(
    kind: str, wanted: int, chance: Random, composer: Composer, owners: Sequence[Organisation]
) -> None:
    model, title, text = FORM[kind]
    rows, codes = [], {}
    for number, language in enumerate(by_share(chance, wanted, LANGUAGES)):
        technology = chance.choice(technology_codes())
        written = dict(zip((title, text), composer.offer(kind, language, technology), strict=True))
        common = {"source": SOURCE, "source_id": str(number), "organisation": chance.choice(owners)}
        rows.append(model(**common, **written, language=language, **specific(kind, technology, chance)))
        codes[str(number)] = (technology,)
    created = model._default_manager.bulk_create(rows, batch_size=BATCH)
    if kind != "process":
        link_technologies(model, created, codes)


def specific(kind: str, technology: str, chance: Random) -> dict[str, Any]:
    if kind == "patent":
        return {"ipc": "; ".join(chance.sample(technologies()[technology]["ipc"], 1))}
    return {"base_technology_id": technology} if kind == "process" else {}


def fill_needs(
    wanted: int, chance: Random, composer: Composer, owners: Sequence[Organisation], *, at: datetime
) -> None:
    """Open needs of the kinds that seeds answer."""
    kinds = by_share(chance, wanted, NEED_KINDS)
    languages = by_share(chance, wanted, LANGUAGES)
    rows, codes = [], {}
    for number, (kind, language) in enumerate(zip(kinds, languages, strict=True)):
        technology = chance.choice(technology_codes())
        title, text = composer.need(kind, language, technology)
        row = Need(
            source=SOURCE,
            source_id=str(number),
            owner=chance.choice(owners),
            kind=kind,
            title=title,
            text=text,
            language=language,
            published_at=at - timedelta(days=1),
            expires_on=timezone.localdate(at) + timedelta(days=300),
        )
        row.set_search_text()
        rows.append(row)
        codes[str(number)] = (technology,) if chance.random() < NAMED_TECHNOLOGY else ()
    link_technologies(Need, Need.objects.bulk_create(rows, batch_size=BATCH), codes)


@transaction.atomic
def change_world(share: float, *, seed: int, folder: Path) -> int:
    """Write new texts for a share of the needs and of each shelf; returns how many rows changed."""
    composer, chance = Composer(stream(seed, "new texts"), folder), stream(seed, "changes")
    changed = 0
    for kind, (model, title, text) in FORM.items():
        rows = chosen(model, share, chance)
        for row in rows:
            written = composer.offer(kind, row.language, chance.choice(technology_codes()))
            setattr(row, title, written[0])
            setattr(row, text, written[1])
        model._default_manager.bulk_update(rows, [title, text], batch_size=BATCH)
        changed += len(rows)
    needs = chosen(Need, share, chance)
    for need in needs:
        need.title, need.text = composer.need(need.kind, need.language, chance.choice(technology_codes()))
        need.set_search_text()
    Need.objects.bulk_update(needs, ["title", "text", "search_text"], batch_size=BATCH)
    return changed + len(needs)


def chosen(model: type[models.Model], share: float, chance: Random) -> list[Any]:
    pks = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
    wanted = chance.sample(pks, round(len(pks) * share))
    return list(model._default_manager.filter(pk__in=wanted).order_by("pk"))


def parts(total: int, shares: Mapping[str, int]) -> dict[str, int]:
    """The total in the given proportions; the first takes the rest."""
    whole = sum(shares.values())
    found = {name: total * share // whole for name, share in shares.items()}
    found[next(iter(shares))] += total - sum(found.values())
    return found
