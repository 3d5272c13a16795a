from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from members.models.organisations import Organisation
from tama_portal.common.models import Timestamped


class MemberClass(models.TextChoices):
    REGULAR = "regular", _("Regular member")
    SUPPORTING = "supporting", _("Supporting member")


class MembershipState(models.TextChoices):
    APPLIED = "applied", _("Applied")
    ACTIVE = "active", _("In force")
    DECLINED = "declined", _("Declined")
    ENDED = "ended", _("Ended")


class Membership(Timestamped):
    """From application to the end. Regular members sit in the zone; others can join as supporting members."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("organisation")
    )
    member_class = models.CharField(_("member class"), max_length=12, choices=MemberClass)
    state = models.CharField(
        _("state"), max_length=10, choices=MembershipState, default=MembershipState.APPLIED
    )
    applied_on = models.DateField(_("applied on"))
    since = models.DateField(_("member since"), null=True, blank=True)
    until = models.DateField(_("member until"), null=True, blank=True)
    applicant_name = models.CharField(_("applicant"), max_length=100, blank=True)
    applicant_email = models.EmailField(_("applicant's e-mail address"), blank=True)
    message = models.TextField(_("message"), blank=True, max_length=4000)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["-applied_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state__in=["applied", "active"]),
                name="membership_one_current",
                violation_error_message=_(
                    "This organisation already has a membership or an open application."
                ),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="membership_ends_after_start",
                violation_error_message=_("The membership cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(since__isnull=False),
                name="membership_in_force_has_start",
                violation_error_message=_("A membership in force needs its first day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_state_display()})"
