"""The frame of the pages on which people keep their own organisation."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from members.access import administers, current_user
from members.models import Organisation


def own_page(
    request: HttpRequest, current: str, organisation: Organisation, context: Mapping[str, Any]
) -> HttpResponse:
    """One tab of "My organisation". What only administrators may change is no tab for others."""
    names = {"offers": _("Products and processes")}
    if administers(current_user(request), organisation):
        names = {
            "profile_edit": _("Profile"),
            **names,
            "places": _("Branches and links"),
            "colleagues": _("Colleagues"),
        }
    tabs = [
        {"text": text, "url": reverse(name, args=[organisation.pk]), "current": name == current}
        for name, text in names.items()
    ]
    return render(request, f"members/{current}.html", {"organisation": organisation, "tabs": tabs, **context})
