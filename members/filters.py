"""The directory's search: which members, how many of each facet's value, and one page of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from members.models import BaseTechnology, Municipality, Organisation, OrganisationKind, Process
from members.models.organisations import OrganisationQuerySet
from tama_portal.common.models import Language
from tama_portal.common.reading import Reader

PAGE_LENGTH = 25
SHOWN_OPTIONS = 15
FIELDS = {
    "kind": "kind",
    "technology": "base_technologies",
    "municipality": "municipality",
    "language": "language",
}


@dataclass(frozen=True)
class DirectorySearch:
    """What a reader asks of the directory. `chosen` holds the wanted values of each facet."""

    words: str
    chosen: Mapping[str, frozenset[str]]

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        chosen = {
            name: frozenset(value[:20].replace("\x00", "") for value in query.getlist(name))
            for name in FIELDS
        }
        return cls(words=query.get("q", ""), chosen=chosen)

    @property
    def number_chosen(self) -> int:
        return sum(len(values) for values in self.chosen.values())

    def members(self, reader: Reader) -> QuerySet[Organisation]:
        """The members found, in kana order, with what a card shows."""
        processes = Process.objects.visible_to(reader).offered()
        found = self._found(reader, *FIELDS).in_kana_order().select_related("municipality")
        return found.prefetch_related(Prefetch("processes", processes, to_attr="shown_processes"))

    def facets(self, reader: Reader) -> list[dict[str, Any]]:
        """Each facet's values with counts under the other facets' choices, in three queries."""
        rows = list(
            self._found(reader, "technology")
            .order_by()
            .values("kind", "municipality", "language")
            .annotate(members=Count("pk"))
        )
        towns = Municipality.objects.in_bulk({row["municipality"] for row in rows} - {None})
        return [
            self._facet("kind", _("Kind"), self._counts("kind", rows), _labels(OrganisationKind.choices)),
            self._facet("technology", _("Base technology"), *self._technologies(reader)),
            self._facet(
                "municipality",
                _("Municipality"),
                self._counts("municipality", rows),
                lambda code: towns[code].name if code in towns else code,
            ),
            self._facet(
                "language",
                _("Language of the text"),
                self._counts("language", rows),
                _labels(Language.choices),
            ),
        ]

    def _found(self, reader: Reader, *facets: str) -> OrganisationQuerySet:
        found = Organisation.objects.listed().visible_to(reader).matching_words(self.words)
        for name in facets:
            if self.chosen[name]:
                found = found.filter(_has_value(name, self.chosen[name]))
        return found

    def _technologies(self, reader: Reader) -> tuple[Counter[str], Callable[[str], str]]:
        found = self._found(reader, "kind", "municipality", "language").order_by().values("pk")
        rows = BaseTechnology.objects.annotate(
            members=Count("organisations", filter=Q(organisations__in=found))
        ).in_bulk()
        counts = Counter({code: row.members for code, row in rows.items() if row.members})
        return counts, lambda code: rows[code].name if code in rows else code

    def _counts(self, facet: str, rows: Iterable[Mapping[str, Any]]) -> Counter[str]:
        others = [
            name for name in ("kind", "municipality", "language") if name != facet and self.chosen[name]
        ]
        counts: Counter[str] = Counter()
        for row in rows:
            if row[facet] and all(row[name] in self.chosen[name] for name in others):
                counts[row[facet]] += row["members"]
        return counts

    def _facet(
        self, name: str, label: str, counts: Counter[str], label_of: Callable[[str], str]
    ) -> dict[str, Any]:
        """The fullest values, and whatever is chosen even if nothing is left under it."""
        wanted = self.chosen[name]
        values = [value for value, _count in counts.most_common(SHOWN_OPTIONS)]
        values += sorted(wanted - set(values))
        options = [
            {"value": value, "label": label_of(value), "count": counts[value], "chosen": value in wanted}
            for value in values
        ]
        return {"name": name, "label": label, "options": options}


def _has_value(name: str, values: frozenset[str]) -> Q:
    if name == "technology":
        through = Organisation.base_technologies.through.objects.filter(basetechnology__in=values)
        return Q(pk__in=through.values("organisation"))
    return Q(**{f"{FIELDS[name]}__in": values})


def _labels(choices: Iterable[tuple[str, Any]]) -> Callable[[str], str]:
    labels = dict(choices)
    return lambda value: str(labels.get(value, value))


@dataclass(frozen=True)
class Page:
    rows: list[Organisation]
    previous: str
    next: str


def page_in_kana_order(found: QuerySet[Organisation], *, after: str, before: str) -> Page:
    """The page behind (or before) a cursor, without counting and without an offset."""
    backward = bool(before)
    rows = list(_beyond(found, before or after, backward=backward)[: PAGE_LENGTH + 1])
    has_more = len(rows) > PAGE_LENGTH
    rows = rows[:PAGE_LENGTH]
    if backward:
        rows.reverse()
    has_previous, has_next = (has_more, True) if backward else (bool(after), has_more)
    return Page(
        rows=rows,
        previous=_cursor(rows[0]) if rows and has_previous else "",
        next=_cursor(rows[-1]) if rows and has_next else "",
    )


def _cursor(row: Organisation) -> str:
    return f"{row.pk}~{row.sort_key}"


def _beyond(found: QuerySet[Organisation], cursor: str, *, backward: bool) -> QuerySet[Organisation]:
    if backward:
        found = found.order_by("-sort_key", "-pk")
    number, _tilde, sort_key = cursor.replace("\x00", "").partition("~")
    if not number.isdecimal():
        return found
    side = "lt" if backward else "gt"
    return found.filter(
        Q(**{f"sort_key__{side}": sort_key}) | Q(**{"sort_key": sort_key, f"pk__{side}": int(number[:18])})
    )
