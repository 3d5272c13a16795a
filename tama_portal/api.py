"""The partner API's one router. Each app's `api` package registers its endpoints here."""

from rest_framework.routers import SimpleRouter

router = SimpleRouter()

urlpatterns = [*router.urls]
