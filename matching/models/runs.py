from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models import User


class RunTrigger(models.TextChoices):
    SCHEDULE = "schedule", _("Nightly schedule")
    OFFICE = "office", _("Office")
    COMMAND = "command", _("Command line")
    DEMO = "demo", _("Demo")


class RunState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


# What a run is at, in words; a phase not named here is shown as it is.
PHASES = {
    "seeds": _("Collecting the seeds"),
    "reading": _("Reading the texts"),
    "indexing": _("Weighing the words"),
    "comparing": _("Comparing"),
    "writing": _("Writing"),
}
ACTIVE_STATES = [RunState.QUEUED, RunState.RUNNING]


class MatchRunQuerySet(models.QuerySet["MatchRun"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def interrupted(self, at: datetime) -> Self:
        """Active by the database, but silent for longer than a living worker ever is."""
        return self.active().filter(heartbeat_at__lt=at - settings.MATCHING_SILENCE)

    def latest_done(self) -> "MatchRun | None":
        return self.filter(state=RunState.DONE).order_by("-pk").first()

    def last_done(self) -> int:
        """The number of the last run that is done, 0 if none is. Runs end in the order of their numbers."""
        return self.filter(state=RunState.DONE).aggregate(last=models.Max("pk"))["last"] or 0


class MatchRun(models.Model):
    """One matching of everything with everything. At most one is active: the constraint says so."""

    trigger = models.CharField(_("started by"), max_length=10, choices=RunTrigger)
    started_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    state = models.CharField(_("state"), max_length=10, choices=RunState, default=RunState.QUEUED)
    is_active = models.BooleanField(_("active"), default=True, editable=False)
    created_at = models.DateTimeField(_("requested"))
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    heartbeat_at = models.DateTimeField(_("last sign of life"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    phase = models.CharField(_("phase"), max_length=20, blank=True)
    progress = models.FloatField(_("progress"), default=0, help_text=_("From 0 to 1."))
    timeline = models.JSONField(
        default=list, editable=False, help_text="Each phase with the progress and the seconds it began at."
    )
    needs = models.PositiveIntegerField(_("needs"), default=0)
    seeds = models.PositiveIntegerField(_("seeds"), default=0)
    matches = models.PositiveIntegerField(_("matches"), default=0)
    created = models.PositiveIntegerField(_("new"), default=0)
    updated = models.PositiveIntegerField(_("changed matches"), default=0)
    withdrawn = models.PositiveIntegerField(_("withdrawn matches"), default=0)
    engine_version = models.CharField(_("engine version"), max_length=20, blank=True)
    error = models.TextField(_("error"), blank=True)

    objects = MatchRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("matching run")
        verbose_name_plural = _("matching runs")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_active"], condition=Q(is_active=True), name="match_run_one_active"
            ),
            models.CheckConstraint(
                condition=Q(is_active=True, state__in=ACTIVE_STATES)
                | (Q(is_active=False) & ~Q(state__in=ACTIVE_STATES)),
                name="match_run_active_by_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.get_state_display()}"

    @property
    def phase_name(self) -> str:
        return str(PHASES.get(self.phase, self.phase))

    @property
    def duration(self) -> timedelta | None:
        if self.started_at is None or self.finished_at is None:
            return None
        return self.finished_at - self.started_at
