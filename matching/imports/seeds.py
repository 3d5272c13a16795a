"""The documented columns of a file of seeds (docs/imports.md): one recipe for each kind of seed."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from matching.imports.texts import language_told_from, origin, stated_language, visibility
from matching.models import SeedKind
from members.imports import References
from members.models import Process, Product
from tama_portal.common.importing import Cell, CellRefused, Mapping, Recipe, Tags
from tama_portal.common.importing.cells import as_choice, choice, day, items, several, text, yes_or_no
from tama_portal.common.importing.mappings import RecipeOf
from tama_portal.common.models import Visibility
from tlo.models import Patent, PatentStatus, ResearchTheme

TECHNOLOGIES = "base_technologies"


def _recipes(at: datetime) -> RecipeOf:
    references = References.load()
    recipes = {
        SeedKind.PATENT: patent(references),
        SeedKind.THEME: theme(references),
        SeedKind.PRODUCT: product(references),
        SeedKind.PROCESS: process(references),
    }
    return lambda values: recipes[_kind(values.get("kind", ""))]


def _kind(word: str) -> SeedKind:
    try:
        return SeedKind(as_choice(word, SeedKind))
    except CellRefused as refused:
        raise CellRefused(refused.reason, refused.remedy, "kind") from refused


def patent(references: References) -> Recipe:
    return Recipe(
        model=Patent,
        fields={
            **_common("title", "abstract"),
            "organisation": _owner_if_any(references),
            "applicants": several("applicants"),
            "application_number": text("application_number"),
            "application_date": day("application_date"),
            "registration_number": text("registration_number"),
            "status": choice("status", PatentStatus, default=PatentStatus.APPLIED),
            "ipc": several("ipc"),
        },
        companions=_technologies(references),
        defaults=language_told_from("title", "abstract"),
        prefetch=(TECHNOLOGIES,),
    )


def theme(references: References) -> Recipe:
    return Recipe(
        model=ResearchTheme,
        fields={
            **_common("title", "summary"),
            "organisation": _owner_if_any(references),
            "keywords": several("keywords"),
            "field": text("field"),
        },
        companions=_technologies(references),
        defaults=language_told_from("title", "summary"),
        prefetch=(TECHNOLOGIES,),
    )


def product(references: References) -> Recipe:
    return Recipe(
        model=Product,
        fields={
            **_common("name", "description"),
            "organisation": _owner(references),
            "is_own_design": yes_or_no("own_design"),
        },
        companions=_technologies(references),
        defaults=language_told_from("name", "description"),
        prefetch=(TECHNOLOGIES,),
    )


def process(references: References) -> Recipe:
    return Recipe(
        model=Process,
        fields={
            **_common("name", "description"),
            "organisation": _owner(references),
            "base_technology": Cell((TECHNOLOGIES,), _exactly_one(references), required=True),
            **{
                name: text(name) for name in ("materials", "tolerance", "size_range", "lot_size", "lead_time")
            },
        },
        defaults=language_told_from("name", "description"),
    )


def _common(title: str, body: str) -> dict[str, Cell]:
    return {
        **origin(),
        title: text("title", required=True),
        body: text("text", required=True),
        "language": stated_language(),
        "visibility": visibility(Visibility.PUBLIC),
    }


def _technologies(references: References) -> tuple[Tags, ...]:
    return (Tags(TECHNOLOGIES, references.technologies_in(TECHNOLOGIES)),)


def _owner(references: References) -> Cell:
    return Cell(("organisation",), references.organisation, required=True)


def _owner_if_any(references: References) -> Cell:
    return Cell(("organisation",), lambda word: references.organisation(word) if word else None)


def _exactly_one(references: References) -> Any:
    def technology(value: str) -> str:
        words = items(value)
        if len(words) != 1:
            raise CellRefused(
                _("A process belongs to exactly one base technology."), _("Write one code or name.")
            )
        return references.technology(words[0])

    return technology


SEEDS = Mapping(
    name="seeds",
    recognised_by=(frozenset({"kind", "id", "title", "text"}),),
    required=("kind", "id", "title", "text"),
    build=_recipes,
)
