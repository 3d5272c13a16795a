from decimal import Decimal
from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from matching.models import Grade, Match, Need, Seed
from members.api.authentication import reader_of_system


class TextFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library ships no types
    q = django_filters.CharFilter(method="with_words", label="Words that title or text contain")

    def with_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.matching_words(value)  # type: ignore[attr-defined,no-any-return]  # our querysets' verb


class NeedFilter(TextFilter):
    owner = django_filters.NumberFilter(method="with_owner", label="Owner that the reader may know")
    updated_since = django_filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gte")

    class Meta:
        model = Need
        fields = ["q", "kind", "language", "base_technologies", "owner", "updated_since"]

    def with_owner(self, rows: QuerySet[Need], name: str, value: Decimal) -> QuerySet[Need]:
        """Only what names its owner to the reader, so that no one can ask whose an anonymous need is."""
        own = Q(owner__in=reader_of_system(self.request).organisation_ids)
        return rows.filter(Q(is_anonymous=False) | own, owner_id=int(value))


class SeedFilter(TextFilter):
    class Meta:
        model = Seed
        fields = ["q", "kind", "language", "base_technologies", "municipality", "owner"]


class MatchFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library ships no types
    # Numbers, not choices: a choice would be refused for absent ids only, and so tell which drafts exist.
    need = django_filters.NumberFilter(field_name="need_id")
    seed = django_filters.NumberFilter(field_name="seed_id")
    grade_at_least = django_filters.ChoiceFilter(field_name="grade", lookup_expr="gte", choices=Grade.choices)
    found_since = django_filters.IsoDateTimeFilter(field_name="first_seen_at", lookup_expr="gte")

    class Meta:
        model = Match
        fields = ["need", "seed", "grade_at_least", "found_since"]
