"""The glossary in force: the packaged terms, and what the office has changed, added or put out of use.

Pages read it for the words they show, the nightly run for the concepts it looks for
(`matching/nightly/glossary.py`). Nothing here loads a tokeniser.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet

from matching.models import GlossaryTerm
from matching.models.glossary import words_in
from members.models import BaseTechnology, User
from tama_portal.common.text import fold

# Read as a file: the engine's own reader would load numpy into the web process.
PACKAGED = Path(__file__).parent / "engine" / "data" / "glossary.csv"


@dataclass(frozen=True, slots=True)
class Words:
    """A concept's words by language, semicolons between several of one."""

    code: str
    ja: str
    en: str
    ko: str
    is_active: bool = True
    base_technology: str | None = None

    def label(self, language: str) -> str:
        """The word for a reader of the language."""
        text = {"ja": self.ja, "ko": self.ko}.get(language) or self.en or self.ja or self.ko
        return text.split(";")[0].strip() or self.code


def current_glossary() -> Mapping[str, Words]:
    """All terms by code, in their order, those out of use too; the packaged ones until they are loaded.

    One small query unless the table has changed since the last call.
    """
    return _glossary_at(GlossaryTerm.objects.stamp())


@lru_cache(maxsize=1)
def _glossary_at(stamp: tuple[int, object]) -> Mapping[str, Words]:
    fields = ("code", "ja", "en", "ko", "is_active", "base_technology_id")
    rows = list(GlossaryTerm.objects.values_list(*fields))
    return {row[0]: Words(*row) for row in rows} if rows else _packaged_words()


def _packaged_words() -> Mapping[str, Words]:
    return {
        row["id"]: Words(row["id"], row["ja"], row["en"], row["ko"], base_technology=row["base_tech"])
        for row in packaged_rows()
    }


def packaged_rows() -> list[dict[str, str]]:
    with PACKAGED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@transaction.atomic
def load_glossary() -> int:
    """Bring the terms the office left as they came in step with the release; returns how many changed.

    What the office changed, added or put out of use stays.
    """
    shipped = {row.code: row for row in packaged_terms()}
    stored = {row.code: row for row in GlossaryTerm.objects.select_for_update()}
    added = [row for code, row in shipped.items() if code not in stored]
    changed = [row for code, row in stored.items() if code in shipped and follow(row, shipped[code])]
    gone = [row for code, row in stored.items() if row.packaged and code not in shipped]
    GlossaryTerm.objects.bulk_create(added)
    for row in changed:
        row.save()
    return len(added) + len(changed) + sum(map(retire, gone))


def packaged_terms() -> list[GlossaryTerm]:
    known = set(BaseTechnology.objects.values_list("pk", flat=True))
    terms = []
    for row in packaged_rows():
        code = row["base_tech"] if row["base_tech"] in known else None
        term = GlossaryTerm(
            code=row["id"],
            base_technology_id=code,
            **{name: "; ".join(words_in(row[name])) for name in ("ja", "en", "ko")},
        )
        term.packaged = term.content_hash
        terms.append(term)
    return terms


def follow(row: GlossaryTerm, shipped: GlossaryTerm) -> bool:
    """Take over the release's words unless the office has its own; says whether anything changed."""
    if row.packaged == shipped.packaged:
        return False
    if row.is_as_packaged:
        row.ja, row.en, row.ko = shipped.ja, shipped.en, shipped.ko
        row.base_technology_id = shipped.base_technology_id
    row.packaged = shipped.packaged
    return True


def retire(row: GlossaryTerm) -> int:
    """A term that the release no longer has goes, or becomes the office's own if it was changed."""
    if row.is_as_packaged:
        row.delete()
    else:
        row.packaged = ""
        row.save()
    return 1


def set_in_use(terms: QuerySet[GlossaryTerm], value: bool, *, by: User, at: datetime) -> int:
    """Use these terms, or put them out of use; returns how many that changed."""
    return terms.exclude(is_active=value).update(is_active=value, changed_by=by, updated_at=at)


def collisions(term: GlossaryTerm) -> list[tuple[str, str]]:
    """The term's words that another term in use has too, with that term's code."""
    others = GlossaryTerm.objects.filter(is_active=True).exclude(pk=term.pk)
    held = words_by_code(others)
    return [(word, code) for word in term.words for code in held.get(fold(word), [])]


def words_by_code(terms: Iterable[GlossaryTerm]) -> Mapping[str, list[str]]:
    held: defaultdict[str, list[str]] = defaultdict(list)
    for term in terms:
        for word in dict.fromkeys(map(fold, term.words)):
            held[word].append(term.code)
    return held
