from django.db.models import QuerySet
from rest_framework.viewsets import ReadOnlyModelViewSet

from members.api.authentication import reader_of_system
from members.api.filters import OrganisationFilter
from members.api.serializers import OrganisationSerializer
from members.models import Organisation


class OrganisationViewSet(ReadOnlyModelViewSet[Organisation]):
    """Organisations of the directory, and the system's own."""

    queryset = Organisation.objects.none()
    serializer_class = OrganisationSerializer
    filterset_class = OrganisationFilter
    required_scopes = ["organisations:read"]

    def get_queryset(self) -> QuerySet[Organisation]:
        rows = Organisation.objects.visible_to(reader_of_system(self.request))
        return rows.prefetch_related("base_technologies")
