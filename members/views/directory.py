"""The directory of members and their profiles."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from members.access import get_visible_organisation, reader_of
from members.filters import DirectorySearch, page_in_kana_order
from members.models import Process, Product


def directory(request: HttpRequest) -> HttpResponse:
    reader, search = reader_of(request), DirectorySearch.from_query(request.GET)
    page = page_in_kana_order(
        search.members(reader), after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    context = {
        "search": search,
        "page": page,
        "facets": search.facets(reader),
        "is_filtered": bool(search.words or search.number_chosen),
        "kept": {"q": search.words} if search.words else {},
    }
    return render(request, "members/directory.html", context)


def organisation(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """A profile: each field group as its owner lets this reader see it."""
    reader = reader_of(request)
    found = get_visible_organisation(reader, organisation_id)
    context = {
        "organisation": found,
        "is_own": found.pk in reader.organisation_ids,
        "shows_contact": found.shows("contact", reader),
        "shows_figures": found.shows("figures", reader),
        "products": Product.objects.visible_to(reader).offered().filter(organisation=found),
        "processes": Process.objects.filter(organisation=found)
        .select_related("base_technology")
        .visible_to(reader)
        .offered(),
        "is_product_development": found.is_product_development(timezone.localdate()),
    }
    return render(request, "members/organisation.html", context)
