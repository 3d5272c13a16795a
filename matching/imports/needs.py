"""The documented columns of a file of needs (docs/imports.md)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from matching.imports.texts import language_told_from, origin, stated_language, visibility
from matching.models import Need, NeedKind
from members.imports import References
from tama_portal.common.importing import Cell, Mapping, Recipe, Tags
from tama_portal.common.importing.cells import UNSAID, as_day, choice, text, yes_or_no
from tama_portal.common.importing.mappings import RecipeOf
from tama_portal.common.importing.recipes import Values
from tama_portal.common.models import Visibility

OPEN_FOR = timedelta(days=365)
TECHNOLOGIES = "base_technologies"


def _recipes(at: datetime) -> RecipeOf:
    recipe = need(References.load(), at)
    return lambda values: recipe


def need(references: References, at: datetime) -> Recipe:
    return need_recipe(
        {
            **origin(),
            "owner": Cell(("owner",), references.organisation, required=True),
            "kind": choice("kind", NeedKind, default=NeedKind.TECHNOLOGY),
            "title": text("title", required=True),
            "text": text("text", required=True),
            "language": stated_language(),
            "visibility": visibility(Visibility.MEMBERS),
            "is_anonymous": yes_or_no("anonymous"),
            "expires_on": Cell(("expires_on",), lambda value: as_day(value) if value else UNSAID),
        },
        at=at,
        companions=(Tags(TECHNOLOGIES, references.technologies_in(TECHNOLOGIES)),),
    )


def need_recipe(fields: dict[str, Cell], *, at: datetime, companions: tuple[Tags, ...] = ()) -> Recipe:
    """A new need is published at once, and open for a year unless the row says otherwise."""
    return Recipe(
        model=Need,
        fields=fields,
        companions=companions,
        defaults=_new_need(at),
        derive=Need.set_search_text,
        derived=("search_text",),
        prefetch=(TECHNOLOGIES,) if companions else (),
    )


def _new_need(at: datetime) -> Callable[[Values], Values]:
    language = language_told_from("title", "text")
    facts = {"published_at": at, "expires_on": timezone.localdate(at) + OPEN_FOR}
    return lambda values: {**facts, **language(values)}


NEEDS = Mapping(
    name="needs",
    recognised_by=(frozenset({"owner", "id", "title", "text"}),),
    required=("owner", "id", "title", "text"),
    build=_recipes,
)
