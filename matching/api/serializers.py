from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from rest_framework import serializers

from matching import services
from matching.models import Match, Need, Seed
from members.api.authentication import reader_of_system, system_of
from members.models import BaseTechnology
from tama_portal.common.models import Language


class NeedSerializer(serializers.ModelSerializer[Need]):
    """A need. `owner` is null where the owner hides its name; `published` makes a draft open."""

    base_technologies: Any = serializers.SlugRelatedField(
        slug_field="code", many=True, queryset=BaseTechnology.objects.all(), required=False
    )
    language = serializers.ChoiceField(choices=Language.choices, required=False)
    expires_on = serializers.DateField(required=False)
    published = serializers.BooleanField(write_only=True, required=False, default=False)
    text = serializers.CharField(max_length=20_000)

    class Meta:
        model = Need
        fields = [
            "id",
            "owner",
            "kind",
            "title",
            "text",
            "language",
            "base_technologies",
            "visibility",
            "is_anonymous",
            "published",
            "published_at",
            "withdrawn_at",
            "expires_on",
            "credit",
            "licence",
            "updated_at",
        ]
        read_only_fields = ["owner", "published_at", "withdrawn_at", "credit", "licence", "updated_at"]

    def to_representation(self, instance: Need) -> dict[str, Any]:
        shown: dict[str, Any] = super().to_representation(instance)
        if not instance.shows_owner_to(reader_of_system(self.context["request"])):
            shown["owner"] = None
        return shown

    @transaction.atomic  # a refused publication keeps nothing of the request
    def create(self, validated_data: dict[str, Any]) -> Need:
        publish = validated_data.pop("published", False)
        owner = system_of(self.context["request"]).organisation
        need = told_by_field(
            lambda: services.register_need(owner=owner, by=None, at=timezone.now(), **validated_data)
        )
        return self.published_if(need, publish)

    @transaction.atomic
    def update(self, instance: Need, validated_data: dict[str, Any]) -> Need:
        publish = validated_data.pop("published", False)
        need = told_by_field(lambda: services.update_need(need=instance, **validated_data))
        return self.published_if(need, publish)

    def published_if(self, need: Need, publish: bool) -> Need:
        if publish:
            told_by_field(lambda: services.publish_need(need=need, at=timezone.now()))
            need.refresh_from_db()
        return need


def told_by_field(write: Any) -> Any:
    """Call a service; what it refuses is answered by field, as the API's own checks are."""
    try:
        return write()
    except ValidationError as refused:
        raise serializers.ValidationError(refused.message_dict) from refused


class SeedSerializer(serializers.ModelSerializer[Seed]):
    base_technologies: Any = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)

    class Meta:
        model = Seed
        fields = [
            "id",
            "kind",
            "owner",
            "owner_name",
            "title",
            "text",
            "language",
            "base_technologies",
            "ipc",
            "municipality",
            "licence",
            "credit",
            "source_url",
            "first_seen_at",
        ]
        read_only_fields = fields


class ReasonSerializer(serializers.Serializer[Any]):
    """One part of a score. Spans are [field, start, end] in code points of the original texts."""

    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the answer has a field of this name
    weight = serializers.FloatField()
    need = serializers.ListField(child=serializers.ListField())
    seed = serializers.ListField(child=serializers.ListField())


class MatchSerializer(serializers.ModelSerializer[Match]):
    """A match. The weights of its reasons add up to its score."""

    grade = serializers.ChoiceField(
        choices=["possible", "good", "strong"], source="grade_name", read_only=True
    )
    reasons = ReasonSerializer(many=True, read_only=True)

    class Meta:
        model = Match
        fields = ["id", "need", "seed", "score", "coverage", "grade", "reasons", "first_seen_at"]
        read_only_fields = fields
