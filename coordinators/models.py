from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import BaseTechnology, Organisation, User
from tama_portal.common.models import Timestamped


class Service(models.TextChoices):
    """The five services of domain.md S10."""

    IT = "it", _("IT and production-management support")
    INNOVATION = "innovation", _("Management innovation")
    BUSINESS = "business", _("Business plans and new business")
    LINKAGE = "linkage", _("Industry–academia linkage")
    PROJECTS = "projects", _("Surveys, project management, teaching, office services")


class CoordinatorQuerySet(models.QuerySet["Coordinator"]):
    def in_office(self, at: datetime) -> Self:
        today = timezone.localdate(at)
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today)


class Coordinator(Timestamped):
    """An outside expert appointed for a term, who visits firms and brings them together."""

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, related_name="coordinator", verbose_name=_("user account")
    )
    name_kana = models.CharField(_("kana"), max_length=100, blank=True)
    services = models.JSONField(_("services"), default=list, help_text=_("Codes of the services offered."))
    base_technologies = models.ManyToManyField(
        BaseTechnology, blank=True, related_name="coordinators", verbose_name=_("fields")
    )
    languages = models.CharField(
        _("languages"), max_length=20, default="ja", help_text=_("Codes separated by spaces.")
    )
    career = models.TextField(_("career"), blank=True, max_length=4000)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    starts_on = models.DateField(_("term starts on"))
    ends_on = models.DateField(_("term ends on"), null=True, blank=True)

    objects = CoordinatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("coordinator")
        verbose_name_plural = _("coordinators")
        ordering = ["name_kana", "pk"]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def service_names(self) -> list[str]:
        return [str(label) for code, label in Service.choices if code in self.services]

    @property
    def language_codes(self) -> list[str]:
        return self.languages.split()


class Assignment(models.Model):
    """The coordinator an organisation calls first."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="assignment", verbose_name=_("organisation")
    )
    coordinator = models.ForeignKey(
        Coordinator, on_delete=models.CASCADE, related_name="assignments", verbose_name=_("coordinator")
    )
    since = models.DateField(_("since"))

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["organisation"]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.coordinator}"
