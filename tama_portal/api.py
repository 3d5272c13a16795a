"""The partner API's one router, its schema and its page."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny
from rest_framework.routers import SimpleRouter

from matching.api.views import MatchViewSet, NeedViewSet, SeedViewSet
from members.api.views import OrganisationViewSet

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
