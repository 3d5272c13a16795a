"""The thousand seeds: patents, research themes, products and processes."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import TypedDict

from tama_portal.demo.chance import by_share, endlessly
from tama_portal.demo.organisations import processing_codes
from tama_portal.demo.records import (
    Idea,
    Language,
    Offer,
    Organisation,
    Patent,
    Person,
    Process,
    Product,
    Theme,
)
from tama_portal.demo.texts import Fields, Writer, draw_idea, draw_market
from tama_portal.demo.vocabulary import technologies, words

COUNTS = {"patent": 320, "theme": 260, "product": 240, "process": 180}
LANGUAGES: dict[Language, int] = {"ja": 55, "ko": 25, "en": 20}
# Which kinds of organisation own an offer, with their shares.
OWNERS: dict[str, dict[str, int]] = {
    "patent": {"university": 55, "product_sme": 30, "large_firm": 10, "tlo": 5},
    "theme": {"university": 1},
    "product": {"product_sme": 9, "large_firm": 1},
    "process": {"base_sme": 1},
}
# These also publish in English, whatever their own language.
INTERNATIONAL = {"university", "large_firm"}
STATUSES = {"published": 5, "registered": 4, "applied": 2}
REUSE = 0.55  # share of offers that take up a recent idea: so a need has more than one partner
RECENT = 40
NUMBERS = {
    "ja": "特願{year}-9{serial:05d}",
    "ko": "10-{year}-9{serial:06d}",
    "en": "PCT/XX{year}/9{serial:05d}",
}
FIRST_FILED = date(2016, 4, 1)


class Common(TypedDict):
    """What an offer of any kind begins with."""

    id: str
    owner: str
    language: Language
    title: str
    text: str
    idea: Idea
    visibility: str


class Ideas:
    """Draws ideas, taking up recent ones so that several offers answer the same need."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._all: Iterator[str] = endlessly(chance, list(technologies()))
        self._processing: Iterator[str] = endlessly(chance, processing_codes())
        self._recent: list[Idea] = []

    def next(self, kind: str) -> Idea:
        known = [i for i in self._recent if kind != "process" or technologies()[i.technology]["process"]]
        if known and self._chance.random() < REUSE:
            taken = self._chance.choice(known)
            market = draw_market(self._chance, taken.technology)
            return Idea(taken.technology, taken.material, taken.problem, market)
        idea = draw_idea(self._chance, next(self._processing if kind == "process" else self._all))
        self._recent = [*self._recent[1 - RECENT :], idea]
        return idea


class Owners:
    """Finds who offers it: of the right kind and language, at home in the technology if anybody is."""

    def __init__(self, chance: Random, organisations: Sequence[Organisation]) -> None:
        self._chance = chance
        self._organisations = organisations

    def choose(self, kind: str, language: Language, idea: Idea) -> Organisation:
        shares = OWNERS[kind]
        able = [o for o in self._organisations if o.kind in shares and speaks(o, language)]
        present = {name: share for name, share in shares.items() if any(o.kind == name for o in able)}
        wanted = self._chance.choices(list(present), list(present.values()))[0]
        able = [o for o in able if o.kind == wanted]
        at_home = [o for o in able if idea.technology in o.technologies]
        return self._chance.choice(at_home or able)


def speaks(organisation: Organisation, language: Language) -> bool:
    return organisation.language == language or (language == "en" and organisation.kind in INTERNATIONAL)


def draw_offers(
    chance: Random, writer: Writer, organisations: Sequence[Organisation], researchers: Sequence[Person]
) -> tuple[Offer, ...]:
    ideas, owners = Ideas(chance), Owners(chance, organisations)
    slots = [
        (kind, language) for kind, total in COUNTS.items() for language in by_share(chance, total, LANGUAGES)
    ]
    chance.shuffle(slots)
    serials = dict.fromkeys(COUNTS, 0)
    drawn = []
    for kind, language in slots:
        serials[kind] += 1
        idea = ideas.next(kind)
        title, text, known = writer.offer(kind, language, idea)
        common = Common(
            id=f"{kind.upper()}-{serials[kind]:04d}",
            owner=owners.choose(kind, language, idea).id,
            language=language,
            title=title,
            text=text,
            idea=idea,
            visibility="members" if chance.random() < 0.15 else "public",
        )
        drawn.append(specific(chance, kind, common, known, researchers))
    return tuple(sorted(drawn, key=lambda offer: offer.id))


def specific(
    chance: Random, kind: str, common: Common, known: Fields, researchers: Sequence[Person]
) -> Offer:
    if kind == "patent":
        return patent(chance, common)
    if kind == "theme":
        own = [person.id for person in researchers if person.organisation == common["owner"]]
        return Theme(**common, researcher=chance.choice(own))
    if kind == "product":
        return Product(**common, own_design=chance.random() < 0.85)
    return Process(
        **common,
        materials=words(common["language"])["materials"][common["idea"].material]["offer"][0],
        tolerance=known["tolerance"],
        size_range=known["size"],
        lot_size=known["lot"],
        lead_days=int(known["days"]),
    )


def patent(chance: Random, common: Common) -> Patent:
    filed = FIRST_FILED + timedelta(days=chance.randrange(3400))
    codes = technologies()[common["idea"].technology]["ipc"]
    return Patent(
        **common,
        ipc=tuple(sorted(chance.sample(codes, chance.randrange(1, len(codes) + 1)))),
        application_number=NUMBERS[common["language"]].format(year=filed.year, serial=int(common["id"][-4:])),
        filed_on=filed,
        status=chance.choices(list(STATUSES), list(STATUSES.values()))[0],
    )
