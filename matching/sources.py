"""Every shelf of the market: how a row of some app becomes a seed. A new kind of seed is one entry here."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from matching.models import SeedKind
from members.models import Process, Product
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
    """One kind of seed: the rows offered now, the fields read of them, and how each becomes a seed.

    Rows are read as named tuples, without the models' weight: every night reads all of them.
    """

    kind: SeedKind
    model: type[Model]
    offered: Callable[[], QuerySet[Any]]
    fields: tuple[str, ...]
    read: Callable[[Any, Mapping[int, tuple[str, ...]]], dict[str, Any]]

    def seeds(self) -> Iterator[SeedText]:
        technologies = technologies_of(self.model)
        rows = self.offered().order_by("pk").values_list(*COMMON, *self.fields, named=True)
        for row in rows.iterator(chunk_size=CHUNK):
            yield SeedText(
                kind=self.kind,
                source_model=self.model._meta.label_lower,
                source_pk=row.pk,
                owner_id=row.organisation,
                municipality_id=row.organisation__municipality,
                **{name: getattr(row, name) for name in COPIED},
                **self.read(row, technologies),
            )


COPIED = ("language", "visibility", "licence", "credit", "source_url")
COMMON = ("pk", "organisation", "organisation__name", "organisation__municipality", *COPIED)


def technologies_of(model: type[Model]) -> Mapping[int, tuple[str, ...]]:
    """Codes of the base technologies of every row, sorted; empty for models whose rows have just one."""
    codes: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    if model not in LINKED:
        return codes
    through = LINKED[model]
    links = through._default_manager.order_by("basetechnology_id")
    for pk, code in links.values_list(f"{model._meta.model_name}_id", "basetechnology_id").iterator():
        codes[pk] += (code,)
    return codes


def read_patent(row: Any, technologies: Mapping[int, tuple[str, ...]]) -> dict[str, Any]:
    return {
        "owner_name": row.organisation__name or row.applicants,
        "title": row.title,
        "text": row.abstract,
        "base_technologies": technologies[row.pk],
        "ipc": " ".join(subclasses(row.ipc)),
    }


def read_theme(row: Any, technologies: Mapping[int, tuple[str, ...]]) -> dict[str, Any]:
    return {
        "owner_name": row.organisation__name or "",
        "title": row.title,
        "text": "\n".join(filter(None, [row.summary, row.keywords])),
        "base_technologies": technologies[row.pk],
        "ipc": "",
    }


def read_product(row: Any, technologies: Mapping[int, tuple[str, ...]]) -> dict[str, Any]:
    return {
        "owner_name": row.organisation__name,
        "title": row.name,
        "text": row.description,
        "base_technologies": technologies[row.pk],
        "ipc": "",
    }


LIMITS = ("materials", "tolerance", "size_range", "lot_size", "lead_time")


def read_process(row: Any, technologies: Mapping[int, tuple[str, ...]]) -> dict[str, Any]:
    limits = [getattr(row, name) for name in LIMITS]
    return {
        "owner_name": row.organisation__name,
        "title": row.name,
        "text": "\n".join(filter(None, [row.description, *limits])),
        "base_technologies": (row.base_technology,),
        "ipc": "",
    }


def subclasses(ipc: str) -> list[str]:
    """IPC subclasses of symbols separated by semicolons: "H01M 4/02; H01M 10/05" -> ["H01M"]."""
    found = {symbol.strip()[:4].upper() for symbol in ipc.split(";") if symbol.strip()}
    return sorted(found)


LINKED: dict[type[Model], type[Model]] = {
    Patent: Patent.base_technologies.through,
    ResearchTheme: ResearchTheme.base_technologies.through,
    Product: Product.base_technologies.through,
}
SHELVES = [
    Shelf(
        SeedKind.PATENT,
        Patent,
        Patent.objects.offered,
        ("title", "abstract", "applicants", "ipc"),
        read_patent,
    ),
    Shelf(
        SeedKind.THEME,
        ResearchTheme,
        ResearchTheme.objects.offered,
        ("title", "summary", "keywords"),
        read_theme,
    ),
    Shelf(SeedKind.PRODUCT, Product, Product.objects.offered, ("name", "description"), read_product),
    Shelf(
        SeedKind.PROCESS,
        Process,
        Process.objects.offered,
        ("name", "description", "base_technology", *LIMITS),
        read_process,
    ),
]


def all_seeds() -> Iterator[SeedText]:
    for shelf in SHELVES:
        yield from shelf.seeds()
