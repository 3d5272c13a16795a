"""What list pages share: cursor pages and filters with counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Count, Model, QuerySet
from django.http import Http404, HttpRequest
from django.utils.functional import Promise
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

M = TypeVar("M", bound=Model)

PAGE_SIZE = 25


@dataclass(frozen=True)
class Page(Generic[M]):
    """Some rows of a list, and the addresses of the rows before and after them."""

    rows: list[M]
    previous_url: str | None
    next_url: str | None


class ListCursor(CursorPagination):
    page_size = PAGE_SIZE


def cursor_page(request: HttpRequest, rows: QuerySet[M], *, ordering: tuple[str, ...] = ("-pk",)) -> Page[M]:
    """The page that the address asks for. Raises Http404 for a cursor that nobody was given."""
    paginator = ListCursor()
    paginator.ordering = ordering
    try:
        found = paginator.paginate_queryset(rows, Request(request))
    except NotFound as refused:
        raise Http404 from refused
    return Page(list(found or []), paginator.get_previous_link(), paginator.get_next_link())


def facet(
    rows: QuerySet[Any],
    *,
    name: str,
    label: str | Promise,
    field: str,
    names: Iterable[tuple[Any, Any]] | Mapping[Any, Any],
    chosen: Iterable[str],
) -> dict[str, Any]:
    """A filter with counts for `components/facets.html`: one query. Values nobody has are left out."""
    wanted = set(chosen)
    counts = dict(rows.order_by().values_list(field).annotate(n=Count("pk", distinct=True)))
    options = [
        {"value": value, "label": text, "count": counts.get(value, 0), "chosen": str(value) in wanted}
        for value, text in dict(names).items()
        if counts.get(value) or str(value) in wanted
    ]
    return {"name": name, "label": label, "options": options}
