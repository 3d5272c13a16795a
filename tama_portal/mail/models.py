from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class OutgoingMessageQuerySet(models.QuerySet["OutgoingMessage"]):
    def due(self, at: datetime) -> Self:
        """Waiting, and not leased to a sender that may still be at work."""
        return self.filter(sent_at=None, given_up_at=None, next_attempt_at__lte=at)


class OutgoingMessage(models.Model):
    """One e-mail to one address. The row is the truth: written with the change that caused it, sent later."""

    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))
    html_body = models.TextField(_("HTML text"), blank=True)
    language = models.CharField(_("language"), max_length=2, blank=True)
    headers = models.JSONField(_("further headers"), default=dict, blank=True)
    message_id = models.CharField(_("Message-ID"), max_length=200, unique=True)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    next_attempt_at = models.DateTimeField(_("next attempt"), db_index=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    given_up_at = models.DateTimeField(_("given up"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)

    objects = OutgoingMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(given_up_at=None), name="message_sent_or_given_up"
            )
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"
