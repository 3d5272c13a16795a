from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from matching.models.needs import Need
from matching.models.runs import MatchRun
from matching.models.seeds import Seed
from members.models import User
from tama_portal.common.reading import Reader


class Grade(models.IntegerChoices):
    POSSIBLE = 1, _("Possible match")
    GOOD = 2, _("Good match")
    STRONG = 3, _("Strong match")


class Side(models.TextChoices):
    NEED = "need", _("Need side")
    SEED = "seed", _("Seed side")


class Verdict(models.TextChoices):
    INTERESTED = "interested", _("Interested")
    DISMISSED = "dismissed", _("Not interested")


class DismissalReason(models.TextChoices):
    OFF_TOPIC = "off_topic", _("Not about our subject")
    ALREADY_KNOWN = "already_known", _("Already known to us")
    COMPETITOR = "competitor", _("A competitor")
    NOT_READY = "not_ready", _("Not ready enough")
    TOO_FAR = "too_far", _("Too far away")
    CAPACITY = "capacity", _("No capacity now")
    OTHER = "other", _("Other")


class MatchQuerySet(models.QuerySet["Match"]):
    def for_needs_of(self, reader: Reader) -> Self:
        return self.filter(need__owner__in=reader.organisation_ids)

    def for_seeds_of(self, reader: Reader) -> Self:
        return self.filter(seed__owner__in=reader.organisation_ids)

    def visible_to(self, reader: Reader, at: datetime) -> Self:
        """Matches between readable texts: the reader's own side, and for office and coordinators all."""
        readable = self.filter(
            need__in=Need.objects.visible_to(reader, at).values("pk"),
            seed__in=Seed.objects.visible_to(reader).values("pk"),
        )
        if reader.is_office or reader.is_coordinator:
            return readable
        own = Q(need__owner__in=reader.organisation_ids) | Q(seed__owner__in=reader.organisation_ids)
        return readable.filter(own)

    def undecided(self, side: Side) -> Self:
        return self.filter(
            ~Exists(Judgement.objects.filter(need=OuterRef("need"), seed=OuterRef("seed"), side=side))
        )

    def judged(self, side: Side, verdict: Verdict) -> Self:
        return self.filter(
            Exists(
                Judgement.objects.filter(
                    need=OuterRef("need"), seed=OuterRef("seed"), side=side, verdict=verdict
                )
            )
        )

    def not_dismissed(self) -> Self:
        return self.filter(
            ~Exists(
                Judgement.objects.filter(
                    need=OuterRef("need"), seed=OuterRef("seed"), verdict=Verdict.DISMISSED
                )
            )
        )

    def best_first(self) -> Self:
        """Matches of several needs, or of a seed, the best first."""
        return self.order_by("-score", "seed_id")


class Match(models.Model):
    """A seed that answers a need, with the reasons that add up to the score.

    score: relevance, > 0. coverage: share of what the need asks for that the seed answers, 0 to 1;
    the grade is read from it alone and so means the same for every need. basis names the texts and the
    engine that score and reasons come from: with the same basis they may stand from night to night.
    """

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="matches", verbose_name=_("need"))
    seed = models.ForeignKey(Seed, on_delete=models.CASCADE, related_name="matches", verbose_name=_("seed"))
    score = models.FloatField(_("score"))
    coverage = models.FloatField(_("coverage"))
    grade = models.PositiveSmallIntegerField(_("grade"), choices=Grade)
    place = models.PositiveSmallIntegerField(_("place"), default=1, help_text=_("From 1, the best."))
    reasons = models.JSONField(_("reasons"), default=list)
    basis = models.BigIntegerField(default=0, editable=False)
    first_seen_in = models.ForeignKey(
        MatchRun, on_delete=models.PROTECT, related_name="+", verbose_name=_("first seen in")
    )
    first_seen_at = models.DateTimeField(_("first seen"))

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        # As they were placed: an owner's many seeds may make way for others' as good.
        ordering = ["place", "-score", "seed_id"]
        constraints = [
            models.UniqueConstraint(fields=["need", "seed"], name="match_pair_once"),
            models.CheckConstraint(condition=Q(score__gt=0), name="match_score_positive"),
            models.CheckConstraint(
                condition=Q(coverage__gte=0, coverage__lte=1), name="match_coverage_share"
            ),
        ]
        indexes = [
            models.Index(fields=["need", "place"], name="match_need_placed"),
            models.Index(fields=["-first_seen_at"], name="match_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.need} – {self.seed}"

    @property
    def grade_name(self) -> str:
        """The grade as a code: possible, good or strong."""
        return Grade(self.grade).name.lower()


class Judgement(models.Model):
    """What one side says of a pair. It outlives the match: a dismissed pair never comes back."""

    need = models.ForeignKey(
        Need, on_delete=models.CASCADE, related_name="judgements", verbose_name=_("need")
    )
    seed = models.ForeignKey(
        Seed, on_delete=models.CASCADE, related_name="judgements", verbose_name=_("seed")
    )
    side = models.CharField(_("side"), max_length=4, choices=Side)
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
    reason = models.CharField(_("reason"), max_length=15, choices=DismissalReason, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("judgement")
        verbose_name_plural = _("judgements")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["need", "seed", "side"], name="judgement_one_a_side"),
            models.CheckConstraint(
                condition=Q(verdict="interested", reason="") | (Q(verdict="dismissed") & ~Q(reason="")),
                name="judgement_dismissal_has_reason",
                violation_error_message=_("Please say why this is not of interest."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_verdict_display()
