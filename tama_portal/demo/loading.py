"""Writes the demo world into the database: all of it in one transaction, and only once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from matching.glossary import load_glossary
from matching.models import Need
from members.models import (
    Contact,
    Membership,
    Organisation,
    OrganisationLink,
    Process,
    Product,
    ProductDevelopmentTest,
)
from tama_portal.demo import records
from tama_portal.demo.loading_people import fill_coordinators, fill_personas
from tama_portal.demo.loading_programme import fill_programme
from tama_portal.demo.loading_reference import fill_reference
from tama_portal.demo.logins import read_or_create_logins
from tama_portal.demo.world import build_world
from tlo.models import LiaisonWindow, Patent, Researcher, ResearchTheme

SOURCE = "demo"
EVIDENCE = {
    "ja": "{year}年度決算書 3頁",
    "ko": "{year}년도 결산서 3쪽",
    "en": "Accounts of fiscal {year}, page 3",
}
LEAD_TIMES = {"ja": "最短{days}日", "ko": "최단 {days}일", "en": "from {days} days"}
WINDOWS = {"ja": "産学連携窓口", "ko": "산학협력 창구", "en": "Industry liaison window"}
HOURS = {"ja": "平日 9:00–17:00", "ko": "평일 9:00–17:00", "en": "Weekdays 9:00–17:00"}


def is_filled() -> bool:
    return Organisation.objects.filter(source=SOURCE).exists()


@transaction.atomic
def fill_demo(*, at: datetime, logins: Path) -> bool:
    """Write the demo world unless it is there; says whether it did. Passwords are in the file `logins`."""
    if is_filled():
        return False
    world = build_world()
    fill_reference()
    load_glossary()
    filler = Filler(world, at)
    filler.fill_organisations()
    filler.fill_people()
    filler.fill_offers()
    filler.fill_needs()
    fill_coordinators(world, filler.organisations, at)
    fill_personas(world, filler.organisations, read_or_create_logins(world.personas, logins))
    fill_programme(world, at)
    return True


class Filler:
    """Turns records into rows; `organisations` maps the world's ids to the rows made."""

    def __init__(self, world: records.World, at: datetime) -> None:
        self.world = world
        self.at = at
        self.today = timezone.localdate(at)
        self.organisations: dict[str, Organisation] = {}
        self.researchers: dict[str, Researcher] = {}

    def fill_organisations(self) -> None:
        rows = Organisation.objects.bulk_create(map(organisation, self.world.organisations))
        self.organisations = {row.source_id: row for row in rows}
        link_technologies(Organisation, rows, self.technologies_of_organisations())
        Membership.objects.bulk_create(map(self.membership, self.world.organisations))
        ProductDevelopmentTest.objects.bulk_create(
            self.product_test(o, o.own_brand_percent)
            for o in self.world.organisations
            if o.own_brand_percent is not None
        )
        OrganisationLink.objects.bulk_create(
            OrganisationLink(
                organisation=self.organisations[link.source],
                other=self.organisations[link.target],
                kind=link.kind,
            )
            for link in self.world.links
        )

    def technologies_of_organisations(self) -> dict[str, set[str]]:
        """What they are at home in, and what their offers show."""
        found = {o.id: set(o.technologies) for o in self.world.organisations}
        for offer in self.world.offers:
            found[offer.owner].add(offer.idea.technology)
        return found

    def membership(self, record: records.Organisation) -> Membership:
        is_regular = record.country == "JP" and record.kind != "other_cluster"
        since = self.today - timedelta(days=365 + 11 * int(record.id[-3:]))
        return Membership(
            organisation=self.organisations[record.id],
            member_class="regular" if is_regular else "supporting",
            state="active",
            applied_on=since - timedelta(days=30),
            since=since,
        )

    def product_test(self, record: records.Organisation, percent: int) -> ProductDevelopmentTest:
        year = self.today.year - 1
        return ProductDevelopmentTest(
            organisation=self.organisations[record.id],
            fiscal_year=year,
            own_brand_percent=percent,
            evidence=EVIDENCE[record.language].format(year=year),
            checked_on=self.today - timedelta(days=90),
        )

    def fill_people(self) -> None:
        Contact.objects.bulk_create(
            Contact(
                organisation=self.organisations[p.organisation],
                name=p.name,
                name_kana=p.name_kana,
                role=p.role,
                job_title=p.job_title,
                email=p.email,
                phone=p.phone,
            )
            for p in self.world.contacts
        )
        rows = Researcher.objects.bulk_create(map(self.researcher, self.world.researchers))
        ids = [person.id for person in self.world.researchers]
        self.researchers = dict(zip(ids, rows, strict=True))
        LiaisonWindow.objects.bulk_create(
            LiaisonWindow(
                organisation=self.organisations[o.id],
                name=WINDOWS[o.language],
                phone=o.phone,
                email=f"liaison@{o.domain}",
                hours=HOURS[o.language],
            )
            for o in self.world.organisations
            if o.kind == "university"
        )

    def researcher(self, record: records.Person) -> Researcher:
        return Researcher(
            organisation=self.organisations[record.organisation],
            name=record.name,
            name_kana=record.name_kana,
            job_title=record.job_title,
        )

    def fill_offers(self) -> None:
        patents = Patent.objects.bulk_create(map(self.patent, self.world.patents))
        themes = ResearchTheme.objects.bulk_create(map(self.theme, self.world.themes))
        products = Product.objects.bulk_create(map(self.product, self.world.products))
        Process.objects.bulk_create(map(self.process, self.world.processes))
        found = {offer.id: {offer.idea.technology} for offer in self.world.offers}
        link_technologies(Patent, patents, found)
        link_technologies(ResearchTheme, themes, found)
        link_technologies(Product, products, found)

    def common(self, record: records.Offer) -> dict[str, Any]:
        return {
            "source": SOURCE,
            "source_id": record.id,
            "organisation": self.organisations[record.owner],
            "language": record.language,
            "visibility": record.visibility,
        }

    def patent(self, record: records.Patent) -> Patent:
        return Patent(
            **self.common(record),
            title=record.title,
            abstract=record.text,
            applicants=self.organisations[record.owner].name,
            application_number=record.application_number,
            application_date=record.filed_on,
            status=record.status,
            ipc="; ".join(record.ipc),
        )

    def theme(self, record: records.Theme) -> ResearchTheme:
        return ResearchTheme(
            **self.common(record),
            title=record.title,
            summary=record.text,
            researcher=self.researchers[record.researcher],
        )

    def product(self, record: records.Product) -> Product:
        return Product(
            **self.common(record),
            name=record.title,
            description=record.text,
            is_own_design=record.own_design,
        )

    def process(self, record: records.Process) -> Process:
        return Process(
            **self.common(record),
            name=record.title,
            description=record.text,
            base_technology_id=record.idea.technology,
            materials=record.materials,
            tolerance=record.tolerance,
            size_range=record.size_range,
            lot_size=record.lot_size,
            lead_time=LEAD_TIMES[record.language].format(days=record.lead_days),
        )

    def fill_needs(self) -> None:
        rows = Need.objects.bulk_create(map(self.need, self.world.needs))
        link_technologies(Need, rows, {need.id: need.technologies for need in self.world.needs})

    def need(self, record: records.Need) -> Need:
        row = Need(
            source=SOURCE,
            source_id=record.id,
            owner=self.organisations[record.owner],
            kind=record.kind,
            title=record.title,
            text=record.text,
            language=record.language,
            visibility=record.visibility,
            is_anonymous=record.anonymous,
            published_at=self.at - timedelta(days=record.published_days_ago),
            expires_on=self.today + timedelta(days=record.expires_in_days),
        )
        row.set_search_text()
        return row


def organisation(record: records.Organisation) -> Organisation:
    row = Organisation(
        source=SOURCE,
        source_id=record.id,
        kind=record.kind,
        language=record.language,
        country=record.country,
        name=record.name,
        name_kana=record.name_kana,
        name_en=record.name_en,
        corporate_number=record.corporate_number,
        municipality_id=record.municipality or None,
        address=record.address,
        phone=record.phone,
        email=record.email,
        website=record.website,
        summary=record.summary,
        core_technology=record.core_technology,
        employees=record.employees,
        capital_yen=record.capital_yen,
        founded_year=record.founded_year,
    )
    row.set_search_fields()
    return row


def link_technologies(
    model: type[models.Model], rows: Sequence[Any], codes: Mapping[str, Iterable[str]]
) -> None:
    """Fill the many-to-many table of a model whose rows carry the world's ids as `source_id`."""
    through = model._meta.get_field("base_technologies").remote_field.through  # type: ignore[union-attr]  # a ManyToManyField
    column = f"{model._meta.model_name}_id"
    through.objects.bulk_create(
        through(**{column: row.pk, "basetechnology_id": code})
        for row in rows
        for code in sorted(codes[row.source_id])
    )
