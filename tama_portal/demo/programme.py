"""The people of the association, its events and news, and the demo's logins."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from tama_portal.demo.names import person, phone
from tama_portal.demo.records import Announcement, Coordinator, Language, Organisation, Persona
from tama_portal.demo.vocabulary import sentences, technologies, words

ASSOCIATION_DOMAIN = "association.example"
SERVICES = ("it", "innovation", "business", "linkage", "projects")
COORDINATORS = 12
SPOKEN: tuple[tuple[Language, ...], ...] = (("ja",), ("ja", "en"), ("ja",), ("ja", "ko"))
CAREERS = (
    "大手メーカーで{tech}の開発に三十年携わり、退職後に技術士として独立。",
    "{tech}の現場を経て工場長を務め、生産管理の改善を数多く支援。",
    "公設試で{tech}の依頼試験を担当し、企業と大学をつないできた。",
    "商社で{tech}の海外販売に従事し、販路づくりに詳しい。",
)
# Roles of the association and of the firm, institution or bank they belong to.
OFFICE_ROLES = ("committee_member", "office_viewer", "office_editor", "office_manager")


def draw_coordinators(chance: Random, members: Sequence[Organisation]) -> tuple[Coordinator, ...]:
    """Every member has one coordinator; those of Korean and English members speak their language."""
    order = chance.sample(range(len(members)), len(members))
    drawn: dict[str, Coordinator] = {}
    while len(drawn) < COORDINATORS:
        place = len(drawn)
        name = person(chance, "ja")
        if name.slug in drawn:
            continue
        fields = chance.sample(list(technologies()), 5)
        drawn[name.slug] = Coordinator(
            id=f"K-{place + 1:02d}",
            name=name.written,
            name_kana=name.kana,
            email=f"{name.slug}@{ASSOCIATION_DOMAIN}",
            phone=phone(chance, "ja"),
            services=tuple(sorted(chance.sample(SERVICES, chance.randrange(1, 4)), key=SERVICES.index)),
            technologies=tuple(sorted(fields)),
            languages=SPOKEN[place % len(SPOKEN)],
            career=chance.choice(CAREERS).format(tech=words("ja")["technologies"][fields[0]]["offer"][0]),
            organisations=(),
        )
    return assigned(list(drawn.values()), [members[i] for i in order])


def assigned(coordinators: Sequence[Coordinator], members: Sequence[Organisation]) -> tuple[Coordinator, ...]:
    served: dict[str, list[str]] = {coordinator.id: [] for coordinator in coordinators}
    for member in members:
        able = [c.id for c in coordinators if member.language in c.languages]
        served[min(able, key=lambda identifier: len(served[identifier]))].append(member.id)
    return tuple(replace(c, organisations=tuple(sorted(served[c.id]))) for c in coordinators)


def announcements(section: str) -> tuple[Announcement, ...]:
    return tuple(
        Announcement(
            id=f"{section.upper()}-{serial:02d}",
            language=row["language"],
            title=row["title"],
            text=row.get("summary") or row["body"],
            day=row["day"],
            hours=row.get("hours", 0),
            place=row.get("place", ""),
        )
        for serial, row in enumerate(sentences("programme")[section], start=1)
    )


def draw_personas(
    chance: Random, organisations: Sequence[Organisation], coordinators: Sequence[Coordinator]
) -> tuple[Persona, ...]:
    """One login for each role of domain.md section 6, and one each from Korea and from abroad."""

    def first(kind: str, language: Language = "ja") -> Organisation:
        return next(o for o in organisations if o.kind == kind and o.language == language)

    firm = first("product_sme")
    places: list[tuple[str, Organisation | None]] = [
        ("member_administrator", firm),
        ("member_user", firm),
        ("member_korea", first("product_sme", "ko")),
        ("member_overseas", first("product_sme", "en")),
        ("tlo_officer", first("tlo")),
        ("researcher", first("university")),
        ("bank_user", first("bank")),
        *((role, None) for role in OFFICE_ROLES),
        ("partner_system", first("university", "ko")),
    ]
    leader = coordinators[0]
    guide = Persona("coordinator", leader.name, leader.name_kana, leader.email, "ja", "")
    return (guide, *(persona(chance, role, place) for role, place in places))


def persona(chance: Random, role: str, place: Organisation | None) -> Persona:
    language: Language = place.language if place else "ja"
    name = person(chance, language)
    address = role.replace("_", "-")
    domain = place.domain if place else ASSOCIATION_DOMAIN
    return Persona(role, name.written, name.kana, f"{address}@{domain}", language, place.id if place else "")
