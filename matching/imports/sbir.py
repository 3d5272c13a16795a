"""Topics of the U.S. SBIR and STTR programmes: problems of a public buyer, as needs."""

from datetime import datetime

from matching.imports.needs import need_recipe
from matching.models import NeedKind
from members.models import Country, Organisation, OrganisationKind
from tama_portal.common.importing import Cell, Mapping
from tama_portal.common.importing.cells import constant, items, text
from tama_portal.common.importing.mappings import RecipeOf
from tama_portal.common.models import Language, Visibility

SOURCE = "sbir"
LICENCE = "CC0 1.0"
CREDIT = "U.S. Air Force, SBIR/STTR 2015.1 solicitation topics"
OWNER = "U.S. Air Force SBIR/STTR programme"


def _recipes(at: datetime) -> RecipeOf:
    recipe = need_recipe(
        {
            "source": constant(SOURCE),
            "source_id": text("id", required=True),
            "licence": constant(LICENCE),
            "credit": constant(CREDIT),
            "owner": constant(_owner().pk),
            "kind": constant(NeedKind.TECHNOLOGY),
            "title": text("title", required=True),
            "text": Cell(("objective", "description", "keywords"), _text, required=True),
            "language": constant(Language.ENGLISH),
            "visibility": constant(Visibility.PUBLIC),
        },
        at=at,
    )
    return lambda values: recipe


def _text(objective: str, description: str, keywords: str) -> str:
    named = f"Keywords: {', '.join(items(keywords))}" if keywords else ""
    return "\n\n".join(filter(None, (objective, description, named)))


def _owner() -> Organisation:
    """A need belongs to somebody; the programme is no member and stands in no directory."""
    owner, _made = Organisation.objects.get_or_create(
        source=SOURCE,
        source_id="programme",
        defaults={
            "name": OWNER,
            "kind": OrganisationKind.OTHER,
            "country": Country.OTHER,
            "language": Language.ENGLISH,
        },
    )
    return owner


SBIR = Mapping(
    name="sbir",
    recognised_by=(frozenset({"id", "title", "topic_number", "description"}),),
    required=("id", "title", "description"),
    build=_recipes,
)
