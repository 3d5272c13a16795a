from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from coordinators.models import Assignment, Coordinator
from events.models import Event, News
from matching.models import Need
from members.models import (
    BaseTechnology,
    Municipality,
    Organisation,
    PartnerSystem,
    Process,
    Product,
    User,
)
from tama_portal.common.reading import VISITOR
from tama_portal.demo.loading import fill_demo
from tama_portal.demo.logins import Login, read_logins, write_logins
from tama_portal.demo.records import World
from tlo.models import Patent, Researcher, ResearchTheme

AT = datetime(2026, 11, 24, 3, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fast_passwords(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def logins(tmp_path: Path) -> Path:
    return tmp_path / "logins.json"


@pytest.fixture
def filled(logins: Path) -> bool:
    return fill_demo(at=AT, logins=logins)


@pytest.mark.usefixtures("filled")
def test_the_whole_world_is_written() -> None:
    assert (Organisation.objects.count(), Need.objects.count()) == (340, 500)
    assert (Patent.objects.count(), ResearchTheme.objects.count()) == (320, 260)
    assert (Product.objects.count(), Process.objects.count()) == (240, 180)
    assert (Municipality.objects.count(), BaseTechnology.objects.count()) == (86, 32)
    assert (Coordinator.objects.count(), Assignment.objects.count()) == (12, 300)
    assert (Event.objects.count(), News.objects.count()) == (10, 8)


@pytest.mark.usefixtures("filled")
def test_all_members_are_listed_and_found_by_reading() -> None:
    assert Organisation.objects.listed().visible_to(VISITOR).count() == 340
    row = Organisation.objects.exclude(name_kana="").earliest("pk")
    assert row in Organisation.objects.matching_words(row.name_kana)


@pytest.mark.usefixtures("filled")
def test_rows_pass_their_own_validation() -> None:
    for model in (Organisation, Need, Patent, ResearchTheme, Product, Process, Event, News):
        for row in model._default_manager.order_by("pk")[:40]:
            row.full_clean(validate_unique=False, validate_constraints=False)


@pytest.mark.usefixtures("filled")
def test_all_needs_are_open_and_name_their_technologies(world: World) -> None:
    stored = {
        need.source_id: {technology.code for technology in need.base_technologies.all()}
        for need in Need.objects.open(AT).prefetch_related("base_technologies")
    }

    assert stored == {need.id: set(need.technologies) for need in world.needs}


@pytest.mark.usefixtures("filled")
def test_product_developers_pass_their_test() -> None:
    firms = Organisation.objects.filter(kind="product_sme")

    assert all(firm.is_product_development(AT.date()) for firm in firms[:10])


def test_second_filling_changes_nothing(filled: bool, logins: Path) -> None:
    entered = Need.objects.earliest("pk")
    entered.title = "書き直した題"
    entered.save()
    written = logins.read_text()

    assert filled
    assert not fill_demo(at=AT, logins=logins)
    assert Need.objects.get(pk=entered.pk).title == "書き直した題"
    assert logins.read_text() == written


@pytest.mark.usefixtures("filled")
def test_every_login_opens_its_door(logins: Path, world: World) -> None:
    found = {login.role: login for login in read_logins(logins)}
    partner = found.pop("partner_system")

    assert found.keys() | {"partner_system"} == {persona.role for persona in world.personas}
    for login in found.values():
        assert User.objects.get(email=login.email).check_password(login.password), login.role
    assert PartnerSystem.objects.get(client_id=partner.email).client_type == "confidential"


@pytest.mark.usefixtures("filled")
def test_personas_have_their_roles() -> None:
    roles = {user.email.partition("@")[0]: user for user in User.objects.all()}

    assert [roles[f"office-{r}"].office_role for r in ("viewer", "editor", "manager")] == [
        "viewer",
        "editor",
        "manager",
    ]
    assert roles["committee-member"].is_committee_member
    assert roles["member-administrator"].contacts.get().is_administrator
    assert not roles["member-user"].contacts.get().is_administrator
    assert Researcher.objects.get(user=roles["researcher"]).themes.exists()
    assert User.objects.filter(is_coordinator=True).count() == 12


@pytest.mark.usefixtures("filled")
def test_logins_are_for_their_owner_only(logins: Path) -> None:
    assert logins.stat().st_mode & 0o777 == 0o600


def test_passwords_written_before_are_kept(logins: Path, world: World) -> None:
    persona = world.personas[1]
    write_logins([Login(persona.role, persona.name, "ja", persona.email, "kept-from-before")], logins)

    fill_demo(at=AT, logins=logins)

    assert User.objects.get(email=persona.email).check_password("kept-from-before")


def test_reference_data_of_the_office_stays(logins: Path) -> None:
    BaseTechnology.objects.update_or_create(
        code="B13", defaults={"name_ja": "切削", "name_en": "Cutting", "name_ko": "절삭"}
    )

    fill_demo(at=AT, logins=logins)

    assert BaseTechnology.objects.get(code="B13").name_ja == "切削"


def test_command_refuses_outside_the_demo(settings: Settings) -> None:
    settings.DEMO = False

    with pytest.raises(CommandError, match="DEMO=true"):
        call_command("fill_demo")
    assert not Organisation.objects.exists()
