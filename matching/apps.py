from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from matching.configuration import check_installation
from matching.engine.files import FileRefused
from matching.engine.vector_models import ModelRefused


class MatchingConfig(AppConfig):
    name = "matching"
    verbose_name = _("Matching")

    def ready(self) -> None:
        """Refuse to start with files that the night could not use."""
        try:
            check_installation()
        except FileRefused as refused:
            raise ImproperlyConfigured(f"MATCHING_CONFIG is not valid. {refused}") from refused
        except ModelRefused as refused:
            raise ImproperlyConfigured(f"MATCHING_VECTOR_MODEL is not valid. {refused}") from refused
