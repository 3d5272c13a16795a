from django.db import models
from django.utils.translation import gettext_lazy as _

from tama_portal.common.models import Named


class Municipality(Named):
    """A city, ward, town or village; `in_zone` says whether a regular member may sit there."""

    code = models.CharField(
        _("code"), max_length=5, primary_key=True, help_text=_("Five digits (JIS X 0402).")
    )
    prefecture_ja = models.CharField(_("prefecture (Japanese)"), max_length=20)
    prefecture_ko = models.CharField(_("prefecture (Korean)"), max_length=20)
    prefecture_en = models.CharField(_("prefecture (English)"), max_length=20)
    name_kana = models.CharField(_("kana"), max_length=100)
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    in_zone = models.BooleanField(_("in the zone"), default=True)

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["code"]


class BaseTechnology(Named):
    """A shop-floor technology (基盤技術) that firms offer and needs ask for."""

    code = models.CharField(_("code"), max_length=3, primary_key=True)
    ipc_hint = models.CharField(_("related IPC subclasses"), max_length=100, blank=True)
    jsic_hint = models.CharField(_("related JSIC codes"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("base technology")
        verbose_name_plural = _("base technologies")
        ordering = ["code"]
