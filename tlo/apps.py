from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TLOConfig(AppConfig):
    name = "tlo"
    verbose_name = _("Technology licensing")
