from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoordinatorsConfig(AppConfig):
    name = "coordinators"
    verbose_name = _("Coordinators")

    def ready(self) -> None:
        from coordinators import receivers  # noqa: F401, PLC0415 -- connects, once the models are there
