"""The whole demo world from one seed: the same seed, the same world, on every machine."""

from tama_portal.demo.chance import stream
from tama_portal.demo.needs import NeedDrawer, true_partners
from tama_portal.demo.offers import draw_offers
from tama_portal.demo.organisations import draw_contacts, draw_links, draw_organisations, draw_researchers
from tama_portal.demo.programme import announcements, draw_coordinators, draw_personas
from tama_portal.demo.records import Patent, Process, Product, Theme, World
from tama_portal.demo.texts import Writer

SEED = 1998


def build_world(seed: int = SEED) -> World:
    organisations = draw_organisations(stream(seed, "organisations"))
    members = [o for o in organisations if o.kind != "university"]
    researchers = draw_researchers(stream(seed, "researchers"), organisations)
    writer = Writer(stream(seed, "texts"))
    offers = draw_offers(stream(seed, "offers"), writer, organisations, researchers)
    needs = NeedDrawer(stream(seed, "needs"), writer, organisations, offers).all()
    coordinators = draw_coordinators(stream(seed, "coordinators"), members)
    return World(
        organisations=organisations,
        contacts=draw_contacts(stream(seed, "contacts"), organisations),
        researchers=researchers,
        links=draw_links(stream(seed, "links"), organisations),
        patents=tuple(offer for offer in offers if isinstance(offer, Patent)),
        themes=tuple(offer for offer in offers if isinstance(offer, Theme)),
        products=tuple(offer for offer in offers if isinstance(offer, Product)),
        processes=tuple(offer for offer in offers if isinstance(offer, Process)),
        needs=needs,
        personas=draw_personas(stream(seed, "personas"), organisations, coordinators),
        coordinators=coordinators,
        events=announcements("events"),
        news=announcements("news"),
        gold=true_partners(needs, offers),
    )
