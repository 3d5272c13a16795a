"""One need: register, read, change, publish, withdraw."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from matching import services
from matching.access import get_own_need, get_visible_need, may_register_needs, sees_matches_of
from matching.forms import NeedForm
from matching.models import Need
from matching.views.matches import matches_of_need
from members.access import own_organisations, person_of, reader_of


def need_detail(request: HttpRequest, need_id: int) -> HttpResponse:
    reader, at = reader_of(request), timezone.now()
    need = get_visible_need(reader, need_id, at)
    is_own = need.is_owned_by(reader)
    context: dict[str, Any] = {
        "need": need,
        "is_own": is_own,
        "is_open": need.is_open(at),
        "shows_owner": need.shows_owner_to(reader),
    }
    if sees_matches_of(reader, need):
        context |= matches_of_need(request, need, at)
    return render(request, "matching/need_detail.html", context)


@login_required
def need_create(request: HttpRequest) -> HttpResponse:
    if not may_register_needs(reader_of(request)):
        raise PermissionDenied
    owners = list(own_organisations(person_of(request)))
    form = NeedForm(request.POST or None, owners=owners)
    if request.method == "POST" and form.is_valid():
        need = services.register_need(by=person_of(request), at=timezone.now(), **form.cleaned_data)
        if "publish" in request.POST:
            services.publish_need(need=need, at=timezone.now())
            messages.success(request, _("The need is published. Its matches are here tomorrow morning."))
        else:
            messages.success(request, _("The draft is kept. Publish it when it is ready."))
        return redirect("need_detail", need.pk)
    return render(request, "matching/need_form.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def need_edit(request: HttpRequest, need_id: int) -> HttpResponse:
    need = get_own_need(reader_of(request), need_id)
    form = NeedForm(request.POST or None, instance=need, owners=[need.owner])
    if request.method == "POST" and form.is_valid():
        services.update_need(need=Need.objects.get(pk=need.pk), **changes_of(form))
        messages.success(request, _("The need is changed."))
        return redirect("need_detail", need.pk)
    context = {"form": form, "need": need}
    return render(request, "matching/need_form.html", context, status=422 if form.errors else 200)


def changes_of(form: NeedForm) -> dict[str, Any]:
    """What the form changes: a day left empty leaves the day as it is."""
    return {
        name: value
        for name, value in form.cleaned_data.items()
        if not (name == "expires_on" and value is None)
    }


@login_required
@require_POST
def need_publish(request: HttpRequest, need_id: int) -> HttpResponse:
    need = get_own_need(reader_of(request), need_id)
    try:
        services.publish_need(need=need, at=timezone.now())
        messages.success(request, _("The need is published. Its matches are here tomorrow morning."))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("need_detail", need.pk)


@login_required
@require_POST
def need_withdraw(request: HttpRequest, need_id: int) -> HttpResponse:
    need = get_own_need(reader_of(request), need_id)
    services.withdraw_need(need=need, at=timezone.now())
    messages.success(request, _("The need is withdrawn. You can put it back on this page."))
    return redirect("need_detail", need.pk)


@login_required
@require_POST
def need_restore(request: HttpRequest, need_id: int) -> HttpResponse:
    need = get_own_need(reader_of(request), need_id)
    services.restore_need(need=need)
    messages.success(request, _("The need is open again."))
    return redirect("need_detail", need.pk)
