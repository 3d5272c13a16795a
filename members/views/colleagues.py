"""A member administrator invites colleagues, changes their roles, and ends their places."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from members import services
from members.access import (
    administers,
    current_user,
    get_administered_organisation,
    get_own_contact,
    get_own_invitation,
)
from members.forms import ContactForm, InvitationForm
from members.models import Contact, Organisation
from members.views.tabs import own_page

LAST_ADMINISTRATOR = gettext_lazy(
    "This is the last member administrator. Make a colleague administrator first."
)


@login_required
def colleagues(request: HttpRequest, organisation_id: int) -> HttpResponse:
    user = current_user(request)
    organisation = get_administered_organisation(user, organisation_id)
    return _page(request, organisation, InvitationForm(initial={"language": user.language}))


@login_required
@require_POST
def invite_colleague(request: HttpRequest, organisation_id: int) -> HttpResponse:
    user = current_user(request)
    organisation = get_administered_organisation(user, organisation_id)
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _page(request, organisation, form)
    services.invite(organisation=organisation, by=user, at=timezone.now(), **form.cleaned_data)
    messages.success(
        request, _("The invitation is on its way to %(email)s.") % {"email": form.cleaned_data["email"]}
    )
    return redirect("colleagues", organisation.pk)


@login_required
@require_POST
def invitation_withdraw(request: HttpRequest, invitation_id: int) -> HttpResponse:
    invitation = get_own_invitation(current_user(request), invitation_id)
    services.withdraw_invitation(invitation=invitation, at=timezone.now())
    messages.success(request, _("The invitation of %(email)s is withdrawn.") % {"email": invitation.email})
    return redirect("colleagues", invitation.organisation_id)


@login_required
def colleague_edit(request: HttpRequest, contact_id: int) -> HttpResponse:
    contact = get_own_contact(current_user(request), contact_id)
    form = ContactForm(request.POST or None, instance=contact)
    if not (form.is_valid() and _keep(form)):
        return render(request, "members/colleague_form.html", {"form": form, "contact": contact})
    messages.success(request, _("The changes for %(name)s are kept.") % {"name": contact.name})
    return _back(request, contact)


@login_required
@require_POST
def colleague_end(request: HttpRequest, contact_id: int) -> HttpResponse:
    contact = get_own_contact(current_user(request), contact_id)
    try:
        services.end_place(contact=contact, at=timezone.now())
    except services.LastAdministrator:
        messages.error(request, LAST_ADMINISTRATOR)
    else:
        messages.success(request, _("%(name)s no longer has access.") % {"name": contact.name})
    return _back(request, contact)


def _keep(form: ContactForm) -> bool:
    try:
        services.change_contact(contact=form.instance, **form.cleaned_data)
    except services.LastAdministrator:
        form.add_error("is_administrator", LAST_ADMINISTRATOR)
        return False
    return True


def _back(request: HttpRequest, contact: Contact) -> HttpResponse:
    """To the colleagues, unless the person has just given up the right to see that page."""
    if administers(current_user(request), contact.organisation):
        return redirect("colleagues", contact.organisation_id)
    return redirect("organisation_edit")


def _page(request: HttpRequest, organisation: Organisation, form: InvitationForm) -> HttpResponse:
    context = {
        "form": form,
        "contacts": organisation.contacts.current().select_related("user"),
        "invitations": organisation.invitations.open(timezone.now()),
    }
    return own_page(request, "colleagues", organisation, context)
