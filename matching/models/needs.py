from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.models.kinds import NeedKind
from members.models import BaseTechnology, Organisation, User
from tama_portal.common.models import Imported, Language, Timestamped, Visibility
from tama_portal.common.reading import Reader
from tama_portal.common.search import has_all_words
from tama_portal.common.text import search_text


class NeedQuerySet(models.QuerySet["Need"]):
    def open(self, at: datetime) -> Self:
        """Published, not withdrawn, not past the day it expires on (Asia/Tokyo)."""
        today = timezone.localdate(at)
        return self.filter(published_at__lte=at, withdrawn_at=None, expires_on__gte=today)

    def owned_by(self, reader: Reader) -> Self:
        return self.filter(owner__in=reader.organisation_ids)

    def visible_to(self, reader: Reader, at: datetime) -> Self:
        """Needs whose text the reader may read; the owner's name may still be hidden (`shows_owner_to`)."""
        own = Q(owner__in=reader.organisation_ids)
        if reader.is_office:
            return self.filter(Q(published_at__isnull=False) | own)
        shown = Q(visibility__in=Visibility.up_to(reader), pk__in=Need.objects.open(at).values("pk"))
        return self.filter(shown | own)

    def matching_words(self, query: str) -> Self:
        return self.filter(has_all_words(query))


class Need(Imported, Timestamped):
    """What a member lacks. A draft until published; nobody but its owner reads a draft."""

    owner = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="needs", verbose_name=_("owner")
    )
    created_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("registered by"),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=NeedKind, default=NeedKind.TECHNOLOGY)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("description"), max_length=20_000)
    language = models.CharField(_("language of the text"), max_length=2, choices=Language)
    base_technologies = models.ManyToManyField(
        BaseTechnology, blank=True, related_name="needs", verbose_name=_("base technologies")
    )
    visibility = models.CharField(
        _("who sees it"), max_length=10, choices=Visibility, default=Visibility.MEMBERS
    )
    is_anonymous = models.BooleanField(
        _("hide our name"),
        default=False,
        help_text=_("Only the office and coordinators then see whose need it is."),
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    expires_on = models.DateField(_("open until"))
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True, editable=False)
    search_text = models.TextField(editable=False, blank=True)

    objects = NeedQuerySet.as_manager()

    class Meta(Imported.Meta):
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        ordering = ["-pk"]
        constraints = [
            *Imported.Meta.constraints,
            models.CheckConstraint(
                condition=Q(withdrawn_at=None)
                | Q(withdrawn_at__gte=F("published_at"))
                | Q(published_at=None),
                name="need_withdrawn_after_publishing",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_search_text()
        super().save(*args, **kwargs)

    def set_search_text(self) -> None:
        self.search_text = search_text(self.title, self.text)

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

    def is_open(self, at: datetime) -> bool:
        return not self.is_draft and self.withdrawn_at is None and self.expires_on >= timezone.localdate(at)

    def is_owned_by(self, reader: Reader) -> bool:
        return self.owner_id in reader.organisation_ids

    def shows_owner_to(self, reader: Reader) -> bool:
        return not self.is_anonymous or reader.is_office or reader.is_coordinator or self.is_owned_by(reader)
