"""The demo world as values: invented organisations, their offers and needs, and who truly answers whom."""

import csv
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Literal

Language = Literal["ja", "en", "ko"]
OfferKind = Literal["patent", "theme", "product", "process"]

# Which offers can answer which needs; the other kinds of need have no shelf yet.
ANSWERS: Mapping[str, frozenset[OfferKind]] = {
    "technology": frozenset(("patent", "theme", "product", "process")),
    "processing": frozenset(("product", "process")),
}


@dataclass(frozen=True, slots=True)
class Idea:
    """What a text is about, hidden behind its words. Codes of the vocabulary files."""

    technology: str
    material: str
    problem: str
    market: str


@dataclass(frozen=True, slots=True)
class Organisation:
    id: str
    kind: str
    language: Language
    country: str
    name: str
    name_kana: str
    name_en: str
    domain: str
    corporate_number: str
    municipality: str
    address: str
    phone: str
    employees: int
    capital_yen: int
    founded_year: int
    technologies: tuple[str, ...]
    summary: str
    core_technology: str
    own_brand_percent: int | None

    @property
    def email(self) -> str:
        return f"info@{self.domain}"

    @property
    def website(self) -> str:
        return f"https://{self.domain}/"


@dataclass(frozen=True, slots=True)
class Person:
    """A contact or a researcher of an organisation."""

    id: str
    organisation: str
    name: str
    name_kana: str
    role: str
    job_title: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What patents, themes, products and processes have in common."""

    id: str
    owner: str
    language: Language
    title: str
    text: str
    idea: Idea
    visibility: str


@dataclass(frozen=True, slots=True)
class Patent(Offer):
    ipc: tuple[str, ...]
    application_number: str
    filed_on: date
    status: str


@dataclass(frozen=True, slots=True)
class Theme(Offer):
    researcher: str


@dataclass(frozen=True, slots=True)
class Product(Offer):
    own_design: bool


@dataclass(frozen=True, slots=True)
class Process(Offer):
    materials: str
    tolerance: str
    size_range: str
    lot_size: str
    lead_days: int


@dataclass(frozen=True, slots=True)
class Need:
    """idea is None where no offer of the world can answer."""

    id: str
    owner: str
    kind: str
    language: Language
    title: str
    text: str
    technologies: tuple[str, ...]
    visibility: str
    anonymous: bool
    published_days_ago: int
    expires_in_days: int
    idea: Idea | None


@dataclass(frozen=True, slots=True)
class Link:
    source: str
    target: str
    kind: str


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody to log in as. organisation is empty for those who belong to the association itself."""

    role: str
    name: str
    name_kana: str
    email: str
    language: Language
    organisation: str


@dataclass(frozen=True, slots=True)
class Coordinator:
    id: str
    name: str
    name_kana: str
    email: str
    phone: str
    services: tuple[str, ...]
    technologies: tuple[str, ...]
    languages: tuple[Language, ...]
    career: str
    organisations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Announcement:
    """An event (hours > 0) or a news item, `day` days from the day the demo is filled."""

    id: str
    language: Language
    title: str
    text: str
    day: int
    hours: int
    place: str


@dataclass(frozen=True, slots=True)
class Partnership:
    """A true answer. grade 2: same technology, material and problem; 1: same technology and material."""

    need: str
    seed: str
    grade: int
    cross_language: bool


@dataclass(frozen=True, slots=True)
class World:
    organisations: tuple[Organisation, ...]
    contacts: tuple[Person, ...]
    researchers: tuple[Person, ...]
    links: tuple[Link, ...]
    patents: tuple[Patent, ...]
    themes: tuple[Theme, ...]
    products: tuple[Product, ...]
    processes: tuple[Process, ...]
    needs: tuple[Need, ...]
    personas: tuple[Persona, ...]
    coordinators: tuple[Coordinator, ...]
    events: tuple[Announcement, ...]
    news: tuple[Announcement, ...]
    gold: tuple[Partnership, ...]

    @property
    def offers(self) -> tuple[Offer, ...]:
        return (*self.patents, *self.themes, *self.products, *self.processes)

    def digest(self) -> str:
        """SHA-256 of everything in the world: equal worlds, equal digests."""
        text = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    def write_gold(self, path: Path) -> None:
        """Write the true partners as tab-separated values with a header."""
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, delimiter="\t", lineterminator="\n")
            rows.writerow(("need", "seed", "grade", "cross_language"))
            rows.writerows((p.need, p.seed, p.grade, int(p.cross_language)) for p in self.gold)
