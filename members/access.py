"""Who may see and do what among members, and the only loaders that take a request's id."""

import hashlib
from datetime import datetime
from typing import cast

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from members.models import (
    Branch,
    Contact,
    Invitation,
    Membership,
    MembershipState,
    Organisation,
    OrganisationLink,
    PartnerSystem,
    Process,
    Product,
    User,
)
from tama_portal.common.reading import VISITOR, Reader


def reader_for(user: User | AnonymousUser) -> Reader:
    """The person as a reader, from what is true in the database now."""
    if not isinstance(user, User) or not user.is_active:
        return VISITOR
    in_force = Membership.objects.filter(organisation=OuterRef("organisation"), state=MembershipState.ACTIVE)
    places = Contact.objects.current().filter(user=user).values_list("organisation_id", Exists(in_force))
    memberships = dict(places)
    return Reader(
        organisation_ids=frozenset(memberships),
        has_membership=any(memberships.values()) or not memberships,
        is_office=user.is_office,
        is_coordinator=user.is_coordinator,
    )


def reader_of(request: HttpRequest) -> Reader:
    """The request's reader, read once a request."""
    if "reader" not in request.__dict__:
        request.__dict__["reader"] = reader_for(request.user)
    return cast(Reader, request.__dict__["reader"])


def person_of(request: HttpRequest) -> User:
    """The person logged in, for views that require one."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def reader_for_system(system: PartnerSystem) -> Reader:
    in_force = Membership.objects.filter(organisation=system.organisation_id, state=MembershipState.ACTIVE)
    return Reader(organisation_ids=frozenset([system.organisation_id]), has_membership=in_force.exists())


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this session was opened with a TOTP code, a recovery code or a passkey."""
    records = request.session.get("account_authentication_methods", [])
    return any(record.get("method") == "mfa" for record in records)


def own_organisations(user: User) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=reader_for(user).organisation_ids)


def administers(user: User, organisation: Organisation) -> bool:
    return (
        Contact.objects.current().filter(user=user, organisation=organisation, is_administrator=True).exists()
    )


def get_visible_organisation(reader: Reader, organisation_id: int) -> Organisation:
    return get_object_or_404(Organisation.objects.visible_to(reader), pk=organisation_id)


def get_own_organisation(reader: Reader, organisation_id: int) -> Organisation:
    return get_object_or_404(Organisation, pk__in=reader.organisation_ids & {organisation_id})


def get_administered_organisation(user: User, organisation_id: int) -> Organisation:
    """For managing colleagues. Raises Http404 unless the user is its member administrator."""
    organisation = get_own_organisation(reader_for(user), organisation_id)
    if not administers(user, organisation):
        raise Http404
    return organisation


def get_own_contact(user: User, contact_id: int) -> Contact:
    """A colleague, for the member administrator of the same organisation."""
    contact = get_object_or_404(Contact.objects.current().select_related("organisation"), pk=contact_id)
    get_administered_organisation(user, contact.organisation_id)
    return contact


def get_own_product(reader: Reader, product_id: int) -> Product:
    return get_object_or_404(Product, pk=product_id, organisation__in=reader.organisation_ids)


def get_own_process(reader: Reader, process_id: int) -> Process:
    return get_object_or_404(Process, pk=process_id, organisation__in=reader.organisation_ids)


def get_own_branch(user: User, branch_id: int) -> Branch:
    branch = get_object_or_404(Branch, pk=branch_id)
    get_administered_organisation(user, branch.organisation_id)
    return branch


def get_own_link(user: User, link_id: int) -> OrganisationLink:
    link = get_object_or_404(OrganisationLink, pk=link_id)
    get_administered_organisation(user, link.organisation_id)
    return link


def get_own_invitation(user: User, invitation_id: int) -> Invitation:
    """An invitation of the organisation that the user administers."""
    invitation = get_object_or_404(Invitation, pk=invitation_id, organisation__isnull=False)
    get_administered_organisation(user, invitation.organisation_id or 0)
    return invitation


def get_invitation_by_token(token: str, at: datetime) -> Invitation | None:
    """The open invitation of a mailed token; None if it was used, withdrawn, or is too old."""
    token_hash = hashlib.sha256(token.encode()).hexdigest()
    return Invitation.objects.open(at).select_related("organisation").filter(token_hash=token_hash).first()


def has_account(email: str) -> bool:
    return User.objects.filter(email__iexact=email).exists()


def current_user(request: HttpRequest) -> User:
    """The person logged in; for views that asked for a login."""
    return cast(User, request.user)


def places_of(user: User) -> QuerySet[Contact]:
    """The person's current places, with the organisations."""
    return Contact.objects.current().filter(user=user).select_related("organisation")
