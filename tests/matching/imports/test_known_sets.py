"""The three collections that mappings come with: rows like theirs, and the real files where they are."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import call_command

from matching.imports import import_needs, import_seeds
from matching.imports.kaken import CREDIT as KAKEN_CREDIT
from matching.models import Need
from members.models import Organisation
from tama_portal.common.importing import Options, Report
from tama_portal.common.tabular import read_table
from tama_portal.common.tabular.writing import write_xlsx
from tests.source import ROOT
from tests.tama_portal.common.tabular.files import values
from tlo.models import Patent, ResearchTheme

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
DATA = ROOT.parent / "shared" / "data"
REAL = [
    ("import_seeds", "seeds_kaken_ja/kaken_kiban_s.jsonl", ResearchTheme, 233),
    ("import_seeds", "seeds_kaken_ja/kaken_atlas_titles.jsonl", ResearchTheme, 28),
    ("import_seeds", "seeds_kipris_ko/kipris_patents.jsonl", Patent, 1320),
    ("import_needs", "needs_sbir_en/sbir_topics.jsonl", Need, 188),
]
PATENT = {
    "id": "kr-1",
    "lang": "ko",
    "kind": "utility",
    "application_number": "1020230000001",
    "application_date": "20230109",
    "title": "박막 절삭 장치",
    "abstract": "본 발명은 박막을 절삭하는 장치에 관한 것이다.",
    "ipc": ["B23C 3/00", "B23Q 11/00"],
    "applicants": ["한빛정밀 주식회사", "가람대학교 산학협력단"],
    "private_applicants": 1,
    "open_number": "",
    "registration_number": "1020000010000",
    "status": "granted",
}
TOPIC = {
    "id": "sbir-1",
    "topic_number": "X-1",
    "title": "Quiet cutting",
    "objective": "Cut quietly.",
    "description": "Cutting is loud.",
    "keywords": ["cutting", "noise"],
    "areas": ["Materials"],
}


def lines(*rows: Mapping[str, object]) -> BytesIO:
    return BytesIO("\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode())


def seeds(*rows: Mapping[str, object]) -> Report:
    return import_seeds(table=read_table(lines(*rows), name="x.jsonl"), options=Options(AT))


def needs(*rows: Mapping[str, object], dry_run: bool = False) -> Report:
    table = read_table(lines(*rows), name="x.jsonl")
    return import_needs(table=table, options=Options(AT, dry_run=dry_run))


def test_kipris_row_becomes_a_patent() -> None:
    report = seeds(PATENT)

    patent = Patent.objects.get()
    assert (report.mapping, report.created) == ("kipris", 1)
    assert (patent.source, patent.source_id, patent.language) == ("kipris", "kr-1", "ko")
    assert (patent.applicants, patent.ipc, patent.status) == (
        "한빛정밀 주식회사; 가람대학교 산학협력단", "B23C 3/00; B23Q 11/00", "registered",
    )  # fmt: skip
    assert str(patent.application_date) == "2023-01-09"
    assert (patent.credit, patent.organisation) == ("출처: 특허청, KIPRIS Plus", None)


def test_unknown_status_is_refused() -> None:
    assert [each.column for each in seeds({**PATENT, "status": "sleeping"}).refused] == ["status"]


def test_kaken_rows_with_and_without_an_outline_become_themes() -> None:
    report = seeds(
        {"id": "k-1", "title": "切削の研究", "kaken_area": "C", "abstract": "切削を研究する。"},
        {"id": "k-2", "title": "歪みの研究", "award_number": "1", "keywords": ["歪み", "薄肉"], "url": "https://kaken.example/1"},
    )  # fmt: skip

    outlined = ResearchTheme.objects.get(source_id="k-1")
    titled = ResearchTheme.objects.get(source_id="k-2")
    assert (report.mapping, report.created) == ("kaken", 2)
    assert (outlined.summary, outlined.field) == ("切削を研究する。", "審査区分 C")
    assert (titled.summary, titled.keywords) == ("歪み; 薄肉", "歪み; 薄肉")
    assert titled.source_url == "https://kaken.example/1"
    assert {each.credit for each in (outlined, titled)} == {KAKEN_CREDIT}
    assert {each.licence for each in (outlined, titled)} == {"CC BY 4.0"}


def test_sbir_row_becomes_a_public_need_of_the_programme() -> None:
    report = needs(TOPIC)

    need = Need.objects.get()
    assert (report.mapping, report.created) == ("sbir", 1)
    assert need.text == "Cut quietly.\n\nCutting is loud.\n\nKeywords: cutting, noise"
    assert (need.language, need.visibility, need.licence) == ("en", "public", "CC0 1.0")
    assert need.owner.source == "sbir"
    assert not Organisation.objects.listed().exists()


def test_dry_run_of_topics_makes_no_programme() -> None:
    assert needs(TOPIC, dry_run=True).created == 1
    assert (Need.objects.count(), Organisation.objects.count()) == (0, 0)


@pytest.mark.parametrize(("command", "name", "model", "rows"), REAL, ids=[name for _, name, _, _ in REAL])
def test_real_file_is_taken_whole_and_again_without_duplicates(
    command: str, name: str, model: type[Patent], rows: int, capsys: pytest.CaptureFixture[str]
) -> None:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{path} is not here")

    call_command(command, str(path))
    first = list(model.objects.order_by("pk").values())
    call_command(command, str(path))

    printed = capsys.readouterr()
    assert f"{rows} new, 0 updated, 0 unchanged, 0 refused." in printed.out
    assert f"0 new, 0 updated, {rows} unchanged, 0 refused." in printed.out
    assert list(model.objects.order_by("pk").values()) == first
    assert len(first) == rows
    assert all(row["licence"] and row["credit"] for row in first)


def test_real_file_saved_again_as_a_workbook_says_the_same(tmp_path: Path) -> None:
    path = DATA / "seeds_kipris_ko" / "kipris_patents.jsonl"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    import_seeds(table=read_table(path), options=Options(AT))
    saved = tmp_path / "patents.xlsx"
    original = read_table(path)
    with saved.open("wb") as file:
        write_xlsx(file, original.header, (list(each.values()) for each in values(original)), title="patents")

    report = import_seeds(table=read_table(saved), options=Options(AT))

    assert (report.unchanged, report.refused) == (1320, [])
