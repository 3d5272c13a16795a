"""Applications, invitations, and people's places: what must happen once, and what never."""

from datetime import timedelta

import pytest

from members import services
from members.models import Contact, Invitation, Membership, MembershipState, Organisation, User
from tama_portal.mail.models import OutgoingMessage
from tests.factories import NOW, ContactFactory, MembershipFactory, MunicipalityFactory, OrganisationFactory
from tests.personas import Persona


@pytest.fixture
def application(db: None) -> Membership:
    return MembershipFactory.create(
        state=MembershipState.APPLIED, since=None, applicant_name="Sora", applicant_email="sora@firm.example"
    )


@pytest.mark.parametrize(("in_zone", "member_class"), [(True, "regular"), (False, "supporting")])
@pytest.mark.django_db
def test_zone_check_opens_a_member_class(in_zone: bool, member_class: str) -> None:
    assert services.member_class_for(MunicipalityFactory.create(in_zone=in_zone)) == member_class


@pytest.mark.django_db
def test_zone_check_without_a_municipality_opens_support_only() -> None:
    assert services.member_class_for(None) == "supporting"


def test_approval_puts_in_force_and_invites_the_applicant(application, persona) -> None:
    services.approve_membership(membership=application, by=persona("office_editor").user, at=NOW)

    application.refresh_from_db()
    invitation = Invitation.objects.get()
    assert (application.state, application.member_class, str(application.since)) == (
        "active",
        "regular",
        "2026-11-24",
    )
    assert (invitation.email, invitation.makes_administrator) == ("sora@firm.example", True)


def test_application_is_decided_once(application, persona) -> None:
    editor = persona("office_editor").user
    services.decline_membership(membership=application, by=editor, at=NOW)

    with pytest.raises(services.AlreadyDecided):
        services.approve_membership(membership=application, by=editor, at=NOW)
    assert Invitation.objects.count() == 0


def test_application_tells_the_office_and_the_applicant(persona) -> None:
    editor = persona("office_editor").user
    services.apply_for_membership(
        organisation=Organisation(name="新会員", kind="base_sme"),
        applicant_name="Sora",
        applicant_email="sora@firm.example",
        message="",
        at=NOW,
    )

    assert set(OutgoingMessage.objects.values_list("to", flat=True)) == {editor.email, "sora@firm.example"}


def invited(alice: Persona, **changes: object) -> Invitation:
    facts = {
        "organisation": alice.firm, "email": "Carol@firm.example", "name": "Carol",
        "makes_administrator": False, "language": "ko", "by": alice.user, "at": NOW,
    }  # fmt: skip
    return services.invite(**facts | changes)  # type: ignore[arg-type]  # the same facts in every test


def test_invitation_keeps_only_the_hash_of_its_token(alice: Persona) -> None:
    invitation = invited(alice)
    mail = OutgoingMessage.objects.get()
    token = mail.body.split("/invitation/")[1].split("/")[0]

    assert invitation.token_hash == services.hashed(token)
    assert token not in invitation.token_hash
    assert (mail.to, mail.language) == ("carol@firm.example", "ko")


def test_second_invitation_replaces_the_first(alice: Persona) -> None:
    first, second = invited(alice), invited(alice)

    assert list(Invitation.objects.open(NOW)) == [second]
    with pytest.raises(services.InvitationSpent):
        services.accept_invitation(invitation=first, at=NOW, name="Carol", password="x")


def test_invitation_read_twice_before_it_is_used_opens_one_account(alice: Persona) -> None:
    invited(alice)
    first, second = Invitation.objects.get(), Invitation.objects.get()
    services.accept_invitation(invitation=first, at=NOW, name="Carol", password="x")

    with pytest.raises(services.InvitationSpent):
        services.accept_invitation(invitation=second, at=NOW, name="Carol", password="x")
    assert User.objects.filter(email="carol@firm.example").count() == 1


@pytest.mark.parametrize(("days", "is_open"), [(13, True), (14, False)])
def test_invitation_lives_14_days(alice: Persona, days: int, is_open: bool) -> None:
    invited(alice)

    assert Invitation.objects.open(NOW + timedelta(days=days)).exists() is is_open


def test_withdrawn_invitation_is_spent(alice: Persona) -> None:
    invitation = invited(alice)
    services.withdraw_invitation(invitation=invitation, at=NOW)

    with pytest.raises(services.InvitationSpent):
        services.accept_invitation(invitation=invitation, at=NOW, user=alice.user)


def test_last_administrator_stays(alice: Persona) -> None:
    contact = Contact.objects.get(user=alice.user)

    with pytest.raises(services.LastAdministrator):
        services.end_place(contact=contact, at=NOW)
    with pytest.raises(services.LastAdministrator):
        services.set_administrator(contact=contact, is_administrator=False)


def test_administrator_may_go_when_another_stays(alice: Persona) -> None:
    ContactFactory.create(organisation=alice.firm, is_administrator=True)
    contact = Contact.objects.get(user=alice.user)
    services.end_place(contact=contact, at=NOW)

    contact.refresh_from_db()
    assert (str(contact.left_on), contact.is_administrator) == ("2026-11-24", False)


def test_link_declared_twice_is_one_link(alice: Persona) -> None:
    other = OrganisationFactory.create()
    for _time in range(2):
        services.add_link(organisation=alice.firm, other=other, kind="competitor")

    assert alice.firm.links.count() == 1
