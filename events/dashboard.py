"""The first page after login: for members their needs and matches, for coordinators their organisations."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coordinators.models import Coordinator
from events.models import Event
from matching.access import visible_matches
from matching.models import Need, Side, Verdict
from members.access import person_of, reader_of
from members.models import Organisation, User
from tama_portal.common.reading import Reader

NEW_FOR = timedelta(days=7)
ENDS_SOON = timedelta(days=14)
SHOWN = 5


@dataclass(frozen=True)
class Waiting:
    """Something the member should do: the words, where, and how many."""

    text: str | Promise
    view_name: str
    argument: int
    title: str


@login_required
def dashboard(request: HttpRequest) -> HttpResponse:
    reader, at = reader_of(request), timezone.now()
    person = person_of(request)
    if reader.is_office and not reader.is_member:
        return redirect("admin:index")
    found = visible_matches(reader, at).filter(need__owner__in=reader.organisation_ids)
    context = {
        "person": person,
        "waiting": waiting(reader, at),
        "matches": found.undecided(Side.NEED).filter(first_seen_at__gte=at - NEW_FOR).best_first()[:SHOWN],
        "needs": own_needs(reader, at),
        "coordinators": Coordinator.objects.in_office(at)
        .filter(assignments__organisation__in=reader.organisation_ids)
        .select_related("user")
        .distinct(),
        "events": Event.objects.visible_to(reader).upcoming(at)[:3],
        "looked_after": looked_after(person) if reader.is_coordinator else [],
        "is_coordinator": reader.is_coordinator,
        "is_member": reader.is_member,
        "now": at,
    }
    return render(request, "events/dashboard.html", context)


def looked_after(person: User) -> list[Organisation]:
    """The organisations a coordinator looks after; `wanted` counts the interest in their needs' matches."""
    interest = Count(
        "needs__judgements", filter=Q(needs__judgements__verdict=Verdict.INTERESTED), distinct=True
    )
    rows = Organisation.objects.filter(assignment__coordinator__user=person)
    return list(rows.annotate(wanted=interest).order_by("-wanted", "sort_key", "pk"))


def own_needs(reader: Reader, at: datetime) -> list[Need]:
    """The newest own needs with the number of matches found this week."""
    fresh = Count("matches", filter=Q(matches__first_seen_at__gte=at - NEW_FOR), distinct=True)
    rows = Need.objects.owned_by(reader).filter(withdrawn_at=None)
    return list(rows.annotate(fresh=fresh, found=Count("matches", distinct=True))[:SHOWN])


def waiting(reader: Reader, at: datetime) -> list[Waiting]:
    """Drafts to publish, and needs that end soon."""
    own = Need.objects.owned_by(reader).filter(withdrawn_at=None)
    drafts = [
        Waiting(_("Publish the draft"), "need_detail", need.pk, need.title)
        for need in own.filter(published_at=None)[:SHOWN]
    ]
    last_day = timezone.localdate(at + ENDS_SOON)
    ending = own.open(at).filter(expires_on__lte=last_day)[:SHOWN]
    return drafts + [
        Waiting(_("Extend the need, it ends soon"), "need_edit", need.pk, need.title) for need in ending
    ]
