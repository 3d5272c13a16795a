"""What may stand in the address of the lists; values that make no sense are ignored."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import QueryDict

from matching.models import Need, NeedKind, Seed, SeedKind
from members.models import BaseTechnology
from tama_portal.common.models import Language


class ListFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library ships no types
    q = django_filters.CharFilter(method="with_words")
    language = django_filters.MultipleChoiceFilter(choices=Language.choices)
    technology = django_filters.ModelMultipleChoiceFilter(
        field_name="base_technologies", queryset=BaseTechnology.objects.all()
    )

    def with_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.matching_words(value)  # type: ignore[attr-defined,no-any-return]  # our querysets' verb


class NeedFilter(ListFilter):
    kind = django_filters.MultipleChoiceFilter(choices=NeedKind.choices)

    class Meta:
        model = Need
        fields = ["q", "kind", "language", "technology"]


class SeedFilter(ListFilter):
    kind = django_filters.MultipleChoiceFilter(choices=SeedKind.choices)

    class Meta:
        model = Seed
        fields = ["q", "kind", "language", "technology"]


def chosen_count(address: QueryDict) -> int:
    """How many filters are set, the search box aside."""
    return sum(len(address.getlist(name)) for name in ("kind", "language", "technology"))
