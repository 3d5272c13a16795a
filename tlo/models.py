from django.db import models
from django.utils.translation import gettext_lazy as _

from members.models import BaseTechnology, Organisation, User
from tama_portal.common.models import Imported, Language, OfferedQuerySet, Timestamped, Visibility


class Researcher(Timestamped):
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="researchers", verbose_name=_("institution")
    )
    user = models.OneToOneField(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="researcher",
        verbose_name=_("user account"),
    )
    name = models.CharField(_("name"), max_length=100)
    name_kana = models.CharField(_("kana"), max_length=100, blank=True)
    job_title = models.CharField(_("job title"), max_length=100, blank=True)
    field = models.CharField(_("field"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("researcher")
        verbose_name_plural = _("researchers")
        ordering = ["name_kana", "name", "pk"]

    def __str__(self) -> str:
        return self.name


class LiaisonWindow(models.Model):
    """Whom to call at a university or research institute (産学連携窓口)."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="liaison_windows", verbose_name=_("institution")
    )
    name = models.CharField(_("name"), max_length=200)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    hours = models.CharField(_("hours"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("liaison window")
        verbose_name_plural = _("liaison windows")
        ordering = ["organisation", "name"]

    def __str__(self) -> str:
        return self.name


class Knowledge(Imported, Timestamped):
    """What patents and research themes have in common as offers to industry."""

    title = models.CharField(_("title"), max_length=500)
    language = models.CharField(
        _("language of the text"), max_length=2, choices=Language, default=Language.JAPANESE
    )
    visibility = models.CharField(
        _("who sees it"), max_length=10, choices=Visibility, default=Visibility.PUBLIC
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta(Imported.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.title


class PatentStatus(models.TextChoices):
    APPLIED = "applied", _("Applied")
    PUBLISHED = "published", _("Published")
    REGISTERED = "registered", _("Registered")
    ENDED = "ended", _("Ended")


class Patent(Knowledge):
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="patents",
        verbose_name=_("owner"),
    )
    abstract = models.TextField(_("abstract"), max_length=20_000)
    applicants = models.CharField(_("applicants"), max_length=500, blank=True)
    application_number = models.CharField(_("application number"), max_length=50, blank=True)
    application_date = models.DateField(_("application date"), null=True, blank=True)
    registration_number = models.CharField(_("registration number"), max_length=50, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=PatentStatus, default=PatentStatus.APPLIED)
    ipc = models.CharField(
        _("IPC"), max_length=1000, blank=True, help_text=_("Separated by semicolons: H01M 4/02; C22C 21/00")
    )
    base_technologies = models.ManyToManyField(
        BaseTechnology, blank=True, related_name="patents", verbose_name=_("base technologies")
    )

    objects = OfferedQuerySet["Patent"].as_manager()

    class Meta(Knowledge.Meta):
        abstract = False
        verbose_name = _("patent")
        verbose_name_plural = _("patents")
        ordering = ["-application_date", "-pk"]


class ResearchTheme(Knowledge):
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="research_themes",
        verbose_name=_("institution"),
    )
    researcher = models.ForeignKey(
        Researcher,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="themes",
        verbose_name=_("researcher"),
    )
    summary = models.TextField(_("summary"), max_length=20_000)
    keywords = models.CharField(_("keywords"), max_length=500, blank=True)
    field = models.CharField(_("field"), max_length=100, blank=True)
    base_technologies = models.ManyToManyField(
        BaseTechnology, blank=True, related_name="research_themes", verbose_name=_("base technologies")
    )

    objects = OfferedQuerySet["ResearchTheme"].as_manager()

    class Meta(Knowledge.Meta):
        abstract = False
        verbose_name = _("research theme")
        verbose_name_plural = _("research themes")
        ordering = ["-pk"]
