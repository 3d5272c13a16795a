from typing import Any

import django_filters
from django.db.models import QuerySet

from matching.models import Grade, Match, Need, Seed


class TextFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library ships no types
    q = django_filters.CharFilter(method="with_words", label="Words that title or text contain")

    def with_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.matching_words(value)  # type: ignore[attr-defined,no-any-return]  # our querysets' verb


class NeedFilter(TextFilter):
    updated_since = django_filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gte")

    class Meta:
        model = Need
        fields = ["q", "kind", "language", "base_technologies", "owner", "updated_since"]


class SeedFilter(TextFilter):
    class Meta:
        model = Seed
        fields = ["q", "kind", "language", "base_technologies", "municipality", "owner"]


class MatchFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library ships no types
    grade_at_least = django_filters.ChoiceFilter(field_name="grade", lookup_expr="gte", choices=Grade.choices)
    found_since = django_filters.IsoDateTimeFilter(field_name="first_seen_at", lookup_expr="gte")

    class Meta:
        model = Match
        fields = ["need", "seed", "grade_at_least", "found_since"]
