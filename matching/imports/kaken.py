"""Research themes of the KAKEN database of Japan's grants-in-aid."""

from datetime import datetime

from tama_portal.common.importing import Cell, Mapping, Recipe
from tama_portal.common.importing.cells import constant, several, text, web_address
from tama_portal.common.importing.mappings import RecipeOf
from tama_portal.common.models import Language
from tlo.models import ResearchTheme

LICENCE = "CC BY 4.0"
CREDIT = "KAKEN：科学研究費助成事業データベース（国立情報学研究所）のデータを編集して作成"


def _recipes(at: datetime) -> RecipeOf:
    recipe = Recipe(
        model=ResearchTheme,
        fields={
            "source": constant("kaken"),
            "source_id": text("id", required=True),
            "source_url": web_address("url"),
            "licence": constant(LICENCE),
            "credit": constant(CREDIT),
            "title": text("title", required=True),
            # Some collections have the outline, some only keywords.
            "summary": text("abstract", "keywords", required=True),
            "keywords": several("keywords"),
            "field": Cell(("kaken_area",), lambda area: f"審査区分 {area}" if area else ""),
            "language": constant(Language.JAPANESE),
        },
    )
    return lambda values: recipe


KAKEN = Mapping(
    name="kaken",
    recognised_by=(frozenset({"id", "title", "kaken_area"}), frozenset({"id", "title", "award_number"})),
    required=("id", "title"),
    build=_recipes,
)
