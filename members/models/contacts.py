from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models.organisations import Organisation
from members.models.users import User
from tama_portal.common.models import Timestamped


class ContactRole(models.TextChoices):
    REPRESENTATIVE = "representative", _("Representative")
    LIAISON = "liaison", _("Liaison window")
    TECHNOLOGY = "technology", _("Technology and development")
    SALES = "sales", _("Sales")
    PURCHASING = "purchasing", _("Purchasing")
    ACCOUNTS = "accounts", _("Accounts")
    GENERAL = "general", _("General affairs")


class ContactQuerySet(models.QuerySet["Contact"]):
    def current(self) -> Self:
        return self.filter(left_on=None)


class Contact(Timestamped):
    """A person at an organisation; with a user account, the person's place there.

    Setting `left_on` ends every right at the organisation with the next request.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="contacts", verbose_name=_("organisation")
    )
    user = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("user account"),
    )
    name = models.CharField(_("name"), max_length=100)
    name_kana = models.CharField(_("kana"), max_length=100, blank=True)
    role = models.CharField(_("role"), max_length=15, choices=ContactRole, default=ContactRole.GENERAL)
    job_title = models.CharField(_("job title"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    is_administrator = models.BooleanField(
        _("member administrator"), default=False, help_text=_("May invite colleagues and change the profile.")
    )
    left_on = models.DateField(_("left on"), null=True, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["organisation", "name_kana", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=Q(left_on=None, user__isnull=False),
                name="contact_one_current_place",
                violation_error_message=_("This person already has a place at this organisation."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.organisation})"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, at: datetime) -> Self:
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at)


class Invitation(models.Model):
    """An offer to open an account. The token is mailed and only its SHA-256 is kept."""

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="invitations",
        help_text=_("Empty for office staff, coordinators and committee members."),
    )
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=100)
    makes_administrator = models.BooleanField(_("as member administrator"), default=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by")
    )
    created_at = models.DateTimeField(_("sent"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.email
