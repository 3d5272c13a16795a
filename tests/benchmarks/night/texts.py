"""Texts as varied as real ones: real sentences recombined within a field, and the demo's own between them.

Terms are exchanged between texts of one field, so that hardly two texts hold the same sentence and the
vocabulary follows real frequencies.
"""

import gzip
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from tama_portal.demo.records import Idea, Language
from tama_portal.demo.texts import Brief, Side, draw_idea
from tama_portal.demo.vocabulary import sentences, technologies

# Real texts: file, language, keys of the text, key of the title, key of the field.
REAL = (
    ("seeds_kaken_ja/kaken_kiban_s.jsonl", "ja", ("abstract",), "title", "kaken_area"),
    ("seeds_kipris_ko/kipris_patents.jsonl", "ko", ("abstract",), "title", "ipc"),
    ("needs_sbir_en/sbir_topics.jsonl", "en", ("objective", "description"), "title", "areas"),
    ("matching-dev/ja_need_dev/docs.jsonl.gz", "ja", ("text",), "", ""),
    ("matching-dev/en_sbir_dev/docs.jsonl.gz", "en", ("text",), "", "agency"),
)
# Middle and spread (of the logarithm) of a seed's and a need's length in characters.
LENGTHS: Mapping[tuple[Language, Side], tuple[int, float]] = {
    ("ja", "offer"): (220, 0.35),
    ("ko", "offer"): (400, 0.35),
    ("en", "offer"): (850, 0.4),
    ("ja", "need"): (110, 0.4),
    ("ko", "need"): (140, 0.4),
    ("en", "need"): (350, 0.4),
}
FIELD_SIZE = 40  # real texts of neighbouring subjects whose sentences and terms mix
DEMO_SHARE = 0.5  # texts that also hold sentences of the demo
EXCHANGED = 0.2  # terms that change places with others of the field
SHORTEST, LONGEST = 12, 400  # characters of a usable sentence
LONGEST_TITLE = 80
MOST_SENTENCES = 30

_ENDS = re.compile(r"(?<=[。！？])|(?<=[.!?])\s+")
_TERM = {
    "ja": re.compile(r"[\u4e00-\u9fff]{2,8}|[\u30a1-\u30fa\u30fc]{3,}"),
    "ko": re.compile(r"(?<![\uac00-\ud7a3])[\uac00-\ud7a3]{3,}(?=[을를의과와에] )"),
    "en": re.compile(r"\b[a-z]{6,}\b"),
}


@dataclass
class Field:
    """Sentences, titles and terms that go together."""

    sentences: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)

    def add(self, language: Language, title: str, text: str) -> None:
        found = [part.strip() for part in _ENDS.split(text)]
        self.sentences += [part for part in found if SHORTEST <= len(part) <= LONGEST]
        self.titles += [title] if title else []
        self.terms += _TERM[language].findall(text)


class Composer:
    """Writes titles and texts; the same seed and folder, the same texts.

    `folder` holds the files of `REAL`; those that are missing are left out, and without any the demo's
    sentences stand alone.
    """

    def __init__(self, chance: Random, folder: Path) -> None:
        self._chance = chance
        self._fields = {language: fields_of(folder, language) for language in ("ja", "ko", "en")}

    def offer(self, kind: str, language: Language, technology: str) -> tuple[str, str]:
        """Title and text of a patent, theme, product or process."""
        return self._text(sentences(language)[kind], language, "offer", technology, middle="middle")

    def need(self, kind: str, language: Language, technology: str) -> tuple[str, str]:
        """Title and text of a need, `kind` being technology or processing."""
        return self._text(sentences(language)["need"], language, "need", technology, middle=kind)

    def _text(
        self, templates: Mapping[str, Any], language: Language, side: Side, technology: str, *, middle: str
    ) -> tuple[str, str]:
        fields = self._fields[language]
        real = self._chance.choice(fields) if fields else Field()
        brief = Brief(language, self._idea(technology), side)
        is_demo = not fields or self._chance.random() < DEMO_SHARE
        title = self._sentence(brief, templates["title"]) if is_demo else self._title(real, language)
        named = ("open", middle, "close")[: 2 if fields else 3]
        parts = [self._sentence(brief, templates[part]) for part in named] if is_demo else []
        more = iter(self._chance.sample(real.sentences, min(MOST_SENTENCES, len(real.sentences))))
        wanted = self._length(language, side)
        while sum(map(len, parts)) < wanted and (sentence := next(more, "")):
            parts.append(self._exchanged(sentence, real, language))
        self._chance.shuffle(parts)
        return title, ("" if language == "ja" else " ").join(parts)

    def _idea(self, technology: str) -> Idea:
        return draw_idea(self._chance, technology)

    def _length(self, language: Language, side: Side) -> float:
        middle, spread = LENGTHS[language, side]
        return middle * self._chance.lognormvariate(0, spread)

    def _sentence(self, brief: Brief, templates: list[str]) -> str:
        return brief.fill(self._chance.choice(templates), brief.figures(self._chance), self._chance)

    def _title(self, real: Field, language: Language) -> str:
        title = self._chance.choice(real.titles or real.sentences)
        return self._exchanged(title, real, language)[:LONGEST_TITLE]

    def _exchanged(self, sentence: str, real: Field, language: Language) -> str:
        def other(term: re.Match[str]) -> str:
            return self._chance.choice(real.terms) if self._chance.random() < EXCHANGED else term[0]

        return _TERM[language].sub(other, sentence)


@cache
def fields_of(folder: Path, language: Language) -> list[Field]:
    """The real texts of a language, by neighbouring subjects."""
    fields = []
    for name, spoken, keys, title, subject in REAL:
        if spoken == language and (folder / name).exists():
            rows = sorted(rows_of(folder / name), key=lambda row: first_of(row.get(subject)))
            for start in range(0, len(rows), FIELD_SIZE):
                found = Field()
                for row in rows[start : start + FIELD_SIZE]:
                    text = " ".join(row[key] for key in keys if row.get(key))
                    found.add(language, row.get(title, ""), text)
                fields.append(found)
    return [found for found in fields if found.sentences and found.terms]


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def first_of(value: Sequence[str] | str | None) -> str:
    return value if isinstance(value, str) else next(iter(value or ()), "")


@cache
def technology_codes() -> tuple[str, ...]:
    return tuple(sorted(technologies()))
