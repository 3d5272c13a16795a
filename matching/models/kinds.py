"""What is asked for, what is offered, and which answers which (domain.md section 5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NeedKind(models.TextChoices):
    TECHNOLOGY = "technology", _("Technology or joint R&D")
    PROCESSING = "processing", _("Processing or outsourcing order")
    EQUIPMENT = "equipment", _("Equipment use or test")
    SALES = "sales", _("Sales channel or overseas")
    PEOPLE = "people", _("People")
    MONEY = "money", _("Money")
    ADVICE = "advice", _("IT, management, business plan or patent advice")
    SPACE = "space", _("Space")


class SeedKind(models.TextChoices):
    PATENT = "patent", _("Patent")
    THEME = "theme", _("Research theme")
    PRODUCT = "product", _("Product")
    PROCESS = "process", _("Process capability")


ANSWERS: dict[NeedKind, frozenset[SeedKind]] = {
    NeedKind.TECHNOLOGY: frozenset({SeedKind.PATENT, SeedKind.THEME, SeedKind.PRODUCT, SeedKind.PROCESS}),
    NeedKind.PROCESSING: frozenset({SeedKind.PROCESS, SeedKind.PRODUCT}),
    NeedKind.EQUIPMENT: frozenset(),
    NeedKind.SALES: frozenset(),
    NeedKind.PEOPLE: frozenset(),
    NeedKind.MONEY: frozenset(),
    NeedKind.ADVICE: frozenset(),
    NeedKind.SPACE: frozenset(),
}
