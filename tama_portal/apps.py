from django.apps import AppConfig
from django.contrib.admin import apps as admin


class PortalConfig(AppConfig):
    name = "tama_portal"


class OfficeAdminConfig(admin.AdminConfig):
    default = False
    default_site = "tama_portal.office.OfficeSite"
