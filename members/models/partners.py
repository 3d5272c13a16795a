from django.db import models
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AbstractApplication

from members.models.organisations import Organisation


class PartnerSystem(AbstractApplication):  # type: ignore[misc]  # the library ships no types
    """A system that speaks to the API for one organisation, within its own scopes."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="partner_systems", verbose_name=_("organisation")
    )
    scopes = models.CharField(
        _("scopes"), max_length=300, help_text=_("Separated by spaces, for example: needs:read matches:read")
    )

    class Meta(AbstractApplication.Meta):  # type: ignore[misc]  # the library ships no types
        verbose_name = _("partner system")
        verbose_name_plural = _("partner systems")

    def __str__(self) -> str:
        return str(self.name)
