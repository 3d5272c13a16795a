"""Lists of needs and seeds: search, filters with counts, cursor pages."""

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.access import may_register_needs
from matching.filters import NeedFilter, SeedFilter, chosen_count
from matching.models import Need, NeedKind, Seed, SeedKind
from members.access import reader_of
from members.models import BaseTechnology
from tama_portal.common.listing import cursor_page, facet
from tama_portal.common.models import Language


def need_list(request: HttpRequest) -> HttpResponse:
    """Open needs the reader may read; `?mine=1` lists its own, drafts and ended ones too."""
    reader, at = reader_of(request), timezone.now()
    mine = bool(request.GET.get("mine")) and reader.is_member
    rows = Need.objects.owned_by(reader) if mine else Need.objects.visible_to(reader, at).open(at)
    shown = NeedFilter(request.GET, queryset=rows).qs.distinct()
    page = cursor_page(request, shown.select_related("owner").annotate(found=Count("matches", distinct=True)))
    needs = [
        {"need": need, "shows_owner": need.shows_owner_to(reader), "is_open": need.is_open(at)}
        for need in page.rows
    ]
    context = {
        "needs": needs,
        "page": page,
        "mine": mine,
        "may_register": may_register_needs(reader),
        "tabs": need_tabs(mine) if reader.is_member else [],
        "now": at,
    }
    return render(request, "matching/need_list.html", context | filters(request, rows, NeedKind.choices))


def need_tabs(mine: bool) -> list[dict[str, Any]]:
    return [
        {"text": _("Open needs"), "url": "?", "current": not mine},
        {"text": _("Our needs"), "url": "?mine=1", "current": mine},
    ]


def seed_list(request: HttpRequest) -> HttpResponse:
    rows = Seed.objects.visible_to(reader_of(request))
    shown = SeedFilter(request.GET, queryset=rows).qs.distinct()
    page = cursor_page(request, shown.select_related("municipality"))
    return render(
        request, "matching/seed_list.html", {"page": page} | filters(request, rows, SeedKind.choices)
    )


def filters(request: HttpRequest, rows: QuerySet[Any], kinds: list[tuple[str, Any]]) -> dict[str, Any]:
    """The filter panel's context. Counts are of the whole list, so that they do not jump while choosing."""
    address = request.GET
    technologies = [(row.pk, row.name) for row in BaseTechnology.objects.all()]
    facets = [
        facet(rows, name="kind", label=_("Kind"), field="kind", names=kinds, chosen=address.getlist("kind")),
        facet(
            rows,
            name="language",
            label=_("Language"),
            field="language",
            names=Language.choices,
            chosen=address.getlist("language"),
        ),
        facet(
            rows,
            name="technology",
            label=_("Base technology"),
            field="base_technologies",
            names=technologies,
            chosen=address.getlist("technology"),
        ),
    ]
    kept = {name: address[name] for name in ("q", "mine") if address.get(name)}
    return {"facets": facets, "chosen": chosen_count(address), "kept": kept, "q": address.get("q", "")}
