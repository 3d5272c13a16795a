import re

import pytest
from django.test import Client

from members.models import Organisation
from tests.factories import MunicipalityFactory, OrganisationFactory, ProcessFactory
from tests.personas import Persona

SHOWN = re.compile(r'href="/organisations/(\d+)/"')


def shown(client: Client, **query: object) -> list[int]:
    page = client.get("/organisations/", query).content.decode()  # type: ignore[arg-type]  # any query
    return [int(pk) for pk in SHOWN.findall(page)]


@pytest.fixture
def battery(db: None) -> Organisation:
    return OrganisationFactory.create(
        name="多摩電池",
        name_kana="タマデンチ",
        name_en="Tama Battery",
        summary="소재와 전고체 배터리",
        language="ko",
    )


@pytest.mark.parametrize("words", ["電池", "でんち", "ﾃﾞﾝﾁ", "denchi", "소재", "ｂａｔｔｅｒｙ", "多摩 電池"])
def test_search_finds_a_member_however_it_is_written(battery: Organisation, words: str) -> None:
    OrganisationFactory.create()

    assert shown(Client(), q=words) == [battery.pk]


def test_search_finds_a_member_by_what_it_offers_to_all(battery: Organisation) -> None:
    ProcessFactory.create(organisation=battery, name="精密金型の製作")
    ProcessFactory.create(organisation=battery, name="秘密の鍛造", visibility="members")

    assert shown(Client(), q="金型 電池") == [battery.pk]
    assert shown(Client(), q="鍛造") == []


def test_search_survives_what_no_name_contains(battery: Organisation) -> None:
    assert shown(Client(), q="\x00%_🙂" * 300) == []
    assert Client().get("/organisations/", {"municipality": "\x00", "after": "\x00~x"}).status_code == 200


def test_facets_count_under_the_other_choices(battery: Organisation) -> None:
    away = MunicipalityFactory.create(code="14130", name_en="Kawasaki-shi")
    firm = OrganisationFactory.create(municipality=away, kind="bank")
    facets = Client().get("/organisations/", {"kind": "bank"}).context["facets"]
    counts = {
        facet["name"]: {option["value"]: option["count"] for option in facet["options"]} for facet in facets
    }

    assert shown(Client(), kind="bank") == [firm.pk]
    assert counts["kind"] == {"product_sme": 1, "bank": 1}
    assert counts["municipality"] == {"14130": 1}
    assert counts["language"] == {"ja": 1}


def test_pages_follow_the_kana_order_without_gaps(db: None) -> None:
    rows = OrganisationFactory.create_batch(60)
    expected = [row.pk for row in sorted(rows, key=lambda row: (row.sort_key, row.pk))]
    page = Client().get("/organisations/")
    seen = [row.pk for row in page.context["page"].rows]
    while page.context["page"].next:
        page = Client().get("/organisations/", {"after": page.context["page"].next})
        seen += [row.pk for row in page.context["page"].rows]

    assert seen == expected
    back = Client().get("/organisations/", {"before": page.context["page"].previous}).context["page"]
    assert [row.pk for row in back.rows] == expected[25:50]


def test_card_shows_only_processes_the_reader_may_see(
    battery: Organisation, alice: Persona, browser_of
) -> None:
    ProcessFactory.create(organisation=battery, name="会員だけの加工", visibility="members")

    assert "会員だけの加工" not in Client().get("/organisations/").content.decode()
    assert "会員だけの加工" in browser_of(alice).get("/organisations/").content.decode()


def test_profile_shows_each_field_group_as_its_owner_wants(alice: Persona, bob: Persona, browser_of) -> None:
    firm = OrganisationFactory.create(phone="042-111-1111", employees=4321)
    address = f"/organisations/{firm.pk}/"

    visitor, member = (browser.get(address).content.decode() for browser in (Client(), browser_of(bob)))
    assert ("042-111-1111" in visitor, "042-111-1111" in member) == (False, True)
    assert "4,321" not in member


def test_profile_of_an_applicant_is_not_found(db: None) -> None:
    applicant = OrganisationFactory.create(is_member=False)

    assert Client().get(f"/organisations/{applicant.pk}/").status_code == 404
