"""How one run is shared out: needs in slices, and what each slice has decided."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from matching.models.matches import Grade
from matching.models.needs import Need
from matching.models.runs import MatchRun
from matching.models.seeds import Seed


class SliceState(models.TextChoices):
    """Seen by nobody but the workers, and so not translated."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"


class RunSliceQuerySet(models.QuerySet["RunSlice"]):
    def unfinished(self) -> Self:
        return self.exclude(state=SliceState.DONE)

    def to_be_had(self, at: datetime) -> Self:
        """Waiting, or in the hands of a worker that has been silent for too long."""
        silent = Q(state=SliceState.WORKING, claimed_at__lt=at - settings.MATCHING_SILENCE)
        return self.filter(Q(state=SliceState.WAITING) | silent)


class RunSlice(models.Model):
    """Needs of a run that one worker compares in one go: those with keys from first_need to last_need."""

    run = models.ForeignKey(MatchRun, on_delete=models.CASCADE, related_name="+")
    first_need = models.BigIntegerField()
    last_need = models.BigIntegerField()
    state = models.CharField(max_length=7, choices=SliceState, default=SliceState.WAITING)
    claimed_at = models.DateTimeField(null=True)
    claims = models.PositiveIntegerField(default=0)

    objects = RunSliceQuerySet.as_manager()

    class Meta:
        ordering = ["first_need"]
        constraints = [
            models.UniqueConstraint(fields=["run", "first_need"], name="run_slice_once"),
            models.CheckConstraint(
                condition=Q(last_need__gte=models.F("first_need")), name="run_slice_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.first_need}–{self.last_need}"


class ChangeKind(models.IntegerChoices):
    """What becomes of a match; not shown to anybody."""

    CREATE = 1
    UPDATE = 2
    MOVE = 3
    WITHDRAW = 4


class MatchChange(models.Model):
    """A change decided by a slice, until all slices are done and all changes are made at once."""

    run = models.ForeignKey(MatchRun, on_delete=models.CASCADE, related_name="+")
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="+")
    seed = models.ForeignKey(Seed, on_delete=models.CASCADE, related_name="+")
    kind = models.PositiveSmallIntegerField(choices=ChangeKind)
    score = models.FloatField(default=0)
    coverage = models.FloatField(default=0)
    grade = models.PositiveSmallIntegerField(choices=Grade, null=True)
    place = models.PositiveSmallIntegerField(default=0)
    basis = models.BigIntegerField(default=0)
    reasons = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "need", "seed"], name="match_change_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.need_id}–{self.seed_id}"
