import django_filters
from django.db.models import QuerySet

from members.models import Organisation, OrganisationKind


class OrganisationFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library ships no types
    q = django_filters.CharFilter(method="with_words", label="Words that the organisation's texts contain")
    kind = django_filters.MultipleChoiceFilter(choices=OrganisationKind.choices)
    updated_since = django_filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gte")

    class Meta:
        model = Organisation
        fields = ["q", "kind", "municipality", "base_technologies", "updated_since"]

    def with_words(self, rows: QuerySet[Organisation], name: str, value: str) -> QuerySet[Organisation]:
        return rows.filter(pk__in=Organisation.objects.matching_words(value).values("pk"))
