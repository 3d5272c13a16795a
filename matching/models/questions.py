from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from matching.models.needs import Need
from matching.models.seeds import Seed

KEPT_FOR = timedelta(days=1)


class QuestionState(models.TextChoices):
    """Codes only: the page says each in a sentence."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"


class PairQuestionQuerySet(models.QuerySet["PairQuestion"]):
    def in_work(self, at: datetime) -> Self:
        """In the hands of a process that has given a sign of life of late."""
        return self.filter(state=QuestionState.WORKING, touched_at__gte=at - settings.MATCHING_SILENCE)

    def to_be_had(self, at: datetime) -> Self:
        """Waiting, or dropped by a process that has fallen silent."""
        silent = Q(state=QuestionState.WORKING, touched_at__lt=at - settings.MATCHING_SILENCE)
        return self.filter(Q(state=QuestionState.WAITING) | silent)

    def outdated(self, at: datetime) -> Self:
        return self.filter(asked_at__lt=at - KEPT_FOR)


class PairQuestion(models.Model):
    """Why a seed does not answer a need: asked by somebody, answered by a worker, kept for a day.

    result: score, coverage, grade, short_of, reasons as in `Match.reasons`, and missing: a list of
    {"label", "weight"}, heaviest first. It holds nothing that depends on who asks.
    """

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="+")
    seed = models.ForeignKey(Seed, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=7, choices=QuestionState, default=QuestionState.WAITING)
    asked_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    progress = models.FloatField(default=0)
    result = models.JSONField(default=dict)

    objects = PairQuestionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["need", "seed"], name="pair_question_once")]

    def __str__(self) -> str:
        return f"{self.need_id} – {self.seed_id}"

    def is_stuck(self, at: datetime) -> bool:
        """Nobody has taken it up, or whoever did has fallen silent."""
        open_ = self.state in {QuestionState.WAITING, QuestionState.WORKING}
        return open_ and self.touched_at < at - settings.MATCHING_SILENCE
