from datetime import date

from members.access import reader_for
from members.models import Contact, Organisation
from tama_portal.common.reading import VISITOR, Reader
from tests.factories import OrganisationFactory
from tests.personas import Persona


def test_reader_of_member_owns_their_firm_only(alice: Persona, bob: Persona) -> None:
    assert alice.organisation is not None
    assert reader_for(alice.user) == Reader(organisation_ids=frozenset({alice.organisation.pk}))


def test_reader_who_left_the_firm_is_a_visitor(alice: Persona) -> None:
    Contact.objects.filter(user=alice.user).update(left_on=date(2026, 11, 24))

    assert reader_for(alice.user) == VISITOR


def test_organisation_for_members_is_hidden_from_visitors(alice: Persona) -> None:
    hidden = OrganisationFactory.create(profile_visibility="members")

    assert hidden not in Organisation.objects.visible_to(VISITOR)
    assert hidden in Organisation.objects.visible_to(reader_for(alice.user))


def test_applicant_is_not_in_the_directory(alice: Persona) -> None:
    applicant = OrganisationFactory.create(is_member=False)

    assert applicant not in Organisation.objects.visible_to(reader_for(alice.user))


def test_firm_whose_membership_ended_keeps_its_own_and_loses_what_is_for_members(alice: Persona) -> None:
    hidden = OrganisationFactory.create(profile_visibility="members")
    assert alice.organisation is not None
    alice.organisation.memberships.update(state="ended")
    reader = reader_for(alice.user)

    assert hidden not in Organisation.objects.visible_to(reader)
    assert alice.organisation in Organisation.objects.visible_to(reader)
