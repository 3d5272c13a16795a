from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tama_portal.common.models import Language, Timestamped, Visibility
from tama_portal.common.reading import Reader


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, reader: Reader) -> Self:
        return self.filter(visibility__in=Visibility.up_to(reader))

    def upcoming(self, at: datetime) -> Self:
        return self.filter(ends_at__gte=at).order_by("starts_at", "pk")


class Event(Timestamped):
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), max_length=4000)
    language = models.CharField(
        _("language of the text"), max_length=2, choices=Language, default=Language.JAPANESE
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200)
    visibility = models.CharField(
        _("who sees it"), max_length=10, choices=Visibility, default=Visibility.PUBLIC
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("starts_at")),
                name="event_ends_after_start",
                violation_error_message=_("The event cannot end before it starts."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class NewsQuerySet(models.QuerySet["News"]):
    def visible_to(self, reader: Reader) -> Self:
        return self.filter(visibility__in=Visibility.up_to(reader))

    def published(self, at: datetime) -> Self:
        return self.filter(published_at__lte=at)


class News(Timestamped):
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), max_length=10_000)
    language = models.CharField(
        _("language of the text"), max_length=2, choices=Language, default=Language.JAPANESE
    )
    published_at = models.DateTimeField(_("published"))
    visibility = models.CharField(
        _("who sees it"), max_length=10, choices=Visibility, default=Visibility.PUBLIC
    )

    objects = NewsQuerySet.as_manager()

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news")
        ordering = ["-published_at", "-pk"]

    def __str__(self) -> str:
        return self.title
