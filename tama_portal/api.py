"""The partner API's one router, its schema and its page."""

from typing import Any

from django.urls import path, reverse_lazy
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from oauth2_provider.settings import oauth2_settings
from rest_framework.permissions import AllowAny
from rest_framework.routers import SimpleRouter

from matching.api.views import MatchViewSet, NeedViewSet, SeedViewSet
from members.api.views import OrganisationViewSet


class PartnerScheme(OpenApiAuthenticationExtension):  # type: ignore[misc]  # the library ships no types
    """How the schema describes the partner systems' tokens."""

    target_class = "members.api.authentication.PartnerAuthentication"
    name = "partner token"

    def get_security_definition(self, auto_schema: object) -> dict[str, Any]:
        scopes = {scope: str(text) for scope, text in oauth2_settings.SCOPES.items()}
        flow = {"tokenUrl": str(reverse_lazy("oauth2_token")), "scopes": scopes}
        return {"type": "oauth2", "flows": {"clientCredentials": flow}}


router = SimpleRouter()
router.register("organisations", OrganisationViewSet, basename="api-organisation")
router.register("needs", NeedViewSet, basename="api-need")
router.register("seeds", SeedViewSet, basename="api-seed")
router.register("matches", MatchViewSet, basename="api-match")

OPEN = {"authentication_classes": [], "permission_classes": [AllowAny], "throttle_classes": []}

urlpatterns = [
    *router.urls,
    path("schema/", SpectacularAPIView.as_view(**OPEN), name="api_schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api_schema", **OPEN), name="api_docs"),
]
