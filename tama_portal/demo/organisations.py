"""The members and institutions, the people in them, and how they stand to each other."""

from collections.abc import Iterator, Sequence
from random import Random

from tama_portal.demo.chance import endlessly
from tama_portal.demo.names import (
    COMPANIES,
    COUNTRIES,
    Name,
    Namer,
    person,
    phone,
    seat,
    suffixes_of,
)
from tama_portal.demo.records import Language, Link, Organisation, Person
from tama_portal.demo.texts import draw_idea, profile
from tama_portal.demo.vocabulary import technologies, words

# How many technologies an organisation of a kind is at home in; kinds not named here have none.
BREADTH = {"product_sme": 3, "base_sme": 2, "large_firm": 4, "university": 5}
EMPLOYEES = {"product_sme": (8, 180), "base_sme": (4, 90), "large_firm": (1200, 9000)}
TITLES = {
    "ja": {"representative": "代表取締役", "liaison": "連携窓口", "technology": "技術部長"},
    "ko": {"representative": "대표", "liaison": "협력 담당", "technology": "기술부장"},
    "en": {"representative": "Director", "liaison": "Partnership desk", "technology": "Head of technology"},
}
RESEARCHER_TITLES = {
    "ja": ("教授", "准教授", "主任研究員"),
    "ko": ("교수", "부교수", "책임연구원"),
    "en": ("Professor", "Associate Professor", "Senior Researcher"),
}
RESEARCHERS_EACH = 3


def draw_organisations(chance: Random) -> tuple[Organisation, ...]:
    namer = Namer(chance)
    homes = {True: endlessly(chance, processing_codes()), False: endlessly(chance, list(technologies()))}
    drawn: list[Organisation] = []
    for body in words("bodies")["bodies"]:
        suffixes = suffixes_of(body)
        for _ in range(body["count"]):
            name = namer.organisation(body["kind"], body["language"], suffixes)
            number = namer.corporate_number(body["language"])
            known = home_technologies(body, homes)
            drawn.append(
                draw_organisation(
                    chance,
                    identifier=f"O-{len(drawn) + 1:04d}",
                    kind=body["kind"],
                    language=body["language"],
                    name=name,
                    number=number,
                    known=known,
                )
            )
    return tuple(drawn)


def processing_codes() -> list[str]:
    return [code for code, facts in technologies().items() if facts["process"]]


def home_technologies(body: dict[str, str], homes: dict[bool, Iterator[str]]) -> tuple[str, ...]:
    breadth = BREADTH.get(body["kind"], 0)
    return tuple(sorted({next(homes[body["kind"] == "base_sme"]) for _ in range(breadth)}))


def draw_organisation(
    chance: Random,
    *,
    identifier: str,
    kind: str,
    language: Language,
    name: Name,
    number: str,
    known: tuple[str, ...],
) -> Organisation:
    idea = draw_idea(chance, chance.choice(known or processing_codes()))
    group = "firm" if kind in EMPLOYEES else "institution" if kind == "university" else "body"
    municipality, address = seat(chance, language, in_zone=kind != "other_cluster")
    low, high = EMPLOYEES.get(kind, (6, 60))
    return Organisation(
        id=identifier,
        kind=kind,
        language=language,
        country=COUNTRIES[language],
        name=name.written,
        name_kana=name.kana,
        name_en=name.english,
        domain=f"{name.slug}.example",
        corporate_number=number,
        municipality=municipality,
        address=address,
        phone=phone(chance, language),
        employees=chance.randrange(low, high),
        capital_yen=chance.randrange(3, 95) * (100_000_000 if kind == "large_firm" else 1_000_000),
        founded_year=chance.randrange(1928, 2019),
        technologies=known,
        summary=profile(chance, language, group, idea),
        core_technology=profile(chance, language, "core", idea) if known else "",
        own_brand_percent=chance.randrange(12, 96) if kind == "product_sme" else None,
    )


def draw_contacts(chance: Random, organisations: Sequence[Organisation]) -> tuple[Person, ...]:
    """One or two people at each: firms begin with their representative, bodies with the liaison."""
    drawn: list[Person] = []
    for organisation in organisations:
        first = "representative" if organisation.kind in COMPANIES else "liaison"
        second = ["technology"] if organisation.technologies and chance.random() < 0.6 else []
        drawn += draw_people(chance, organisation, "P", len(drawn), [first, *second])
    return tuple(drawn)


def draw_researchers(chance: Random, organisations: Sequence[Organisation]) -> tuple[Person, ...]:
    drawn: list[Person] = []
    for institution in (o for o in organisations if o.kind == "university"):
        drawn += draw_people(chance, institution, "R", len(drawn), ["researcher"] * RESEARCHERS_EACH)
    return tuple(drawn)


def draw_people(
    chance: Random, organisation: Organisation, prefix: str, before: int, roles: list[str]
) -> list[Person]:
    drawn: dict[str, Person] = {}
    while len(drawn) < len(roles):
        name, role = person(chance, organisation.language), roles[len(drawn)]
        title = (
            chance.choice(RESEARCHER_TITLES[organisation.language])
            if role == "researcher"
            else TITLES[organisation.language][role]
        )
        if name.slug in drawn:
            continue
        drawn[name.slug] = Person(
            id=f"{prefix}-{before + len(drawn) + 1:04d}",
            organisation=organisation.id,
            name=name.written,
            name_kana=name.kana,
            role=role,
            job_title=title,
            email=f"{name.slug}@{organisation.domain}",
            phone=organisation.phone,
        )
    return list(drawn.values())


def draw_links(chance: Random, organisations: Sequence[Organisation]) -> tuple[Link, ...]:
    """Customers, suppliers, joint research and a few declared competitors among the Japanese members."""
    by_kind: dict[str, list[str]] = {}
    for organisation in organisations:
        by_kind.setdefault(organisation.kind, []).append(organisation.id)
    makers, shops = by_kind["product_sme"], by_kind["base_sme"]
    pairs = {
        "supplier": (makers, shops, 40),
        "customer": (shops, by_kind["large_firm"], 30),
        "partner": (makers, by_kind["university"], 30),
        "competitor": (shops, shops, 12),
    }
    found = {
        (chance.choice(sources), chance.choice(targets), kind)
        for kind, (sources, targets, wanted) in pairs.items()
        for _ in range(wanted)
    }
    return tuple(Link(*link) for link in sorted(found) if link[0] != link[1])
