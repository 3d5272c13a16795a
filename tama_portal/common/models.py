"""Bases and choices that every app's tables share."""

from typing import Generic, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tama_portal.common.reading import Reader


class Language(models.TextChoices):
    """The language a text in the data is written in."""

    JAPANESE = "ja", _("Japanese")
    KOREAN = "ko", _("Korean")
    ENGLISH = "en", _("English")


class Visibility(models.TextChoices):
    PUBLIC = "public", _("Public")
    MEMBERS = "members", _("Members only")
    OFFICE = "office", _("Office only")

    @classmethod
    def up_to(cls, reader: Reader) -> list[Self]:
        """The levels this reader may read, whoever owns the text."""
        if reader.is_office:
            return list(cls)
        if reader.is_member or reader.is_coordinator:
            return [cls.PUBLIC, cls.MEMBERS]
        return [cls.PUBLIC]


Row = TypeVar("Row", bound=models.Model)


class OfferedQuerySet(models.QuerySet[Row], Generic[Row]):
    """For rows that an `organisation` shows up to a `visibility` until they are `withdrawn_at`."""

    def visible_to(self, reader: Reader) -> Self:
        if reader.is_office:
            return self
        shown = Q(visibility__in=Visibility.up_to(reader), withdrawn_at=None)
        return self.filter(shown | Q(organisation__in=reader.organisation_ids))

    def offered(self) -> Self:
        return self.filter(withdrawn_at=None)


class Timestamped(models.Model):
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        abstract = True


class Imported(models.Model):
    """A record that may have come from elsewhere: where from, and what its licence asks us to show."""

    source = models.CharField(_("source"), max_length=50, blank=True, default="")
    source_id = models.CharField(_("identifier at the source"), max_length=200, blank=True, default="")
    source_url = models.URLField(_("address at the source"), max_length=500, blank=True, default="")
    licence = models.CharField(_("licence"), max_length=200, blank=True, default="")
    credit = models.CharField(_("credit"), max_length=300, blank=True, default="")

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id"],
                condition=~Q(source=""),
                name="%(app_label)s_%(class)s_source_once",
            )
        ]


class Named(models.Model):
    """Reference data that has a name in each language of the portal."""

    name_ja = models.CharField(_("name (Japanese)"), max_length=200)
    name_ko = models.CharField(_("name (Korean)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_in(get_language() or Language.JAPANESE)

    def name_in(self, language: str) -> str:
        names = {Language.KOREAN: self.name_ko, Language.ENGLISH: self.name_en}
        return names.get(
            Language(language) if language in Language.values else Language.JAPANESE, self.name_ja
        )
