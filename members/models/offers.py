from django.db import models
from django.utils.translation import gettext_lazy as _

from members.models.organisations import Organisation
from members.models.reference import BaseTechnology
from tama_portal.common.models import Imported, Language, OfferedQuerySet, Timestamped, Visibility


class Offer(Imported, Timestamped):
    """What a member can make or do: the common part of products and processes."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="%(class)ss")
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), max_length=10_000)
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
        return self.name


class Product(Offer):
    """Something a member sells. Own product: made to its own planning and design, OEM supply included."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="products", verbose_name=_("organisation")
    )
    is_own_design = models.BooleanField(_("own planning and design"), default=True)
    base_technologies = models.ManyToManyField(
        BaseTechnology, blank=True, related_name="products", verbose_name=_("base technologies")
    )

    objects = OfferedQuerySet["Product"].as_manager()

    class Meta(Offer.Meta):
        abstract = False
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["organisation", "name", "pk"]


class Process(Offer):
    """A base technology a member offers to others, with what it can hold."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="processes", verbose_name=_("organisation")
    )
    base_technology = models.ForeignKey(
        BaseTechnology, on_delete=models.PROTECT, related_name="processes", verbose_name=_("base technology")
    )
    materials = models.CharField(_("materials"), max_length=300, blank=True)
    tolerance = models.CharField(
        _("tolerance"), max_length=100, blank=True, help_text=_("For example ±0.005 mm.")
    )
    size_range = models.CharField(_("sizes"), max_length=100, blank=True)
    lot_size = models.CharField(_("lot size"), max_length=100, blank=True)
    lead_time = models.CharField(_("lead time"), max_length=100, blank=True)

    objects = OfferedQuerySet["Process"].as_manager()

    class Meta(Offer.Meta):
        abstract = False
        verbose_name = _("process")
        verbose_name_plural = _("processes")
        ordering = ["organisation", "base_technology", "pk"]
