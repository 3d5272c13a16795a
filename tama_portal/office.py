"""The office's admin site: who may enter it."""

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from members.access import has_second_factor


class OfficeSite(AdminSite):
    site_header = site_title = _("TAMA Portal office")
    index_title = _("Today's work")

    def has_permission(self, request: HttpRequest) -> bool:
        if not super().has_permission(request):
            return False
        return not settings.OFFICE_MFA_REQUIRED or has_second_factor(request)
