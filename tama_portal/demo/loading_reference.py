"""The municipalities and base technologies the demo world stands on, where they are not there yet."""

import csv
from pathlib import Path

from members.models import BaseTechnology, Municipality
from tama_portal.demo.names import MUNICIPALITIES, municipalities

BASE_TECHNOLOGIES: Path = MUNICIPALITIES.with_name("base_technologies.csv")


def fill_reference() -> None:
    """Add what is missing; what the office changed stays."""
    Municipality.objects.bulk_create(map(municipality, municipalities()), ignore_conflicts=True)
    with BASE_TECHNOLOGIES.open(encoding="utf-8", newline="") as file:
        rows = [base_technology(row) for row in csv.DictReader(file)]
    BaseTechnology.objects.bulk_create(rows, ignore_conflicts=True)


def municipality(row: dict[str, str]) -> Municipality:
    return Municipality(
        code=row["code"],
        prefecture_ja=row["pref_ja"],
        prefecture_ko=row["pref_ko"],
        prefecture_en=row["pref_en"],
        name_ja=row["name_ja"],
        name_kana=row["name_kana"],
        name_ko=row["name_ko"],
        name_en=row["name_en"],
        latitude=float(row["lat"]),
        longitude=float(row["lon"]),
        in_zone=row["in_zone"] == "1",
    )


def base_technology(row: dict[str, str]) -> BaseTechnology:
    return BaseTechnology(
        code=row["code"],
        name_ja=row["name_ja"],
        name_ko=row["name_ko"],
        name_en=row["name_en"],
        ipc_hint=row["ipc_hint"],
        jsic_hint=row["jsic_hint"],
    )
