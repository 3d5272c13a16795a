from collections.abc import Callable

from django.conf import settings

from matching.engine.language import UNDETERMINED, detect
from tama_portal.common.importing import Cell
from tama_portal.common.importing.cells import UNSAID, as_choice, text, web_address
from tama_portal.common.importing.recipes import Values
from tama_portal.common.models import Language, Visibility

OFFICE_SOURCE = "office"
"""Rows that do not say where they come from are the office's own."""


def stated_language(column: str = "language") -> Cell:
    return Cell((column,), lambda value: as_choice(value, Language) if value else UNSAID)


def language_told_from(*fields: str) -> Callable[[Values], Values]:
    """The default of a new record; later imports leave a corrected language alone."""

    def told(values: Values) -> Values:
        language = detect("\n".join(str(values[name]) for name in fields))
        return {"language": settings.LANGUAGE_CODE if language == UNDETERMINED else language}

    return told


def visibility(default: str) -> Cell:
    return Cell(("visibility",), lambda value: as_choice(value, Visibility) if value else default)


def origin() -> dict[str, Cell]:
    """Where a record comes from and what its licence asks us to show."""
    return {
        "source": text("source", required=True, default=OFFICE_SOURCE),
        "source_id": text("id", required=True),
        "source_url": web_address("url"),
        "licence": text("licence"),
        "credit": text("credit"),
    }
