"""From ideas to sentences: a text is composed of templates and vocabulary, never copied."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, Literal

from tama_portal.demo.phrases import Phrase
from tama_portal.demo.records import Idea, Language
from tama_portal.demo.vocabulary import sentences, technologies, words

Side = Literal["offer", "need"]
Fields = Mapping[str, Phrase]

MONTHS = ("January", "March", "April", "June", "July", "September", "October", "December")
BUDGETS = {"ja": (50, 500), "en": (5, 80), "ko": (3, 60)}
BRANDS = {"ja": "brands", "en": "brands_en", "ko": "brands_ko"}
DETAILS = ("condition", "lot", "size", "tolerance")
ATTEMPTS = 50


class TemplatesExhaustedError(RuntimeError):
    """The templates could not give another text that differs from all before."""


def draw_idea(chance: Random, technology: str) -> Idea:
    fits = technologies()[technology]
    return Idea(
        technology,
        chance.choice(fits["materials"]),
        chance.choice(fits["problems"]),
        draw_market(chance, technology),
    )


def draw_market(chance: Random, technology: str) -> str:
    every = sorted(words("ja")["markets"])
    return str(chance.choice(technologies()[technology].get("markets", every)))


def wording(chance: Random, language: Language, idea: Idea, side: Side) -> dict[str, Phrase]:
    """Words for the idea as one side would say it; another draw says the same with other words."""
    vocabulary, facts = words(language), technologies()[idea.technology]
    technology = vocabulary["technologies"][idea.technology]
    spoken = chance.choice(technology[side])
    problem = vocabulary["problems"][idea.problem]
    other = chance.choice([p for p in facts["problems"] if p != idea.problem])
    found = {
        "tech": spoken,
        "tool": spoken + sentences(language)["detail"]["equipment"] * is_tool(facts),
        "how": chance.choice(technology["how"]),
        "material": chance.choice(vocabulary["materials"][idea.material][side]),
        "effect": chance.choice(problem["effect"]),
        "effect2": chance.choice(vocabulary["problems"][other]["effect"]),
        "complaint": chance.choice(problem["complaint"]),
        "market": chance.choice(vocabulary["markets"][idea.market]),
        "market2": chance.choice(vocabulary["markets"][draw_market(chance, idea.technology)]),
    }
    return {name: Phrase(text) for name, text in found.items()}


def is_tool(facts: Mapping[str, Any]) -> bool:
    """Whether a product of the technology is a machine for it, as the vocabulary names the work."""
    return bool(facts["process"] and facts.get("tool", True))


def figures(chance: Random, language: Language, soft: bool) -> dict[str, Phrase]:
    """Names and numbers that stay the same through one text."""
    low, high = BUDGETS[language]
    month = chance.randrange(1, 13)
    found: dict[str, object] = {
        "percent": chance.randrange(8, 65),
        "parts": chance.randrange(3, 12),
        "days": chance.choice((3, 5, 7, 10, 14, 20, 30)),
        "hours": chance.choice((12, 24, 36, 48, 72)),
        "years": chance.randrange(8, 70),
        "count": chance.choice((5, 10, 20, 30, 50, 80, 100, 200, 300, 500)),
        "month": chance.choice(MONTHS) if language == "en" else month,
        "budget": chance.randrange(low, high),
        "brand": chance.choice(words("names")[BRANDS[language]]),
        "model": f"{chance.choice('ABDEGHKLNRSTVX')}{chance.choice('FGPQUWZ')}-{chance.randrange(100, 1000)}",
    }
    return {name: Phrase(value) for name, value in (found | details(chance, language, soft)).items()}


def details(chance: Random, language: Language, soft: bool) -> dict[str, str]:
    numbers = {
        "a": chance.randrange(20, 180),
        "b": chance.randrange(20, 200) * 10,
        "c": chance.randrange(2, 20),
        "d": f"{chance.randrange(2, 60) / 10:.1f}",
        "m": f"{chance.randrange(2, 60) / 1000:.3f}",
    }
    templates = sentences(language)["detail"]
    chosen = {name: templates.get(f"soft_{name}" if soft else name, templates[name]) for name in DETAILS}
    return {name: chance.choice(options).format_map(numbers) for name, options in chosen.items()}


@dataclass(frozen=True, slots=True)
class Brief:
    """What to write about, in which language, and as which side would say it."""

    language: Language
    idea: Idea
    side: Side

    def figures(self, chance: Random) -> Fields:
        return figures(chance, self.language, technologies()[self.idea.technology].get("soft", False))

    def fill(self, template: str, known: Fields, chance: Random) -> str:
        """The template with fresh words for the idea and the known figures."""
        return template.format_map({**known, **wording(chance, self.language, self.idea, self.side)})


class Writer:
    """Writes texts of the five types; no text comes twice, and no title where titles are composed."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._written: set[str] = set()

    def offer(self, kind: str, language: Language, idea: Idea) -> tuple[str, str, Fields]:
        """Title, text and the figures the text names, for the structured columns."""
        parts = ["open", "middle", *["close"] * self._chance.randrange(1, 3)]
        return self._new(sentences(language)[kind], parts, Brief(language, idea, "offer"))

    def need(self, kind: str, language: Language, idea: Idea) -> tuple[str, str]:
        """A need of two to six sentences: what hurts, what is wished for, and circumstances."""
        extras = ["context"] * self._chance.randrange(3) + ["close"] * self._chance.randrange(3)
        parts = ["open", kind, *extras[:3]]
        title, text, _ = self._new(sentences(language)["need"], parts, Brief(language, idea, "need"))
        return title, text

    def other(self, kind: str, language: Language, idea: Idea) -> tuple[str, str]:
        """A need of a kind without a shelf: its templates know at most the market."""
        templates = sentences("elsewhere")["other"][language][kind]
        brief = Brief(language, idea, "need")
        title, text, _ = self._new(templates, ["open", "ask"], brief, new_title=False)
        return title, text

    def _new(
        self, templates: Mapping[str, list[str]], parts: list[str], brief: Brief, *, new_title: bool = True
    ) -> tuple[str, str, Fields]:
        chance = self._chance
        for _ in range(ATTEMPTS):
            known = brief.figures(chance)
            title = brief.fill(chance.choice(templates["title"]), known, chance)
            chosen = [brief.fill(template, known, chance) for template in self._choose(templates, parts)]
            text = joined(brief.language, chosen)
            fresh = {title, text} if new_title else {text}
            if not fresh & self._written:
                self._written |= fresh
                return title, text, known
        raise TemplatesExhaustedError(brief)

    def _choose(self, templates: Mapping[str, list[str]], parts: list[str]) -> list[str]:
        chosen: list[str] = []
        for part in parts:
            chosen.append(self._chance.choice([t for t in templates[part] if t not in chosen]))
        return chosen


def joined(language: str, parts: list[str]) -> str:
    return ("" if language == "ja" else " ").join(parts)


def profile(chance: Random, language: Language, group: str, idea: Idea) -> str:
    """A sentence an organisation says of itself; group: firm, core, institution or body."""
    templates: dict[str, Any] = sentences("profiles")[language]
    chosen: str = chance.choice(templates[group])
    return chosen.format_map(wording(chance, language, idea, "offer"))
