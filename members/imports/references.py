from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from members.models import BaseTechnology, Municipality, Organisation
from tama_portal.common.importing.cells import Cell, CellRefused, items, one_of
from tama_portal.common.models import Named
from tama_portal.common.text import fold


@dataclass(frozen=True)
class References:
    """What rows name, loaded once: technologies and municipalities by code or name, organisations too."""

    technologies: Mapping[str, str]
    municipalities: Mapping[str, str]
    zone: frozenset[str]
    organisations: Mapping[str, frozenset[int]]

    @classmethod
    def load(cls) -> "References":
        municipalities = list(Municipality.objects.all())
        return cls(
            _codes_by_word(BaseTechnology.objects.all()),
            _codes_by_word(municipalities),
            frozenset(str(each.pk) for each in municipalities if each.in_zone),
            _organisations_by_word(),
        )

    def technologies_in(self, *columns: str) -> Cell:
        """The base technologies listed in the first of the columns that has text."""
        return Cell(columns, lambda *texts: frozenset(map(self.technology, items(_first(texts)))))

    def technology(self, word: str) -> str:
        return _code(
            self.technologies, word, _("“%(value)s” is not a base technology we know.") % {"value": word}
        )

    def municipality(self, word: str) -> str | None:
        if not word:
            return None
        return _code(
            self.municipalities, word, _("“%(value)s” is not a municipality we know.") % {"value": word}
        )

    def organisation(self, word: str) -> int:
        """The key of the organisation of that name or corporate number."""
        if not word:
            raise CellRefused(_("The organisation is missing."), _("Write its name or corporate number."))
        found = self.organisations.get(fold(word), frozenset())
        if len(found) > 1:
            raise CellRefused(
                _("Several organisations are named “%(value)s”.") % {"value": word},
                _("Write the corporate number instead."),
            )
        if not found:
            raise CellRefused(
                _("There is no organisation named “%(value)s”.") % {"value": word},
                _("Register it first, or correct the name."),
            )
        return next(iter(found))


def _first(texts: Iterable[str]) -> str:
    return next(filter(None, texts), "")


def _code(codes: Mapping[str, str], word: str, reason: str) -> str:
    try:
        return codes[fold(word)]
    except KeyError:
        remedy = _("Write its code or its name. Codes: %(codes)s.") % {"codes": one_of(_some(codes.values()))}
        raise CellRefused(reason, remedy) from None


def _some(codes: Iterable[str]) -> list[str]:
    """Enough to recognise the kind of code; the office's page lists them all."""
    each = sorted(set(codes))
    return each if len(each) <= 20 else [*each[:3], "…", each[-1]]


def _codes_by_word(rows: Iterable[Named]) -> dict[str, str]:
    words: dict[str, str] = {}
    for row in rows:
        for word in (str(row.pk), row.name_ja, row.name_ko, row.name_en):
            words.setdefault(fold(word), str(row.pk))
    return words


def _organisations_by_word() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for key, *words in Organisation.objects.values_list("pk", "name", "name_en", "corporate_number"):
        for word in filter(None, words):
            found[fold(word)].add(key)
    return {word: frozenset(keys) for word, keys in found.items()}
