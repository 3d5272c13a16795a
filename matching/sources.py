"""Every shelf of the market: how a row of some app becomes a seed. A new kind of seed is one entry here."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from matching.models import SeedKind
from members.models import Organisation, Process, Product
from tlo.models import Patent, ResearchTheme

CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class SeedText:
    """A source row in the market's one form; its hash changes when anything shown or matched does."""

    kind: SeedKind
    source_model: str
    source_pk: int
    owner_id: int | None
    owner_name: str
    title: str
    text: str
    language: str
    base_technologies: tuple[str, ...]
    ipc: str
    municipality_id: str | None
    visibility: str
    licence: str
    credit: str
    source_url: str

    @property
    def key(self) -> tuple[str, int]:
        return self.source_model, self.source_pk

    @property
    def content_hash(self) -> str:
        digest = hashlib.blake2b(digest_size=32)
        for name in self.__slots__:
            part = str(getattr(self, name))
            digest.update(f"{len(part)}:{part}".encode("utf-8", "surrogatepass"))
        return digest.hexdigest()


@dataclass(frozen=True)
class Shelf:
    """One kind of seed: the rows offered now, and how each is read."""

    kind: SeedKind
    offered: Callable[[], QuerySet[Any]]
    read: Callable[[Any], dict[str, Any]]

    def seeds(self) -> Iterator[SeedText]:
        for row in self.offered().iterator(chunk_size=CHUNK):
            yield SeedText(kind=self.kind, **common(row), **self.read(row))


def common(row: Any) -> dict[str, Any]:
    owner: Organisation | None = row.organisation
    return {
        "source_model": row._meta.label_lower,
        "source_pk": row.pk,
        "owner_id": row.organisation_id,
        "language": row.language,
        "municipality_id": owner.municipality_id if owner else None,
        "visibility": row.visibility,
        "licence": row.licence,
        "credit": row.credit,
        "source_url": row.source_url,
    }


def patents() -> QuerySet[Patent]:
    return Patent.objects.offered().select_related("organisation").prefetch_related("base_technologies")


def read_patent(row: Patent) -> dict[str, Any]:
    return {
        "owner_name": row.organisation.name if row.organisation else row.applicants,
        "title": row.title,
        "text": row.abstract,
        "base_technologies": codes(row.base_technologies.all()),
        "ipc": " ".join(subclasses(row.ipc)),
    }


def themes() -> QuerySet[ResearchTheme]:
    return (
        ResearchTheme.objects.offered()
        .select_related("organisation", "researcher")
        .prefetch_related("base_technologies")
    )


def read_theme(row: ResearchTheme) -> dict[str, Any]:
    return {
        "owner_name": row.organisation.name if row.organisation else "",
        "title": row.title,
        "text": "\n".join(filter(None, [row.summary, row.keywords])),
        "base_technologies": codes(row.base_technologies.all()),
        "ipc": "",
    }


def products() -> QuerySet[Product]:
    return Product.objects.offered().select_related("organisation").prefetch_related("base_technologies")


def read_product(row: Product) -> dict[str, Any]:
    return {
        "owner_name": row.organisation.name,
        "title": row.name,
        "text": row.description,
        "base_technologies": codes(row.base_technologies.all()),
        "ipc": "",
    }


def processes() -> QuerySet[Process]:
    return Process.objects.offered().select_related("organisation", "base_technology")


def read_process(row: Process) -> dict[str, Any]:
    limits = [row.materials, row.tolerance, row.size_range, row.lot_size, row.lead_time]
    return {
        "owner_name": row.organisation.name,
        "title": row.name,
        "text": "\n".join(filter(None, [row.description, *limits])),
        "base_technologies": (row.base_technology_id,),
        "ipc": "",
    }


def codes(technologies: Iterable[Model]) -> tuple[str, ...]:
    return tuple(sorted(str(technology.pk) for technology in technologies))


def subclasses(ipc: str) -> list[str]:
    """IPC subclasses of symbols separated by semicolons: "H01M 4/02; H01M 10/05" -> ["H01M"]."""
    found = {symbol.strip()[:4].upper() for symbol in ipc.split(";") if symbol.strip()}
    return sorted(found)


SHELVES = [
    Shelf(SeedKind.PATENT, patents, read_patent),
    Shelf(SeedKind.THEME, themes, read_theme),
    Shelf(SeedKind.PRODUCT, products, read_product),
    Shelf(SeedKind.PROCESS, processes, read_process),
]


def all_seeds() -> Iterator[SeedText]:
    for shelf in SHELVES:
        yield from shelf.seeds()
