"""How well the engine finds the demo world's planted partners, without a database.

usage: python -m tests.benchmarks.quality.demo
"""

from collections import defaultdict
from dataclasses import dataclass

from matching.engine.admission import Admission
from matching.engine.evaluation import evaluate
from matching.engine.glossary import Glossary
from matching.engine.grades import Grade
from matching.engine.labelled import run_of
from matching.engine.matcher import Matcher, statistics_of
from matching.engine.scoring import Ranking
from matching.engine.text import Text
from tama_portal.demo.needs import kind_of
from tama_portal.demo.records import ANSWERS, Need, Offer, World
from tama_portal.demo.world import build_world


@dataclass(frozen=True, slots=True)
class Figures:
    """What a buyer would ask of the demo.

    Attributes
    ----------
    ndcg10 : float
        Of the needs with partners.
    across : float
        Share of the needs with a partner in another language that have one in the first ten.
    best_alone : Grade
        The best grade of a need without a partner.
    """

    ndcg10: float
    across: float
    best_alone: Grade


def main() -> None:
    figures = measure(build_world())
    print(f"needs with planted partners, nDCG@10          {figures.ndcg10:.3f}  (at least .750)")
    print(f"partner of another language in the first ten  {figures.across:.3f}  (at least .700)")
    print(f"best grade of a need without a partner        {figures.best_alone.name.lower()}")


def measure(world: World) -> Figures:
    ranking = rank_world(world)
    judgements: defaultdict[str, dict[str, int]] = defaultdict(dict)
    abroad: defaultdict[str, set[str]] = defaultdict(set)
    for partner in world.gold:
        judgements[partner.need][partner.seed] = partner.grade
        if partner.cross_language:
            abroad[partner.need].add(partner.seed)
    run = run_of(ranking)
    reached = [bool(partners & set(run[need][:10])) for need, partners in abroad.items()]
    alone = [place for place, need in enumerate(world.needs) if need.idea is None]
    return Figures(
        evaluate(run, judgements).ndcg10,
        sum(reached) / len(reached),
        max((found.grade for place in alone for found in ranking.ranked(place)), default=Grade.NONE),
    )


def rank_world(world: World) -> Ranking:
    """Rank all offers for all needs, as the night does."""
    towns = {each.id: each.municipality for each in world.organisations}
    needs = [need_text(need, towns) for need in world.needs]
    glossary = Glossary.from_csv()
    matcher = Matcher(
        [offer_text(offer, towns) for offer in world.offers],
        glossary=glossary,
        statistics=statistics_of(needs, glossary=glossary),
    )
    own = [
        (place, other)
        for place, need in enumerate(world.needs)
        for other, offer in enumerate(world.offers)
        if offer.owner == need.owner
    ]
    kinds = [kind_of(offer) for offer in world.offers]
    admission = Admission.by_kind([need.kind for need in world.needs], kinds, ANSWERS, own)
    return matcher.rank(needs, admission=admission)


def need_text(need: Need, towns: dict[str, str]) -> Text:
    facets = {f"base:{code}" for code in need.technologies}
    if not need.anonymous and towns[need.owner]:
        facets.add(f"city:{towns[need.owner]}")
    return Text(need.id, need.title, need.text, need.language, frozenset(facets))


def offer_text(offer: Offer, towns: dict[str, str]) -> Text:
    facets = {f"base:{offer.idea.technology}"} | {f"ipc:{code[:4]}" for code in getattr(offer, "ipc", ())}
    if towns[offer.owner]:
        facets.add(f"city:{towns[offer.owner]}")
    return Text(offer.id, offer.title, offer.text, offer.language, frozenset(facets))


if __name__ == "__main__":
    main()
