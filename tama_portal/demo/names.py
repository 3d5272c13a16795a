"""Invented names, numbers and addresses that cannot be mistaken for real ones."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from stdnum.jp import cn

from tama_portal.demo.chance import endlessly
from tama_portal.demo.records import Language
from tama_portal.demo.vocabulary import words

MUNICIPALITIES = Path(__file__).parents[2] / "members" / "data" / "municipalities.csv"
COUNTRIES = {"ja": "JP", "ko": "KR", "en": "XX"}
COMPANIES = {"product_sme", "base_sme", "large_firm", "staffing", "venture_capital"}
STEM_LISTS = {"ja": "stems", "ko": "korean_stems", "en": "english_stems"}
KOREAN_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)


@dataclass(frozen=True, slots=True)
class Name:
    written: str
    kana: str
    english: str
    slug: str


class Namer:
    """Gives names, e-mail domains and corporate numbers, none of them twice."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._serial = count(1)
        self._slugs: set[str] = set()
        self._stems: dict[str, Iterator[tuple[str, str, str]]] = {
            language: endlessly(chance, stems(language)) for language in STEM_LISTS
        }

    def organisation(self, kind: str, language: Language, suffixes: list[tuple[str, str, str]]) -> Name:
        while True:
            stem, suffix = next(self._stems[language]), self._chance.choice(suffixes)
            slug = re.sub("[^a-z]+", "-", f"{stem[2]}-{suffix[2]}".lower()).strip("-")
            if slug not in self._slugs:
                self._slugs.add(slug)
                return self._named(kind, language, stem, suffix, slug)

    def _named(
        self, kind: str, language: Language, stem: tuple[str, ...], suffix: tuple[str, ...], slug: str
    ) -> Name:
        gap = " " if language == "en" else ""
        written = f"{stem[0]}{gap}{suffix[0]}"
        english = f"{stem[2]} {suffix[2]}"
        if kind in COMPANIES:
            written = self._with_legal_form(written, language)
            english = f"{english} Co., Ltd."
        return Name(written, f"{stem[1]}{suffix[1]}" if language == "ja" else "", english, slug)

    def _with_legal_form(self, written: str, language: Language) -> str:
        forms = {
            "ja": ("株式会社{}", "{}株式会社", "有限会社{}"),
            "ko": ("주식회사 {}", "{} 주식회사"),
            "en": ("{} Co., Ltd.",),
        }
        return self._chance.choice(forms[language]).format(written)

    def corporate_number(self, language: Language) -> str:
        """Japan 13 digits, Korea 10, with fitting check digits; 9999 and 999-99 belong to no office."""
        serial = next(self._serial)
        if language == "ja":
            body = f"9999{serial:08d}"
            return f"{cn.calc_check_digit(body)}{body}"
        return korean_number(f"99999{serial:04d}") if language == "ko" else ""


def korean_number(body: str) -> str:
    """Ten digits: nine given ones and the check digit of the Korean tax office's rule."""
    total = sum(weight * int(digit) for weight, digit in zip(KOREAN_WEIGHTS, body, strict=True))
    total += int(body[8]) * 5 // 10
    return f"{body}{-total % 10}"


@cache
def stems(language: str) -> list[tuple[str, str, str]]:
    names = words("names")
    found = [triple(stem) for stem in names[STEM_LISTS[language]]]
    coined = names["coined"] if language == "ja" else []
    return found + [(written, written, romaji) for written, romaji in coined]


def suffixes_of(body: dict[str, Any]) -> list[tuple[str, str, str]]:
    listed = body.get("suffixes") or words("names")[body["suffix_list"]]
    return [triple(suffix) for suffix in listed]


def triple(part: str | list[str]) -> tuple[str, str, str]:
    """Writing, kana and English of a name part that is given as one, two or three of them."""
    if isinstance(part, str):
        return part, "", part
    return part[0], part[1] if len(part) == 3 else "", part[-1]


def person(chance: Random, language: Language) -> Name:
    """A person's name with its reading; slug is the local part of an address."""
    names = words("names")
    if language == "en":
        english = chance.choice(names["english_people"])
        return Name(english, "", english, english.lower().replace(" ", "."))
    if language == "ko":
        family, given = chance.choice(names["korean_surnames"]), chance.choice(names["korean_given_names"])
        return Name(family[0] + given[0], "", f"{given[1]} {family[1]}", slug_of(family[1], given[1]))
    family, given = chance.choice(names["surnames"]), chance.choice(names["given_names"])
    kana, slug = f"{family[1]} {given[1]}", slug_of(family[2], given[2])
    return Name(f"{family[0]} {given[0]}", kana, f"{given[2]} {family[2]}", slug)


def slug_of(family: str, given: str) -> str:
    return f"{family}.{given}".lower()


def phone(chance: Random, language: Language) -> str:
    """No real exchange begins with three zeros."""
    tail = f"{chance.randrange(10_000):04d}"
    area = {"ja": chance.choice(("042", "046", "049", "044")), "ko": "+82-31", "en": "+00-20"}[language]
    return f"{area}-000-{tail}"


@cache
def municipalities() -> tuple[dict[str, str], ...]:
    with MUNICIPALITIES.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def seat(chance: Random, language: Language, in_zone: bool) -> tuple[str, str]:
    """Municipality code (empty abroad) and an address whose street does not exist."""
    number = f"{chance.randrange(1, 9)}-{chance.randrange(1, 30)}"
    if language == "ko":
        return "", f"경기도 가상시 보기로 {number}"
    if language == "en":
        return "", f"{number} Example Way, Sampleton"
    flag = "1" if in_zone else "0"
    row = chance.choice([row for row in municipalities() if row["in_zone"] == flag])
    return row["code"], f"{row['pref_ja']}{row['name_ja']}架空町{number}"
