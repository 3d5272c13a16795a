"""A visitor asks to join; the zone check answers while the form is filled in."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from members.forms import JoinForm, ZoneForm
from members.models import Municipality
from members.services import apply_for_membership, member_class_for

APPLICATIONS_AN_HOUR = 5
HOUR = 3600


def join(request: HttpRequest) -> HttpResponse:
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.looks_automatic():
        return redirect("join_thanks")
    if not form.is_valid():
        return render(request, "members/join.html", {"form": form, **_zone(request)})
    if _has_asked_too_often(request):
        return render(request, "429.html", status=429)
    apply_for_membership(
        organisation=form.instance,
        applicant_name=form.cleaned_data["applicant_name"],
        applicant_email=form.cleaned_data["applicant_email"],
        message=form.cleaned_data["message"],
        at=timezone.now(),
    )
    return redirect("join_thanks")


def join_thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "members/join_thanks.html")


def zone_check(request: HttpRequest) -> HttpResponse:
    """Which member class a municipality opens, for the form above."""
    return render(request, "members/_zone.html", _zone(request))


def _zone(request: HttpRequest) -> dict[str, object]:
    form = ZoneForm(request.POST if request.method == "POST" else request.GET)
    town: Municipality | None = form.cleaned_data["municipality"] if form.is_valid() else None
    return {"town": town, "member_class": member_class_for(town) if town else None}


def _has_asked_too_often(request: HttpRequest) -> bool:
    key = f"join:{get_adapter().get_client_ip(request)}"
    cache.add(key, 0, HOUR)
    return cache.incr(key) > APPLICATIONS_AN_HOUR
