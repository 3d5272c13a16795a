"""The public face of the association, and the members-only area."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from events.access import get_visible_event, get_visible_news
from events.figures import association_figures
from events.models import Event, News
from events.programmes import PROGRAMMES
from matching.models import Need, Seed
from members.access import reader_of

HOME_EVENTS = 3
HOME_NEWS = 4
LIST_LENGTH = 50


def home(request: HttpRequest) -> HttpResponse:
    reader, at = reader_of(request), timezone.now()
    context = {
        "figures": association_figures(at),
        "events": Event.objects.visible_to(reader).upcoming(at)[:HOME_EVENTS],
        "news": News.objects.visible_to(reader).published(at)[:HOME_NEWS],
    }
    return render(request, "events/home.html", context)


def about(request: HttpRequest) -> HttpResponse:
    return render(request, "events/about.html", {"figures": association_figures(timezone.now())})


def programmes(request: HttpRequest) -> HttpResponse:
    return render(request, "events/programmes.html", {"programmes": PROGRAMMES})


def credits_page(request: HttpRequest) -> HttpResponse:
    """What the licences of imported records ask us to show."""
    rows = [
        *Seed.objects.offered().exclude(credit="").order_by().values_list("credit", "licence").distinct(),
        *Need.objects.exclude(credit="").order_by().values_list("credit", "licence").distinct(),
    ]
    return render(request, "events/credits.html", {"credits": sorted(set(rows))})


@login_required
def members_area(request: HttpRequest) -> HttpResponse:
    """Notices for members. People without a place at a member organisation are told so."""
    reader, at = reader_of(request), timezone.now()
    if not (reader.is_member or reader.is_office or reader.is_coordinator):
        raise PermissionDenied
    context = {
        "news": News.objects.visible_to(reader).published(at)[:LIST_LENGTH],
        "events": Event.objects.visible_to(reader).upcoming(at)[:LIST_LENGTH],
    }
    return render(request, "events/members_area.html", context)


def event_list(request: HttpRequest) -> HttpResponse:
    reader, at = reader_of(request), timezone.now()
    visible = Event.objects.visible_to(reader)
    context = {
        "upcoming": visible.upcoming(at)[:LIST_LENGTH],
        "past": visible.filter(ends_at__lt=at)[:LIST_LENGTH],
    }
    return render(request, "events/event_list.html", context)


def event_detail(request: HttpRequest, event_id: int) -> HttpResponse:
    event = get_visible_event(reader_of(request), event_id)
    return render(request, "events/event_detail.html", {"event": event})


def news_detail(request: HttpRequest, news_id: int) -> HttpResponse:
    item = get_visible_news(reader_of(request), news_id, timezone.now())
    return render(request, "events/news_detail.html", {"item": item})
