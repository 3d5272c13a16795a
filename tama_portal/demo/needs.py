"""The five hundred needs, most with true partners among the offers, some with none."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from tama_portal.demo.chance import by_share
from tama_portal.demo.records import ANSWERS, Idea, Language, Need, Offer, Organisation, Partnership
from tama_portal.demo.texts import Writer, draw_idea, draw_market, joined
from tama_portal.demo.vocabulary import sentences, technologies

TOTAL = 500
LANGUAGES: dict[Language, int] = {"ja": 60, "en": 20, "ko": 20}
KINDS = {"technology": 60, "processing": 40}
# Kinds of need whose shelves are still to come: how many of each in each language.
OTHER_KINDS: dict[str, dict[Language, int]] = {
    "equipment": {"ja": 6, "en": 1, "ko": 1},
    "sales": {"ja": 4, "en": 2, "ko": 2},
    "people": {"ja": 5, "en": 2, "ko": 1},
    "money": {"ja": 3, "en": 1, "ko": 1},
    "advice": {"ja": 4, "en": 1, "ko": 2},
    "space": {"ja": 2, "en": 1, "ko": 1},
}
OWNER_KINDS = {"product_sme", "base_sme", "large_firm"}
ACROSS_LANGUAGES = 0.3  # share of needs taken from an offer in another language
MOST_NEEDS_FOR_AN_IDEA = 3
NAMED_TECHNOLOGY = 0.75
HOME_FIRM_SHARE = 0.03  # the firm of the demo logins has enough to show
VISIBILITIES = {"members": 14, "public": 5, "office": 1}


class NeedDrawer:
    def __init__(
        self, chance: Random, writer: Writer, organisations: Sequence[Organisation], offers: Sequence[Offer]
    ) -> None:
        self._chance = chance
        self._writer = writer
        self._firms = [o for o in organisations if o.kind in OWNER_KINDS]
        self._home = organisations[0]
        self._offers = offers
        self._asked: Counter[tuple[str, str, str]] = Counter()

    def all(self) -> tuple[Need, ...]:
        drawn = [*self._topics(), *self._other_kinds()]
        taken = Counter(need.language for need in drawn)
        left: dict[Language, int] = {
            language: TOTAL * share // 100 - taken[language] for language, share in LANGUAGES.items()
        }
        languages = by_share(self._chance, sum(left.values()), left)
        kinds = by_share(self._chance, len(languages), KINDS)
        drawn += [self._answered(kind, lang) for kind, lang in zip(kinds, languages, strict=True)]
        self._chance.shuffle(drawn)
        return tuple(numbered(need, serial) for serial, need in enumerate(drawn, start=1))

    def _answered(self, kind: str, language: Language) -> Need:
        owner, offer = self._owner(language), None
        while offer is None:
            offer = self._offer_for(kind, language, owner)
        idea = offer.idea
        if self._chance.random() < 0.5:
            idea = replace(idea, market=draw_market(self._chance, idea.technology))
        self._asked[core(idea)] += 1
        title, text = self._writer.need(kind, language, idea)
        named = (idea.technology,) if self._chance.random() < NAMED_TECHNOLOGY else ()
        return self._need(owner, kind=kind, language=language, title=title, text=text, named=named, idea=idea)

    def _offer_for(self, kind: str, language: Language, owner: Organisation) -> Offer | None:
        """An offer whose idea the need will share, or None for another try."""
        offer = self._chance.choice(self._offers)
        across = self._chance.random() < ACROSS_LANGUAGES
        fits = (
            kind_of(offer) in ANSWERS[kind]
            and (kind == "technology" or technologies()[offer.idea.technology]["process"])
            and offer.owner != owner.id
            and (offer.language != language) == across
            and self._asked[core(offer.idea)] < MOST_NEEDS_FOR_AN_IDEA
        )
        return offer if fits else None

    def _topics(self) -> list[Need]:
        return [
            self._need(
                self._owner(language),
                kind="technology",
                language=language,
                title=topic[language]["title"],
                text=joined(language, topic[language]["text"]),
            )
            for topic in sentences("elsewhere")["topics"]
            for language in LANGUAGES
            if language in topic
        ]

    def _other_kinds(self) -> list[Need]:
        return [
            self._other(kind, language)
            for kind, wanted in OTHER_KINDS.items()
            for language, count in wanted.items()
            for _ in range(count)
        ]

    def _other(self, kind: str, language: Language) -> Need:
        idea = draw_idea(self._chance, self._chance.choice(list(technologies())))
        title, text = self._writer.other(kind, language, idea)
        return self._need(self._owner(language), kind=kind, language=language, title=title, text=text)

    def _owner(self, language: Language) -> Organisation:
        if language == "ja" and self._chance.random() < HOME_FIRM_SHARE:
            return self._home
        return self._chance.choice([o for o in self._firms if o.language == language])

    def _need(
        self,
        owner: Organisation,
        *,
        kind: str,
        language: Language,
        title: str,
        text: str,
        named: tuple[str, ...] = (),
        idea: Idea | None = None,
    ) -> Need:
        chance = self._chance
        return Need(
            id="",
            owner=owner.id,
            kind=kind,
            language=language,
            title=title,
            text=text,
            technologies=named,
            visibility=chance.choices(list(VISIBILITIES), list(VISIBILITIES.values()))[0],
            anonymous=chance.random() < 0.12,
            published_days_ago=chance.randrange(1, 120),
            expires_in_days=chance.randrange(14, 330),
            idea=idea,
        )


def numbered(need: Need, serial: int) -> Need:
    return replace(need, id=f"NEED-{serial:04d}")


def core(idea: Idea) -> tuple[str, str, str]:
    return idea.technology, idea.material, idea.problem


def true_partners(needs: Sequence[Need], offers: Sequence[Offer]) -> tuple[Partnership, ...]:
    """Every offer that answers a need, of a kind that can, from somebody else, best grade first."""
    by_matter: defaultdict[tuple[str, str], list[Offer]] = defaultdict(list)
    for offer in offers:
        by_matter[offer.idea.technology, offer.idea.material].append(offer)
    found = [
        Partnership(
            need=need.id,
            seed=offer.id,
            grade=2 if offer.idea.problem == need.idea.problem else 1,
            cross_language=offer.language != need.language,
        )
        for need in needs
        if need.idea
        for offer in by_matter[need.idea.technology, need.idea.material]
        if kind_of(offer) in ANSWERS[need.kind] and offer.owner != need.owner
    ]
    return tuple(sorted(found, key=lambda p: (p.need, -p.grade, p.seed)))


def kind_of(offer: Offer) -> str:
    return type(offer).__name__.lower()
