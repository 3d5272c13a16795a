"""Explanations of a ranking in two forms: JSON Lines for programs, plain text for people."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from matching.engine.explanation import Explanation
from matching.engine.glossary import Concept, Glossary
from matching.engine.reasons import Reason
from matching.engine.text import Span, Text
from matching.engine.tokens import language_of

_AROUND: Final = 30
_MOST_REASONS: Final = 10
_HEADLINE: Final = 100


def as_json(rank: int, explanation: Explanation, glossary: Glossary) -> str:
    """One line; places are ``[field, start, end]`` in code points of the original texts."""
    reasons = [_reason_as_dict(reason, glossary) for reason in explanation.reasons]
    missing = [{"label": each.label, "weight": each.weight} for each in explanation.missing]
    facts = {
        "need": explanation.need_id,
        "seed": explanation.seed_id,
        "rank": rank,
        "score": explanation.score,
        "coverage": explanation.coverage,
        "grade": explanation.grade.name.lower(),
        "reasons": reasons,
        "missing": missing,
    }
    return json.dumps(facts, ensure_ascii=False)


def _reason_as_dict(reason: Reason, glossary: Glossary) -> dict[str, Any]:
    concept = _concept(reason, glossary)
    if concept is None:
        return reason.as_dict()
    return reason.as_dict() | {"words": {lang: concept.label(lang) for lang in ("ja", "ko", "en")}}


def heading_of(need: Text) -> str:
    return f"need {need.id}: {_headline(need)}\n"


def nothing_found() -> str:
    return "  no seed shares anything with this need\n"


def as_text(rank: int, explanation: Explanation, need: Text, seed: Text, glossary: Glossary) -> str:
    """A paragraph: the heaviest reasons with their evidence between « and », then what the seed lacks."""
    return "\n".join(_lines(rank, explanation, need, seed, glossary)) + "\n"


def _lines(rank: int, explanation: Explanation, need: Text, seed: Text, glossary: Glossary) -> Iterator[str]:
    grade = explanation.grade.name.lower() if explanation.grade else "no match by the grades"
    yield f"{rank:3}. {seed.id}: {_headline(seed)}"
    yield f"     {grade}, score {explanation.score:.3f}, coverage {explanation.coverage:.0%}"
    for reason in explanation.reasons[:_MOST_REASONS]:
        yield f"     {reason.weight:8.3f}  {reason.kind:8}  {_label(reason, need, seed, glossary)}"
        yield from _evidence("need", need, reason.need_spans)
        yield from _evidence("seed", seed, reason.seed_spans)
    rest = explanation.reasons[_MOST_REASONS:]
    if rest:
        yield f"     {sum(reason.weight for reason in rest):8.3f}  in {len(rest)} more"
    if explanation.missing:
        yield f"     lacks: {', '.join(_short(_flat(missing.label)) for missing in explanation.missing)}"


def _label(reason: Reason, need: Text, seed: Text, glossary: Glossary) -> str:
    concept = _concept(reason, glossary)
    if concept is None:
        return _short(_flat(reason.label))
    # A dictionary keeps the order and drops the word that both languages share.
    return " = ".join(dict.fromkeys(concept.label(language_of(text)) for text in (need, seed)))


def _concept(reason: Reason, glossary: Glossary) -> Concept | None:
    return glossary.by_id[reason.label] if reason.kind == "concept" else None


def _evidence(side: str, text: Text, spans: tuple[Span, ...]) -> Iterable[str]:
    if not spans:
        return []
    first, more = spans[0], f"   ({len(spans)} places)" if len(spans) > 1 else ""
    field = text.field(first.field)
    start, end = max(0, first.start - _AROUND), min(len(field), first.end + _AROUND)
    before, after = field[start : first.start], field[first.end : end]
    marked = _flat(f"{before}«{_short(first.of(text))}»{after}")
    return [f"               {side}: {'…' if start else ''}{marked}{'…' if end < len(field) else ''}{more}"]


def _headline(text: Text) -> str:
    return _short(_flat(text.title or text.body))


def _short(text: str) -> str:
    return text if len(text) <= _HEADLINE else f"{text[:_HEADLINE]}…"


def _flat(text: str) -> str:
    return " ".join(text.split())
