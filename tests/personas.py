"""A small cast. Every test about people uses these; each is one role of domain.md section 6."""

from collections.abc import Callable
from dataclasses import dataclass

from members.models import Contact, Organisation, OrganisationKind, User
from tests.factories import (
    ContactFactory,
    CoordinatorFactory,
    OrganisationFactory,
    ResearcherFactory,
    UserFactory,
)


@dataclass(frozen=True)
class Persona:
    user: User
    organisation: Organisation | None = None

    @property
    def firm(self) -> Organisation:
        """The organisation, for roles that have one."""
        assert self.organisation is not None
        return self.organisation


def member(name: str, *, kind: str = OrganisationKind.PRODUCT_SME, is_administrator: bool = True) -> Persona:
    contact: Contact = ContactFactory.create(
        organisation=OrganisationFactory.create(kind=kind, name=f"{name}'s firm"),
        user=UserFactory.create(name=name, email=f"{name.lower()}@firm.example"),
        is_administrator=is_administrator,
    )
    assert contact.user is not None
    return Persona(contact.user, contact.organisation)


def office(role: str) -> Persona:
    return Persona(UserFactory.create(name=role, email=f"{role}@office.example", office_role=role))


def coordinator() -> Persona:
    return Persona(CoordinatorFactory.create(user__email="coordinator@office.example").user)


def researcher() -> Persona:
    persona = member("Rika", kind=OrganisationKind.UNIVERSITY, is_administrator=False)
    ResearcherFactory.create(organisation=persona.organisation, user=persona.user)
    return persona


CAST: dict[str, Callable[[], Persona]] = {
    "member_administrator": lambda: member("Alice"),
    "member_user": lambda: member("Bob", is_administrator=False),
    "coordinator": coordinator,
    "tlo_officer": lambda: member("Tomo", kind=OrganisationKind.TLO),
    "researcher": researcher,
    "bank_user": lambda: member("Bunji", kind=OrganisationKind.BANK),
    "committee_member": lambda: Persona(
        UserFactory.create(name="Chika", email="chika@committee.example", is_committee_member=True)
    ),
    "office_viewer": lambda: office("viewer"),
    "office_editor": lambda: office("editor"),
    "office_manager": lambda: office("manager"),
}
