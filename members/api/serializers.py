from typing import Any

from rest_framework import serializers

from members.api.authentication import reader_of_system
from members.models import Organisation

CONTACT_FIELDS = ["postal_code", "address", "phone", "email"]
FIGURE_FIELDS = ["employees", "capital_yen", "turnover_yen", "founded_year"]


class OrganisationSerializer(serializers.ModelSerializer[Organisation]):
    """Fields of a group that the organisation does not show to the reader are null."""

    base_technologies: Any = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)

    class Meta:
        model = Organisation
        fields = [
            "id",
            "kind",
            "name",
            "name_kana",
            "name_en",
            "country",
            "corporate_number",
            "municipality",
            "website",
            "language",
            "summary",
            "core_technology",
            "base_technologies",
            "certificates",
            *CONTACT_FIELDS,
            *FIGURE_FIELDS,
            "credit",
            "licence",
            "updated_at",
        ]
        read_only_fields = fields

    def to_representation(self, instance: Organisation) -> dict[str, Any]:
        shown: dict[str, Any] = super().to_representation(instance)
        reader = reader_of_system(self.context["request"])
        hidden = [] if instance.shows("contact", reader) else CONTACT_FIELDS
        hidden = hidden + ([] if instance.shows("figures", reader) else FIGURE_FIELDS)
        return shown | dict.fromkeys(hidden)
