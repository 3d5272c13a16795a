from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command

from members.imports import import_members
from members.models import (
    BaseTechnology,
    Membership,
    MembershipState,
    Municipality,
    Organisation,
    OrganisationKind,
)
from tama_portal.common.importing import Options, Report
from tama_portal.common.tabular import TableError, read_table

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
NUMBER, OTHER_NUMBER, KOREAN_NUMBER = "5835678256246", "7000012050002", "1168100033"
HEADER = "id,name,kind,municipality,base_technologies,member_class,member_since,employees,corporate_number\n"
FIRM = f"1,見本精機,base_sme,八王子市,B13; 鍛造,regular,2020-04-01,30,{NUMBER}\n"


@pytest.fixture(autouse=True)
def _reference() -> None:
    place = {"prefecture_ja": "", "prefecture_ko": "", "prefecture_en": "", "latitude": 0, "longitude": 0}
    for code, name, in_zone in (("13201", "八王子市", True), ("27100", "大阪市", False)):
        Municipality.objects.create(
            code=code, name_ja=name, name_ko=f"{name}-ko", name_en=f"{name}-en", in_zone=in_zone, **place
        )
    for code, name in (("B07", "鍛造"), ("B13", "切削加工")):
        BaseTechnology.objects.create(code=code, name_ja=name, name_ko=f"{name}-ko", name_en=f"{name}-en")


def imported(content: str, *, dry_run: bool = False, keep_going: bool = False) -> Report:
    table = read_table(BytesIO(content.encode()), name="members.csv")
    return import_members(table=table, options=Options(AT, dry_run=dry_run, keep_going=keep_going))


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.created, report.updated, report.unchanged, len(report.refused)


def refusal(row: str) -> tuple[int, str]:
    """Where and in which column a row after the header is refused; nothing was written."""
    report = imported(HEADER + row)
    assert (report.is_written, Organisation.objects.count()) == (False, 0)
    (only,) = report.refused
    return only.row, only.column


def test_member_is_registered_with_everything_the_row_says() -> None:
    report = imported(HEADER + FIRM)

    firm = Organisation.objects.get()
    assert counts(report) == (1, 0, 0, 0)
    assert (firm.name, firm.kind, firm.municipality_id, firm.employees, firm.country) == (
        "見本精機", OrganisationKind.BASE_SME, "13201", 30, "JP",
    )  # fmt: skip
    assert (firm.source, firm.source_id, firm.corporate_number) == ("members", "1", NUMBER)
    assert {each.pk for each in firm.base_technologies.all()} == {"B07", "B13"}
    membership = firm.memberships.get()
    assert (membership.member_class, membership.state, membership.since) == (
        "regular", MembershipState.ACTIVE, date(2020, 4, 1),
    )  # fmt: skip


def test_member_is_found_in_the_directory() -> None:
    imported(HEADER + FIRM)

    assert Organisation.objects.listed().matching_words("見本").count() == 1


def test_second_import_changes_nothing() -> None:
    imported(HEADER + FIRM)
    before = Organisation.objects.values().get()

    assert counts(imported(HEADER + FIRM)) == (0, 0, 1, 0)
    assert Organisation.objects.values().get() == before


def test_changed_row_corrects_the_member_in_place() -> None:
    imported(HEADER + FIRM)
    key = Organisation.objects.get().pk

    report = imported(HEADER + f"1,新見本精機,large_firm,大阪市,B07,supporting,2021-04-01,31,{NUMBER}\n")

    firm = Organisation.objects.get()
    assert counts(report) == (0, 1, 0, 0)
    assert (firm.pk, firm.name, firm.municipality_id, firm.employees) == (key, "新見本精機", "27100", 31)
    assert [each.pk for each in firm.base_technologies.all()] == ["B07"]
    assert list(firm.memberships.values_list("member_class", "since")) == [("supporting", date(2021, 4, 1))]
    assert "新見本" in firm.search_text


def test_column_not_in_the_file_is_left_alone() -> None:
    imported(HEADER + FIRM)
    Organisation.objects.update(summary="by hand")

    report = imported("id,name,kind\n1,見本精機,base_sme\n")

    firm = Organisation.objects.get()
    assert counts(report) == (0, 0, 1, 0)
    assert (firm.summary, firm.employees, firm.memberships.count()) == ("by hand", 30, 1)


def test_self_registered_firm_is_known_again_by_its_corporate_number() -> None:
    Organisation.objects.create(name="旧名", kind="base_sme", corporate_number=NUMBER)

    assert counts(imported(HEADER + FIRM)) == (0, 1, 0, 0)
    assert Organisation.objects.values_list("name", "source_id").get() == ("見本精機", "1")


def test_file_without_ids_goes_by_corporate_number_and_keeps_the_id() -> None:
    imported(HEADER + FIRM)

    report = imported(f"name,kind,corporate_number\n改名,base_sme,{NUMBER}\n")

    assert counts(report) == (0, 1, 0, 0)
    assert Organisation.objects.values_list("name", "source_id").get() == ("改名", "1")


def test_number_of_another_member_is_refused() -> None:
    imported(HEADER + FIRM)

    report = imported(HEADER + FIRM.replace("1,見本", "2,別の", 1))

    assert [(each.row, each.column) for each in report.refused] == [(2, "corporate_number")]
    assert "見本精機" in report.refused[0].reason
    assert Organisation.objects.count() == 1


def test_korean_number_makes_a_korean_firm() -> None:
    imported("name,kind,corporate_number,language\n한빛,base_sme,116-81-00033,ko\n")

    assert Organisation.objects.values_list("country", "corporate_number").get() == ("KR", KOREAN_NUMBER)


def test_open_application_comes_into_force() -> None:
    firm = Organisation.objects.create(name="旧名", kind="base_sme", corporate_number=NUMBER)
    Membership.objects.create(organisation=firm, member_class="supporting", applied_on=date(2026, 1, 1))

    imported(HEADER + FIRM)

    assert list(firm.memberships.values_list("member_class", "state")) == [("regular", "active")]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",見本,base_sme,,,,,,\n", "id"),
        ("1,,base_sme,,,,,,\n", "name"),
        (f"1,{'長' * 201},base_sme,,,,,,\n", "name"),
        ("1,見本,club,,,,,,\n", "kind"),
        ("1,見本,,,,,,,\n", "kind"),
        ("1,見本,base_sme,火星市,,,,,\n", "municipality"),
        ("1,見本,base_sme,,錬金術,,,,\n", "base_technologies"),
        ("1,見本,base_sme,八王子市,,regular,,,\n", "member_since"),
        ("1,見本,base_sme,八王子市,,regular,soon,,\n", "member_since"),
        ("1,見本,base_sme,大阪市,,regular,2020-04-01,,\n", "municipality"),
        ("1,見本,base_sme,,,regular,2020-04-01,,\n", "municipality"),
        ("1,見本,base_sme,,,honorary,2020-04-01,,\n", "member_class"),
        ("1,見本,base_sme,,,,,-5,\n", "employees"),
        ("1,見本,base_sme,,,,,9999999999999,\n", "employees"),
        ("1,見本,base_sme,,,,,,1234567890123\n", "corporate_number"),
        ("1,見本,base_sme,,,,,,123\n", "corporate_number"),
        ("1,見本\0,base_sme,,,,,,\n", "name"),
        ("1,見本,base_sme\n", ""),
    ],
)
def test_bad_row_is_refused_by_its_column(row: str, column: str) -> None:
    assert refusal(row) == (2, column)


def test_same_member_twice_in_a_file_is_refused() -> None:
    report = imported(HEADER + FIRM + f"2,別の精機,base_sme,,,,,,{NUMBER}\n1,別の精機,base_sme,,,,,,\n")

    assert [(each.row, each.column) for each in report.refused] == [(3, "corporate_number"), (4, "id")]
    assert report.refused[0].reason == "The same record stands in row 2 already."


def test_one_refused_row_refuses_the_file_unless_told_to_go_on() -> None:
    content = HEADER + FIRM + "2,,base_sme,,,,,,\n"

    assert imported(content).is_written is False
    assert Organisation.objects.count() == 0
    assert imported(content, keep_going=True).is_written is True
    assert Organisation.objects.count() == 1


def test_dry_run_reports_and_changes_nothing() -> None:
    report = imported(HEADER + FIRM, dry_run=True)

    assert (counts(report), report.is_written) == ((1, 0, 0, 0), False)
    assert (Organisation.objects.count(), Membership.objects.count()) == (0, 0)


def test_missing_columns_are_named() -> None:
    with pytest.raises(TableError, match="kind"):
        imported("id,name\n1,x\n")


def test_fault_late_in_the_file_changes_nothing_even_when_told_to_go_on() -> None:
    rows = "".join(f"{number},見本{number},base_sme\n" for number in range(600))

    with pytest.raises(TableError):
        imported(f'id,name,kind\n{rows}601,"never closed,base_sme\n', keep_going=True)

    assert Organisation.objects.count() == 0


def test_command_prints_every_refused_row_and_fails(tmp_path, capsys) -> None:
    path = tmp_path / "members.csv"
    path.write_bytes((HEADER + FIRM + "2,,base_sme,,,,,,\n3,別,club,,,,,,\n").encode("cp932"))

    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("import_members", str(path))

    printed = capsys.readouterr()
    assert "members.csv (CSV, cp932; members)" in printed.out
    assert [line.split(":")[0] for line in printed.err.splitlines()] == [
        "row 3, column name",
        "row 4, column kind",
    ]


def test_command_takes_the_good_rows_when_told_to_go_on(tmp_path, capsys) -> None:
    path = tmp_path / "members.csv"
    path.write_text(HEADER + FIRM + "2,,base_sme,,,,,,\n", encoding="utf-16")

    call_command("import_members", str(path), "--keep-going")

    assert "1 new, 0 updated, 0 unchanged, 1 refused." in capsys.readouterr().out
    assert Organisation.objects.count() == 1


def test_command_refuses_what_it_cannot_read(tmp_path) -> None:
    with pytest.raises(CommandError, match="no file"):
        call_command("import_members", str(tmp_path / "none.csv"))
