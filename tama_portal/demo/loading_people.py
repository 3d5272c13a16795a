"""The demo's accounts: one to log in with for each role, and the coordinators behind the members."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from coordinators.models import Assignment, Coordinator
from members.models import BaseTechnology, Contact, OfficeRole, Organisation, PartnerSystem, User
from tama_portal.demo.logins import Login
from tama_portal.demo.records import Persona, World
from tlo.models import Researcher

OFFICE_ROLES = {
    "office_viewer": OfficeRole.VIEWER,
    "office_editor": OfficeRole.EDITOR,
    "office_manager": OfficeRole.MANAGER,
}
ADMINISTRATORS = {"member_administrator", "member_korea"}
PARTNER_SYSTEM = "partner_system"
PARTNER_SCOPES = "organisations:read needs:read needs:write seeds:read matches:read"
TERM = timedelta(days=3 * 365)


def fill_coordinators(world: World, organisations: Mapping[str, Organisation], at: datetime) -> None:
    """Accounts that cannot log in yet; `fill_personas` gives the first one a password."""
    today = timezone.localdate(at)
    for record in world.coordinators:
        user = User.objects.create_user(record.email, name=record.name, is_coordinator=True)
        row = Coordinator.objects.create(
            user=user,
            name_kana=record.name_kana,
            services=list(record.services),
            languages=" ".join(record.languages),
            career=record.career,
            phone=record.phone,
            starts_on=today - TERM / 3,
            ends_on=today + TERM,
        )
        row.base_technologies.set(BaseTechnology.objects.filter(code__in=record.technologies))
        Assignment.objects.bulk_create(
            Assignment(organisation=organisations[o], coordinator=row, since=today - TERM / 3)
            for o in record.organisations
        )


def fill_personas(world: World, organisations: Mapping[str, Organisation], logins: Sequence[Login]) -> None:
    passwords = {login.email: login.password for login in logins}
    for persona in world.personas:
        if persona.role == PARTNER_SYSTEM:
            add_partner_system(persona, organisations, passwords[persona.email])
        elif persona.role == "coordinator":
            set_password(persona, passwords[persona.email])
        else:
            add_user(persona, organisations, passwords[persona.email])


def set_password(persona: Persona, password: str) -> None:
    user = User.objects.get(email=persona.email)
    user.set_password(password)
    user.save(update_fields=["password"])


def add_user(persona: Persona, organisations: Mapping[str, Organisation], password: str) -> None:
    user = User.objects.create_user(
        persona.email,
        password,
        name=persona.name,
        language=persona.language,
        office_role=OFFICE_ROLES.get(persona.role, ""),
        is_committee_member=persona.role == "committee_member",
    )
    if not persona.organisation:
        return
    home = organisations[persona.organisation]
    Contact.objects.create(
        organisation=home,
        user=user,
        name=persona.name,
        name_kana=persona.name_kana,
        email=persona.email,
        is_administrator=persona.role in ADMINISTRATORS,
    )
    if persona.role == "researcher":
        take_over_researcher(home, persona, user)


def take_over_researcher(institution: Organisation, persona: Persona, user: User) -> None:
    """The login has the themes of the institution's researcher with most of them."""
    row = max(Researcher.objects.filter(organisation=institution), key=lambda r: (r.themes.count(), -r.pk))
    row.user, row.name, row.name_kana = user, persona.name, persona.name_kana
    row.save(update_fields=["user", "name", "name_kana", "updated_at"])


def add_partner_system(persona: Persona, organisations: Mapping[str, Organisation], secret: str) -> None:
    home = organisations[persona.organisation]
    PartnerSystem.objects.create(
        name=f"{home.name_en} repository",
        organisation=home,
        client_id=persona.email,
        client_secret=secret,
        client_type=PartnerSystem.CLIENT_CONFIDENTIAL,
        authorization_grant_type=PartnerSystem.GRANT_CLIENT_CREDENTIALS,
        scopes=PARTNER_SCOPES,
    )
