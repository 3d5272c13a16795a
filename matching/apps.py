from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from matching.configuration import engine_config
from matching.engine.files import FileRefused


class MatchingConfig(AppConfig):
    name = "matching"
    verbose_name = _("Matching")

    def ready(self) -> None:
        """Refuse to start with a configuration that the night could not use."""
        try:
            engine_config()
        except FileRefused as refused:
            raise ImproperlyConfigured(f"MATCHING_CONFIG is not valid. {refused}") from refused
