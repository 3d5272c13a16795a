from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from matching.models.kinds import SeedKind
from members.models import BaseTechnology, Municipality, Organisation
from tama_portal.common.models import Language, Visibility
from tama_portal.common.reading import Reader
from tama_portal.common.search import has_all_words


class SeedQuerySet(models.QuerySet["Seed"]):
    def offered(self) -> Self:
        return self.filter(withdrawn_at=None)

    def visible_to(self, reader: Reader) -> Self:
        if reader.is_office:
            return self.offered()
        return self.offered().filter(
            Q(visibility__in=Visibility.up_to(reader)) | Q(owner__in=reader.organisation_ids)
        )

    def matching_words(self, query: str) -> Self:
        return self.filter(has_all_words(query))


class Seed(models.Model):
    """What somebody offers, in one form for every shelf: a projection that `sources.py` keeps in step.

    `source_model` and `source_pk` name the row it was made from; nobody edits a seed itself.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=SeedKind)
    source_model = models.CharField(max_length=50, editable=False)
    source_pk = models.BigIntegerField(editable=False)
    owner = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="seeds",
        verbose_name=_("owner"),
    )
    owner_name = models.CharField(_("owner's name"), max_length=500, blank=True)
    title = models.CharField(_("title"), max_length=500)
    text = models.TextField(_("text"))
    language = models.CharField(_("language of the text"), max_length=2, choices=Language)
    base_technologies = models.ManyToManyField(
        BaseTechnology, blank=True, related_name="seeds", verbose_name=_("base technologies")
    )
    ipc = models.CharField(_("IPC subclasses"), max_length=300, blank=True)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("municipality")
    )
    visibility = models.CharField(_("who sees it"), max_length=10, choices=Visibility)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    credit = models.CharField(_("credit"), max_length=300, blank=True)
    source_url = models.URLField(_("address at the source"), max_length=500, blank=True)
    content_hash = models.CharField(max_length=64, editable=False)
    first_seen_at = models.DateTimeField(_("first seen"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    search_text = models.TextField(editable=False, blank=True)

    objects = SeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("seed")
        verbose_name_plural = _("seeds")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["source_model", "source_pk"], name="seed_source_once")]

    def __str__(self) -> str:
        return self.title


class TextTokens(models.Model):
    """Tokens of a text, kept by the hash of what they were made from: tokenising is the night's real cost."""

    content_hash = models.CharField(max_length=64, primary_key=True)
    tokens = models.BinaryField()

    def __str__(self) -> str:
        return self.content_hash
