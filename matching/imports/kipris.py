"""Patents and utility models from KIPRIS Plus, the open data of Korea's patent office."""

from datetime import datetime

from django.utils.translation import gettext as _

from tama_portal.common.importing import Cell, CellRefused, Mapping, Recipe
from tama_portal.common.importing.cells import constant, day, one_of, several, text
from tama_portal.common.importing.mappings import RecipeOf
from tama_portal.common.models import Language
from tlo.models import Patent, PatentStatus

LICENCE = "KIPRIS Plus open data; confirm its terms before publishing"
CREDIT = "출처: 특허청, KIPRIS Plus"
STATUSES = {
    "applied": PatentStatus.APPLIED,
    "published": PatentStatus.PUBLISHED,
    "granted": PatentStatus.REGISTERED,
    "lapsed": PatentStatus.ENDED,
    "refused": PatentStatus.ENDED,
    "withdrawn": PatentStatus.ENDED,
    "abandoned": PatentStatus.ENDED,
}


def _recipes(at: datetime) -> RecipeOf:
    recipe = Recipe(
        model=Patent,
        fields={
            "source": constant("kipris"),
            "source_id": text("id", required=True),
            "licence": constant(LICENCE),
            "credit": constant(CREDIT),
            "title": text("title", required=True),
            "abstract": text("abstract", required=True),
            "applicants": several("applicants"),
            "application_number": text("application_number"),
            "application_date": day("application_date"),
            "registration_number": text("registration_number"),
            "status": Cell(("status",), _status),
            "ipc": several("ipc"),
            "language": constant(Language.KOREAN),
        },
    )
    return lambda values: recipe


def _status(word: str) -> PatentStatus:
    if word not in STATUSES:
        raise CellRefused(
            _("“%(value)s” is not one of the choices.") % {"value": word},
            _("Write one of: %(choices)s.") % {"choices": one_of(STATUSES)},
        )
    return STATUSES[word]


KIPRIS = Mapping(
    name="kipris",
    recognised_by=(frozenset({"id", "title", "abstract", "application_number"}),),
    required=("id", "title", "abstract", "application_number"),
    build=_recipes,
)
