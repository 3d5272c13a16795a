"""Writes on members: applications, invitations, and people's places at organisations."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from members.models import (
    BaseTechnology,
    Branch,
    Contact,
    DigestRhythm,
    Invitation,
    MemberClass,
    Membership,
    MembershipState,
    Municipality,
    OfficeRole,
    Organisation,
    OrganisationLink,
    Process,
    Product,
    User,
)
from tama_portal.mail import outbox

INVITATION_LIFE = timedelta(days=14)


class AlreadyDecided(Exception):
    """The application was approved or declined before."""


class InvitationSpent(Exception):
    """The invitation was used, withdrawn, or is too old."""


class LastAdministrator(Exception):
    """An organisation that has people needs one member administrator at least."""


def member_class_for(municipality: Municipality | None) -> MemberClass:
    """The zone check: regular members sit in the zone, all others can support."""
    return MemberClass.REGULAR if municipality and municipality.in_zone else MemberClass.SUPPORTING


@transaction.atomic
def apply_for_membership(
    *, organisation: Organisation, applicant_name: str, applicant_email: str, message: str, at: datetime
) -> Membership:
    """Keep the application and tell the office and the applicant. `organisation` is new and not yet saved."""
    organisation.full_clean()
    organisation.save()
    membership = Membership.objects.create(
        organisation=organisation,
        member_class=member_class_for(organisation.municipality),
        applied_on=timezone.localdate(at),
        applicant_name=applicant_name,
        applicant_email=applicant_email,
        message=message,
    )
    tell_office_of_application(membership, at=at)
    outbox.enqueue(
        to=applicant_email,
        subject=_("We have received your application"),
        body=_(
            "%(name)s,\n\nthank you for asking to join with %(organisation)s. "
            "The office answers within a week.\n"
        )
        % {"name": applicant_name, "organisation": organisation.name},
        at=at,
    )
    return membership


def tell_office_of_application(membership: Membership, *, at: datetime) -> None:
    address = settings.SITE_URL + reverse("admin:members_membership_change", args=[membership.pk])
    for user in User.objects.filter(is_active=True, office_role__in=[OfficeRole.EDITOR, OfficeRole.MANAGER]):
        with translation.override(user.language):
            outbox.enqueue(
                to=user.email,
                subject=_("%(organisation)s asks to join") % {"organisation": membership.organisation.name},
                body=_("Please decide on the application:\n%(address)s\n") % {"address": address},
                at=at,
            )


@transaction.atomic
def approve_membership(*, membership: Membership, by: User, at: datetime) -> None:
    """Put an application in force from today and invite the applicant as member administrator.

    Raises AlreadyDecided if somebody was faster.
    """
    organisation = Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    applied = Membership.objects.filter(pk=membership.pk, state=MembershipState.APPLIED)
    if not applied.update(
        state=MembershipState.ACTIVE,
        since=timezone.localdate(at),
        member_class=member_class_for(organisation.municipality),
    ):
        raise AlreadyDecided(membership.pk)
    if membership.applicant_email:
        invite(
            organisation=organisation,
            email=membership.applicant_email,
            name=membership.applicant_name,
            makes_administrator=True,
            language=organisation.language,
            by=by,
            at=at,
        )


@transaction.atomic
def decline_membership(*, membership: Membership, by: User, at: datetime) -> None:
    """Decline an application and write to the applicant. Raises AlreadyDecided if somebody was faster."""
    applied = Membership.objects.filter(pk=membership.pk, state=MembershipState.APPLIED)
    if not applied.update(state=MembershipState.DECLINED, until=None):
        raise AlreadyDecided(membership.pk)
    if not membership.applicant_email:
        return
    with translation.override(membership.organisation.language):
        outbox.enqueue(
            to=membership.applicant_email,
            subject=_("Your application to join"),
            body=_(
                "%(name)s,\n\nwe thank you for your interest. We cannot accept the application of "
                "%(organisation)s at present. The office is glad to explain.\n"
            )
            % {"name": membership.applicant_name, "organisation": membership.organisation.name},
            at=at,
        )


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(
    *,
    organisation: Organisation | None,
    email: str,
    name: str,
    makes_administrator: bool,
    language: str,
    by: User | None,
    at: datetime,
) -> Invitation:
    """Offer a person an account. An open invitation of the same person to the same place is replaced."""
    email = email.lower()
    Invitation.objects.open(at).filter(organisation=organisation, email=email).update(withdrawn_at=at)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email,
        name=name,
        makes_administrator=makes_administrator,
        token_hash=hashed(token),
        invited_by=by,
        expires_at=at + INVITATION_LIFE,
    )
    with translation.override(language):
        place = organisation.name if organisation else _("TAMA Portal")
        outbox.enqueue(
            to=email,
            subject=_("Invitation to %(place)s on the TAMA Portal") % {"place": place},
            body=_(
                "%(name)s,\n\nyou are invited to work for %(place)s on the TAMA Portal. "
                "Open your account here within 14 days:\n%(address)s\n"
            )
            % {
                "name": name,
                "place": place,
                "address": settings.SITE_URL + reverse("invitation", args=[token]),
            },
            at=at,
        )
    return invitation


def withdraw_invitation(*, invitation: Invitation, at: datetime) -> None:
    Invitation.objects.open(at).filter(pk=invitation.pk).update(withdrawn_at=at)


@transaction.atomic
def accept_invitation(
    *,
    invitation: Invitation,
    at: datetime,
    user: User | None = None,
    name: str = "",
    password: str = "",
    language: str = "",
) -> User:
    """Use an invitation once: open an account, or give an existing one its place.

    Raises InvitationSpent if it was used meanwhile, is withdrawn, or too old.
    """
    if not Invitation.objects.open(at).filter(pk=invitation.pk).update(accepted_at=at):
        raise InvitationSpent(invitation.pk)
    if user is None:
        user = User.objects.create_user(invitation.email, password, name=name, language=language or "ja")
        # The mailed token has proved the address; an unproved one may not set up a second factor.
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    if invitation.organisation_id:
        Contact.objects.get_or_create(
            organisation_id=invitation.organisation_id,
            user=user,
            left_on=None,
            defaults={
                "name": user.name,
                "email": user.email,
                "is_administrator": invitation.makes_administrator,
            },
        )
    return user


@transaction.atomic
def set_administrator(*, contact: Contact, is_administrator: bool) -> None:
    """Raises LastAdministrator if nobody would be left to manage colleagues."""
    Organisation.objects.select_for_update().get(pk=contact.organisation_id)
    if not is_administrator:
        refuse_last_administrator(contact)
    Contact.objects.filter(pk=contact.pk).update(is_administrator=is_administrator)


@transaction.atomic
def end_place(*, contact: Contact, at: datetime) -> None:
    """The person left: every right at the organisation ends with the next request.

    Raises LastAdministrator if nobody would be left to manage colleagues.
    """
    Organisation.objects.select_for_update().get(pk=contact.organisation_id)
    refuse_last_administrator(contact)
    Contact.objects.filter(pk=contact.pk).update(left_on=timezone.localdate(at), is_administrator=False)


def refuse_last_administrator(contact: Contact) -> None:
    """For callers that hold the organisation's row: two administrators may leave at the same moment."""
    current = Contact.objects.current().filter(organisation=contact.organisation_id, user__isnull=False)
    if set(current.filter(is_administrator=True).values_list("pk", flat=True)) == {contact.pk}:
        raise LastAdministrator(contact.pk)


@transaction.atomic
def keep_organisation(*, organisation: Organisation, technologies: Iterable[BaseTechnology]) -> None:
    """Keep a changed profile with the base technologies it is found by."""
    organisation.save()
    organisation.base_technologies.set(technologies)


@transaction.atomic
def keep_product(*, product: Product, technologies: Iterable[BaseTechnology]) -> None:
    product.save()
    product.base_technologies.set(technologies)


@transaction.atomic
def keep_process(*, process: Process) -> None:
    """Keep a process; the directory finds its organisation by the technology from now on."""
    process.save()
    process.organisation.base_technologies.add(process.base_technology)


def withdraw_offer(*, offer: Product | Process, at: datetime) -> None:
    offer.withdrawn_at = at
    offer.save(update_fields=["withdrawn_at", "updated_at"])


def restore_offer(*, offer: Product | Process) -> None:
    offer.withdrawn_at = None
    offer.save(update_fields=["withdrawn_at", "updated_at"])


def add_branch(*, branch: Branch) -> None:
    branch.save()


def remove_branch(*, branch: Branch) -> None:
    branch.delete()


def add_link(*, organisation: Organisation, other: Organisation, kind: str) -> OrganisationLink:
    """Declare how the organisation stands to another; said twice it is still one link."""
    link, _created = OrganisationLink.objects.get_or_create(organisation=organisation, other=other, kind=kind)
    return link


def remove_link(*, link: OrganisationLink) -> None:
    link.delete()


@transaction.atomic
def change_contact(*, contact: Contact, role: str, job_title: str, is_administrator: bool) -> None:
    """Raises LastAdministrator if nobody would be left to manage colleagues."""
    set_administrator(contact=contact, is_administrator=is_administrator)
    Contact.objects.filter(pk=contact.pk).update(role=role, job_title=job_title)


def change_account(*, user: User, name: str, language: str, digest: str | None = None) -> None:
    user.name, user.language, user.digest = name, language, digest or user.digest
    user.save(update_fields=["name", "language", "digest"])


def set_digest_rhythm(*, user: User, rhythm: DigestRhythm) -> None:
    User.objects.filter(pk=user.pk).update(digest=rhythm)
