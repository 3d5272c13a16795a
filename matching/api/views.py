from django.db.models import Q, QuerySet
from django.utils import timezone
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from matching import services
from matching.access import visible_matches
from matching.api.filters import MatchFilter, NeedFilter, SeedFilter
from matching.api.serializers import MatchSerializer, NeedSerializer, SeedSerializer
from matching.models import Match, Need, Seed
from members.api.authentication import reader_of_system


class NeedViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.CreateModelMixin,
    mixins.UpdateModelMixin,
    GenericViewSet[Need],
):
    """Open needs, and the own organisation's drafts and ended ones; only its own can be changed."""

    queryset = Need.objects.none()
    serializer_class = NeedSerializer
    filterset_class = NeedFilter
    http_method_names = ["get", "post", "patch", "head", "options"]

    @property
    def required_scopes(self) -> list[str]:
        reads = self.request is None or self.request.method in {"GET", "HEAD", "OPTIONS"}
        return ["needs:read"] if reads else ["needs:write"]

    def get_queryset(self) -> QuerySet[Need]:
        reader = reader_of_system(self.request)
        rows = Need.objects.visible_to(reader, timezone.now())
        if self.request.method not in {"GET", "HEAD"}:
            rows = rows.owned_by(reader)
        return rows.select_related("owner").prefetch_related("base_technologies")

    @action(detail=True, methods=["post"], serializer_class=NeedSerializer)
    def withdraw(self, request: Request, pk: str | None = None) -> Response:
        """Take the need off the market; it can be opened again in the portal."""
        need = self.get_object()
        services.withdraw_need(need=need, at=timezone.now())
        need.refresh_from_db()
        return Response(self.get_serializer(need).data, status=status.HTTP_200_OK)


class SeedViewSet(ReadOnlyModelViewSet[Seed]):
    """Seeds on offer."""

    queryset = Seed.objects.none()
    serializer_class = SeedSerializer
    filterset_class = SeedFilter
    required_scopes = ["seeds:read"]

    def get_queryset(self) -> QuerySet[Seed]:
        return Seed.objects.visible_to(reader_of_system(self.request)).prefetch_related("base_technologies")


class MatchViewSet(ReadOnlyModelViewSet[Match]):
    """Matches of which the system's organisation is one side, with their reasons."""

    queryset = Match.objects.none()
    serializer_class = MatchSerializer
    filterset_class = MatchFilter
    required_scopes = ["matches:read"]

    def get_queryset(self) -> QuerySet[Match]:
        reader = reader_of_system(self.request)
        own = Q(need__owner__in=reader.organisation_ids) | Q(seed__owner__in=reader.organisation_ids)
        return visible_matches(reader, timezone.now()).filter(own)
