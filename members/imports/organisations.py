"""What a row of the members' list becomes. The columns are described in docs/imports.md."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from members.imports.memberships import CURRENT, MembershipPart
from members.imports.references import References
from members.models import Country, Organisation, OrganisationKind, checked_corporate_number
from tama_portal.common.importing import Cell, CellRefused, Mapping, Recipe, Tags
from tama_portal.common.importing.cells import UNSAID, as_choice, choice, text, web_address, whole_number
from tama_portal.common.importing.mappings import RecipeOf
from tama_portal.common.importing.recipes import SOURCE_IDENTITY
from tama_portal.common.models import Language, Visibility

SOURCE = "members"
KOREAN_DIGITS = 10

PLAIN_COLUMNS = (
    "name_kana",
    "name_en",
    "postal_code",
    "address",
    "phone",
    "email",
    "summary",
    "core_technology",
    "certificates",
    "licence",
    "credit",
)
NUMBER_COLUMNS = {
    "employees": 10_000_000,
    "capital_yen": 10**15,
    "turnover_yen": 10**15,
    "founded_year": 2_100,
}
"""With the largest number that makes sense."""

VISIBILITY_COLUMNS = ("profile_visibility", "contact_visibility", "figures_visibility")


def _recipes(at: datetime) -> RecipeOf:
    recipe = organisation_recipe(References.load())
    return lambda values: recipe


def organisation_recipe(references: References) -> Recipe:
    return Recipe(
        model=Organisation,
        fields={
            "source": Cell(("id",), lambda key: SOURCE if key else UNSAID),
            "source_id": Cell(("id",), lambda key: key or UNSAID),
            "name": text("name", required=True),
            "kind": Cell(("kind",), lambda value: as_choice(value, OrganisationKind), required=True),
            "country": Cell(("country", "corporate_number"), _country, required=True),
            "corporate_number": Cell(("corporate_number", "country"), _corporate_number),
            "municipality": Cell(("municipality",), references.municipality),
            "language": choice("language", Language, default=Language.JAPANESE),
            "website": web_address("website"),
            **{column: text(column) for column in PLAIN_COLUMNS},
            **{column: whole_number(column, most=most) for column, most in NUMBER_COLUMNS.items()},
            **{column: _visibility(column) for column in VISIBILITY_COLUMNS},
        },
        companions=(
            Tags("base_technologies", references.technologies_in("base_technologies")),
            MembershipPart(references),
        ),
        identities=(SOURCE_IDENTITY, ("country", "corporate_number")),
        derive=Organisation.set_search_fields,
        derived=("sort_key", "search_text"),
        prefetch=("base_technologies", CURRENT),
    )


def _visibility(column: str) -> Cell:
    return choice(column, Visibility, default=getattr(Organisation(), column))


def _country(country: str, number: str) -> str:
    """As written, else told by the length of the corporate number."""
    if country:
        return as_choice(country, Country)
    digits = sum(char.isdigit() for char in number)
    return Country.KOREA if digits == KOREAN_DIGITS else Country.JAPAN


def _corporate_number(number: str, country: str) -> str:
    if not number:
        return ""
    try:
        return checked_corporate_number(number, _country(country, number))
    except ValidationError as error:
        raise CellRefused(
            error.message_dict["corporate_number"][0], _("Correct the number, or leave it empty.")
        ) from error


MEMBERS = Mapping(
    name="members",
    recognised_by=(frozenset({"name", "kind"}),),
    required=("name", "kind"),
    build=_recipes,
)
