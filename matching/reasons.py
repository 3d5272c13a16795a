"""Reasons of a match as people read them: words, names of facets, and marks in both texts.

`Match.reasons` keeps what the engine says: a list of {"kind", "label", "weight", "need", "seed"}, where
need and seed are spans [field, start, end] with field "title" or "body" in code points of the original
text. The weights add up to the score.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from matching.glossary import Words, current_glossary
from matching.models import Match
from members.models import BaseTechnology, Municipality

EXCERPT_BEFORE, EXCERPT_LENGTH = 30, 150
Span = tuple[int, int]


@dataclass(frozen=True)
class ShownReason:
    """label: words in the reader's language. share: part of the score in percent, 0 to 100."""

    label: str
    weight: float
    share: int


@dataclass(frozen=True)
class Excerpt:
    """A part of a text around its evidence, with the spans to mark inside it."""

    text: str
    spans: list[Span]


@dataclass(frozen=True)
class Names:
    """Names of facets and concepts in the reader's language, read once a page."""

    technologies: Mapping[str, str]
    municipalities: Mapping[str, str]
    concepts: Mapping[str, Words]

    @classmethod
    def read(cls) -> "Names":
        return cls(
            {row.pk: row.name for row in BaseTechnology.objects.all()},
            {row.pk: row.name for row in Municipality.objects.all()},
            current_glossary(),
        )

    def of(self, facet: str) -> str:
        scheme, _, code = facet.partition(":")
        known = {"base": self.technologies, "city": self.municipalities}.get(scheme, {})
        return known.get(code, code)

    def of_concept(self, code: str) -> str:
        words = self.concepts.get(code)
        return words.label(get_language() or "ja") if words else code


def label_of(reason: Mapping[str, Any], names: Names) -> str:
    if reason["kind"] == "facet":
        return names.of(reason["label"])
    if reason["kind"] == "concept":
        return names.of_concept(reason["label"])
    if reason["kind"] == "rest":
        return ngettext("%(n)d small one", "%(n)d small ones", int(reason["label"])) % {
            "n": int(reason["label"])
        }
    if reason["kind"] == "semantic":
        return _("Similar meaning")
    return str(reason["label"])


def shown_reasons(match: Match, names: Names) -> list[ShownReason]:
    return shown_parts(match.reasons, names)


def shown_parts(reasons: Iterable[Mapping[str, Any]], names: Names) -> list[ShownReason]:
    """All reasons, heaviest first, those with the same words added together."""
    added: dict[str, float] = {}
    for reason in reasons:
        label = label_of(reason, names)
        added[label] = added.get(label, 0.0) + reason["weight"]
    total = sum(added.values()) or 1.0
    rows = sorted(added.items(), key=lambda row: (-row[1], row[0]))
    return [ShownReason(label, weight, round(100 * weight / total)) for label, weight in rows]


def spans_in(reasons: Iterable[Mapping[str, Any]], side: str, field: str) -> list[Span]:
    found = {(start, end) for reason in reasons for name, start, end in reason[side] if name == field}
    return sorted(found)


def excerpt(text: str, spans: list[Span]) -> Excerpt:
    """The stretch of text that holds the most evidence, cut to a readable length."""
    if len(text) <= EXCERPT_LENGTH:
        return Excerpt(text, spans)
    starts = [start for start, _ in spans] or [0]
    best = max(starts, key=lambda start: sum(start <= other < start + EXCERPT_LENGTH for other in starts))
    begin = max(0, best - EXCERPT_BEFORE)
    end = min(len(text), begin + EXCERPT_LENGTH)
    inside = [(start - begin, stop - begin) for start, stop in spans if begin <= start and stop <= end]
    before, after = "…" if begin else "", "…" if end < len(text) else ""
    shift = len(before)
    return Excerpt(
        before + text[begin:end] + after, [(start + shift, stop + shift) for start, stop in inside]
    )
