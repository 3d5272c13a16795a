import hashlib

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from members.models import BaseTechnology, User
from tama_portal.common.models import Timestamped

LONGEST_WORD = 60


class GlossaryTermQuerySet(models.QuerySet["GlossaryTerm"]):
    def stamp(self) -> tuple[int, object]:
        """Changes whenever a term is added, changed or deleted."""
        found = self.aggregate(number=models.Count("pk"), last=models.Max("updated_at"))
        return found["number"], found["last"]


class GlossaryTerm(Timestamped):
    """One concept and its words; several words of a language are separated by a semicolon.

    `packaged` is the hash of the words that came with the release, empty for the office's own terms. While
    the words are the packaged ones, the next release may change them; what the office changed stays.
    """

    code = models.SlugField(_("code"), max_length=80, unique=True, blank=True)
    ja = models.CharField(_("words in Japanese"), max_length=300, blank=True)
    en = models.CharField(_("words in English"), max_length=300, blank=True)
    ko = models.CharField(_("words in Korean"), max_length=300, blank=True)
    base_technology = models.ForeignKey(
        BaseTechnology,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("base technology"),
    )
    is_active = models.BooleanField(
        _("in use"),
        default=True,
        help_text=_("Untick instead of deleting: the matching then ignores it."),
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    changed_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("changed by"),
    )
    packaged = models.CharField(max_length=64, blank=True, editable=False)

    objects = GlossaryTermQuerySet.as_manager()

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        super().clean()
        for name in ("ja", "en", "ko"):
            setattr(self, name, "; ".join(words_in(getattr(self, name))))
            refuse_long_words(name, getattr(self, name))
        if len([word for text in (self.ja, self.en, self.ko) for word in words_in(text)]) < 2:
            raise ValidationError(
                _("A concept joins at least two words, of two languages or of one with a semicolon between.")
            )
        self.code = self.code or slugify(words_in(self.en)[0] if self.en else "")[:80]
        if not self.code:
            raise ValidationError(
                {"code": _("There is no English word to make a code of: give one, such as “kiriko”.")}
            )

    @property
    def words(self) -> list[str]:
        return words_in(f"{self.ja};{self.en};{self.ko}")

    @property
    def is_as_packaged(self) -> bool:
        return self.packaged == self.content_hash

    @property
    def content_hash(self) -> str:
        text = "\n".join([self.ja, self.en, self.ko, self.base_technology_id or ""])
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def words_in(text: str) -> list[str]:
    return [" ".join(word.split()) for word in text.replace("；", ";").split(";") if word.strip()]


def refuse_long_words(field: str, text: str) -> None:
    for word in words_in(text):
        if len(word) > LONGEST_WORD:
            message = _("“%(word)s…” is too long for a word: at most %(most)d characters.")
            raise ValidationError({field: message % {"word": word[:20], "most": LONGEST_WORD}})
