"""A person's own account, and how it begins: an invitation."""

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from members.access import current_user, get_invitation_by_token, has_account
from members.forms import AcceptForm, AccountForm
from members.models import Invitation
from members.services import InvitationSpent, accept_invitation, change_account

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_required
def account_settings(request: HttpRequest) -> HttpResponse:
    user = current_user(request)
    form = AccountForm(request.POST or None, instance=user)
    if not form.is_valid():
        return render(request, "members/account_settings.html", {"form": form})
    change_account(user=user, **form.cleaned_data)
    messages.success(request, _("Your settings are kept."))
    return redirect("account_settings")


def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Opens an account, gives an existing one its place, or says why neither is possible."""
    found = get_invitation_by_token(token, timezone.now())
    if found is None:
        return render(request, "members/invitation_spent.html", status=410)
    try:
        if request.user.is_authenticated:
            return _take_place(request, found)
        if has_account(found.email):
            return render(request, "members/invitation_sign_in.html", {"invitation": found})
        return _open_account(request, found)
    except InvitationSpent:
        return render(request, "members/invitation_spent.html", status=410)


def _take_place(request: HttpRequest, found: Invitation) -> HttpResponse:
    if request.method != "POST":
        return render(request, "members/invitation_accept.html", {"invitation": found})
    accept_invitation(invitation=found, user=current_user(request), at=timezone.now())
    messages.success(request, _("You have accepted the invitation."))
    return redirect("organisation_edit")


def _open_account(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = AcceptForm(request.POST or None, email=found.email, initial={"name": found.name})
    if not form.is_valid():
        return render(request, "members/invitation.html", {"invitation": found, "form": form})
    user = accept_invitation(invitation=found, at=timezone.now(), **form.cleaned_data)
    login(request, user, backend=BACKEND)
    record_authentication(request, user, method="password")
    messages.success(request, _("Your account is open."))
    return redirect("organisation_edit" if found.organisation_id else "account_settings")
