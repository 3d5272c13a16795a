from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from tama_portal.style_guide import style_guide, style_guide_list
from tama_portal.views import health

urlpatterns = [
    path("", include("events.urls")),
    path("", include("members.urls")),
    path("", include("tlo.urls")),
    path("", include("matching.urls")),
    path("", include("coordinators.urls")),
    path("api/v1/", include("tama_portal.api")),
    path("accounts/", include("allauth.urls")),
    path("office/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("oauth2/", include("members.api.oauth_urls")),
    path("health/", health, name="health"),
]

if settings.DEMO or settings.DEBUG:
    urlpatterns += [
        path("style-guide/", style_guide, name="style_guide"),
        path("style-guide/list/", style_guide_list, name="style_guide_list"),
    ]
