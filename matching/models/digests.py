from django.db import models
from django.utils.translation import gettext_lazy as _

from members.models import User


class Digest(models.Model):
    """How far a person has been told of new matches: up to which run, and on which day last.

    The row is what is claimed before a digest is written, so that nobody gets one twice.
    """

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, primary_key=True, related_name="told", verbose_name=_("user")
    )
    up_to_run = models.PositiveBigIntegerField(_("told up to run"), default=0)
    written_on = models.DateField(_("last looked at on"), null=True, blank=True)

    class Meta:
        verbose_name = _("match digest")
        verbose_name_plural = _("match digests")

    def __str__(self) -> str:
        return str(self.user)
