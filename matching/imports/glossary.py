"""The documented columns of a file of glossary terms (docs/imports.md), for the way in and out."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from matching.models import GlossaryTerm
from matching.models.glossary import refuse_long_words, words_in
from members.imports import References
from tama_portal.common.importing import (
    Cell,
    CellRefused,
    Mapping,
    Options,
    Recipe,
    Report,
    choose_mapping,
    import_rows,
)
from tama_portal.common.importing.cells import as_yes_or_no, text
from tama_portal.common.importing.mappings import RecipeOf
from tama_portal.common.tabular import Table

COLUMNS = ("code", "ja", "en", "ko", "base_technology", "in_use", "note")


def import_glossary(*, table: Table, options: Options) -> Report:
    """Make the terms equal the rows, known again by code. Raises TableError if the file cannot be taken."""
    return import_rows(table=table, mapping=choose_mapping(table, [GLOSSARY]), options=options)


def exported_rows(terms: Iterable[GlossaryTerm]) -> Iterator[list[str | bool]]:
    """What `import_glossary` reads back without a change."""
    for term in terms:
        yield [
            term.code,
            term.ja,
            term.en,
            term.ko,
            term.base_technology_id or "",
            "yes" if term.is_active else "no",
            term.note,
        ]


def _recipes(at: datetime) -> RecipeOf:
    references = References.load()
    recipe = Recipe(
        model=GlossaryTerm,
        fields={
            "code": text("code", required=True),
            **{language: Cell((language,), _words_of(language)) for language in ("ja", "en", "ko")},
            "base_technology": Cell(
                ("base_technology",), lambda value: references.technology(value) if value else None
            ),
            "is_active": Cell(("in_use",), lambda value: as_yes_or_no(value) if value else True),
            "note": text("note"),
        },
        identities=(("code", "code"),),
    )
    return lambda values: recipe


def _words_of(language: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        try:
            refuse_long_words(language, value)
        except ValidationError as error:
            raise CellRefused(error.messages[0], _("Shorten the text.")) from error
        return "; ".join(words_in(value))

    return read


GLOSSARY = Mapping(
    name="glossary",
    recognised_by=(frozenset({"code", "ja", "en", "ko"}),),
    required=("code", "ja", "en", "ko"),
    build=_recipes,
)
