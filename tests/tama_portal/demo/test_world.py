import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from stdnum.jp import cn
from stdnum.kr import brn

from matching.models import ANSWERS as SHELVES
from members.models import OrganisationKind
from tama_portal.demo.names import municipalities
from tama_portal.demo.records import ANSWERS, Need, Offer, World
from tama_portal.demo.vocabulary import sentences, technologies, words
from tama_portal.demo.world import SEED, build_world

UNIVERSITIES = Path(__file__).parents[4] / "shared" / "data" / "universities_mext"
KANA, HANGUL, CJK = re.compile("[ぁ-ヿ]"), re.compile("[가-힣]"), re.compile("[぀-ヿ一-鿿가-힣]")


def texts_of(world: World) -> list[Offer | Need]:
    return [*world.offers, *world.needs]


def test_same_seed_gives_same_world(world: World) -> None:
    assert build_world(SEED).digest() == world.digest()


def test_other_seed_gives_other_world(world: World) -> None:
    assert build_world(SEED + 1).digest() != world.digest()


def test_sizes_are_those_promised(world: World) -> None:
    kinds = Counter(organisation.kind for organisation in world.organisations)

    assert len(world.organisations) == 340
    assert (kinds["product_sme"], kinds["base_sme"], kinds["large_firm"]) == (100, 110, 14)
    assert (kinds["municipality"], kinds["university"]) == (20, 40)
    assert (len(world.patents), len(world.themes), len(world.products), len(world.processes)) == (
        320,
        260,
        240,
        180,
    )
    assert len(world.needs) == 500
    assert (len(world.coordinators), len(world.events), len(world.news)) == (12, 10, 8)


def test_every_kind_of_member_is_there(world: World) -> None:
    assert {o.kind for o in world.organisations} == set(OrganisationKind.values) - {"other"}


def test_languages_have_their_shares(world: World) -> None:
    assert Counter(need.language for need in world.needs) == {"ja": 300, "en": 100, "ko": 100}
    assert Counter(offer.language for offer in world.offers) == {"ja": 550, "ko": 250, "en": 200}


def test_nine_needs_of_ten_ask_for_technology_or_processing(world: World) -> None:
    assert sum(need.kind in ANSWERS for need in world.needs) == 460


def test_ids_are_unique(world: World) -> None:
    people = [row.id for row in (*world.contacts, *world.researchers)]
    others = [*(row.id for row in world.organisations), *(row.id for row in world.coordinators)]
    ids = [*people, *others, *(row.id for row in texts_of(world))]

    assert max(Counter(ids).values()) == 1


def test_vocabulary_is_the_same_in_every_language() -> None:
    for group in ("technologies", "materials", "problems", "markets"):
        assert words("ja")[group].keys() == words("en")[group].keys() == words("ko")[group].keys()
    assert words("ja")["technologies"].keys() == technologies().keys()
    assert len(technologies()) == 32


@pytest.mark.parametrize("language", ["ja", "en", "ko"])
@pytest.mark.parametrize("kind", ["patent", "theme", "product", "process", "need"])
def test_every_text_type_has_ten_templates(language: str, kind: str) -> None:
    templates = sentences(language)[kind]

    assert len(templates["title"]) >= 10
    assert len(templates["open"]) >= 10


def test_no_text_comes_twice(world: World) -> None:
    texts = Counter(row.text for row in texts_of(world))

    assert max(texts.values()) == 1


def test_no_title_of_an_offer_comes_twice(world: World) -> None:
    assert max(Counter(offer.title for offer in world.offers).values()) == 1


def test_texts_are_in_the_language_they_claim(world: World) -> None:
    for row in texts_of(world):
        text = f"{row.title} {row.text}"
        if row.language == "ja":
            assert KANA.search(row.text), text
            assert not HANGUL.search(text), text
        elif row.language == "ko":
            assert HANGUL.search(row.text), text
            assert not KANA.search(text), text
        else:
            assert not CJK.search(text), text


def test_texts_have_two_to_six_sentences(world: World) -> None:
    for need in world.needs:
        assert 2 <= len(re.findall(r"[。？]|[.?](?= |$)", need.text)) <= 6, need.text


def test_no_placeholder_is_left(world: World) -> None:
    assert not [row.id for row in texts_of(world) if set("{}") & set(row.title + row.text)]


def test_all_addresses_are_examples(world: World) -> None:
    addresses = [
        *(row.email for row in (*world.contacts, *world.researchers)),
        *(row.email for row in world.personas),
        *(row.email for row in world.coordinators),
        *(row.email for row in world.organisations),
    ]

    assert [address for address in addresses if not address.endswith(".example")] == []
    assert all(o.website.endswith(".example/") for o in world.organisations)


def test_domains_are_unique(world: World) -> None:
    assert max(Counter(o.domain for o in world.organisations).values()) == 1


def test_corporate_numbers_have_their_check_digits(world: World) -> None:
    japanese = [o.corporate_number for o in world.organisations if o.country == "JP"]
    korean = [o.corporate_number for o in world.organisations if o.country == "KR"]

    assert all(cn.is_valid(number) and number[1:5] == "9999" for number in japanese)
    assert all(brn.is_valid(number) and number.startswith("999") for number in korean)
    assert len({*japanese, *korean}) == len(japanese) + len(korean)


def test_members_sit_where_they_may(world: World) -> None:
    zone = {row["code"] for row in municipalities() if row["in_zone"] == "1"}

    assert len(zone) == 74
    assert all(
        o.municipality in zone for o in world.organisations if o.country == "JP" and o.kind != "other_cluster"
    )


def test_no_institution_bears_a_real_name(world: World) -> None:
    if not UNIVERSITIES.exists():
        pytest.skip("../shared/data/universities_mext is not there")
    real = {
        row["name_ja"]
        for path in UNIVERSITIES.glob("*.csv")
        for row in csv.DictReader(path.open(encoding="utf-8-sig"))
    }

    assert {o.name for o in world.organisations if o.kind == "university"} & real == set()


def test_own_brand_share_passes_only_for_product_developers(world: World) -> None:
    for organisation in world.organisations:
        share = organisation.own_brand_percent
        assert (share is not None and share >= 10) == (organisation.kind == "product_sme")


def test_every_role_has_a_login(world: World) -> None:
    roles = {persona.role for persona in world.personas}

    assert roles >= {
        "member_administrator",
        "member_user",
        "coordinator",
        "tlo_officer",
        "researcher",
        "bank_user",
        "committee_member",
        "office_viewer",
        "office_editor",
        "office_manager",
        "partner_system",
    }
    assert {persona.language for persona in world.personas} == {"ja", "en", "ko"}
    assert len({persona.email for persona in world.personas}) == len(world.personas)


def test_the_first_firm_has_needs_with_partners(world: World) -> None:
    firm = next(p.organisation for p in world.personas if p.role == "member_administrator")

    assert sum(need.owner == firm and need.idea is not None for need in world.needs) >= 4


def test_every_member_has_one_coordinator(world: World) -> None:
    served = Counter(o for coordinator in world.coordinators for o in coordinator.organisations)

    assert served == {o.id: 1 for o in world.organisations if o.kind != "university"}


def test_answers_are_the_portals_own() -> None:
    assert {kind: shelf for kind, shelf in SHELVES.items() if shelf} == ANSWERS
