import struct
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import DEFUSEDXML, Workbook

from tama_portal.common.tabular import Format, Limits, read_table
from tests.tama_portal.common.tabular.files import refusals, refused, repacked, values, workbook, written

MIB = 1024 * 1024
SHEET = "xl/worksheets/sheet1.xml"


def test_xml_parser_is_the_defused_one() -> None:
    assert DEFUSEDXML is True


def test_cells_become_text(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        [
            ["text", "int", "float", "whole", "bool", "date", "time", "none"],
            [
                "切削",
                1234567890123,
                0.5,
                12.0,
                True,
                date(2026, 11, 24),
                datetime.fromisoformat("2026-11-24T09:30"),
                None,
            ],
        ],
    )

    table = read_table(path)

    assert table.format is Format.XLSX
    assert list(values(table)[0].values()) == [
        "切削", "1234567890123", "0.5", "12", "true", "2026-11-24", "2026-11-24T09:30:00", "",
    ]  # fmt: skip


def test_blank_rows_are_counted_and_left_out(tmp_path: Path) -> None:
    path = workbook(tmp_path, [[], ["a", "b"], [None, None], ["1", None], ["", " "], ["2", "3"]])

    table = read_table(path)

    assert [row.number for row in table if hasattr(row, "number")] == [4, 6]


def test_hidden_first_sheet_is_passed_over(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["hidden"])
    book.create_sheet("shown").append(["shown"])
    book.worksheets[0].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")

    assert read_table(tmp_path / "a.xlsx").header == ("shown",)


def test_formula_is_refused_by_its_cell(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["a", "b"], ["1", "=1+1"], ["2", "3"]])

    table = read_table(path)

    assert values(table) == [{"a": "2", "b": "3"}]
    assert [(error.row, error.column) for error in refusals(table)] == [(2, "B2")]


def test_excel_error_is_refused_by_its_cell(tmp_path: Path) -> None:
    table = read_table(workbook(tmp_path, [["a"], ["#N/A"]]))

    assert [(error.row, error.column) for error in refusals(table)] == [(2, "A2")]


def test_formula_in_the_header_refuses_the_file(tmp_path: Path) -> None:
    assert refused(workbook(tmp_path, [["a", "=B2"], ["1", "2"]])).column == "B1"


def test_value_beyond_the_header_is_refused(tmp_path: Path) -> None:
    table = read_table(workbook(tmp_path, [["a"], ["1", None, "stray"]]))

    assert [error.row for error in refusals(table)] == [2]


def test_wrong_extent_hides_no_rows(tmp_path: Path) -> None:
    path = repacked(
        workbook(tmp_path, [["a", "b"], ["1", "2"]]),
        lambda name, content: content.replace(b'ref="A1:B2"', b'ref="A1"'),
    )

    assert values(read_table(path)) == [{"a": "1", "b": "2"}]


@pytest.mark.parametrize("rows", [[], [[None]]])
def test_empty_workbook_says_so(tmp_path: Path, rows: list[list[None]]) -> None:
    assert refused(workbook(tmp_path, rows)).reason == "The first sheet is empty."


def bomb(path: Path, part: str, unpacked: int) -> Path:
    """The workbook with one part blown up: a megabyte of spaces packs into a kilobyte."""
    with ZipFile(path, "a", ZIP_DEFLATED) as archive, archive.open(part, "w") as target:
        for _ in range(unpacked // MIB):
            target.write(b" " * MIB)
    return path


def test_zip_bomb_is_refused_by_its_declared_size(tmp_path: Path) -> None:
    path = bomb(workbook(tmp_path, [["a"]]), "xl/worksheets/sheet9.xml", 400 * MIB)

    assert path.stat().st_size < MIB
    assert "larger than 300 MB" in refused(path).reason


def test_zip_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    path = bomb(workbook(tmp_path, [["a"]]), "xl/worksheets/sheet9.xml", 50 * MIB)

    assert "200-fold" in refused(path).reason


def test_part_read_as_one_tree_may_not_be_large(tmp_path: Path) -> None:
    path = bomb(workbook(tmp_path, [["a"]]), "xl/more.xml", 9 * MIB)

    assert "xl/more.xml" in refused(path).reason


def test_archive_of_very_many_parts_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["a"]])
    with ZipFile(path, "a") as archive:
        for number in range(2_000):
            archive.writestr(f"xl/{number}.xml", b"")

    assert "parts" in refused(path).reason


def test_bomb_that_lies_about_its_size_is_not_unpacked(tmp_path: Path) -> None:
    """The directory says ten bytes; the data would be fifty megabytes."""
    path = bomb(workbook(tmp_path, [["a"]]), "xl/worksheets/sheet9.xml", 50 * MIB)
    content = path.read_bytes().replace(struct.pack("<L", 50 * MIB), struct.pack("<L", 10))
    path.write_bytes(content)

    assert refused(path).reason == "The workbook is damaged."


def test_row_and_column_numbers_far_away_cost_nothing(tmp_path: Path) -> None:
    far = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    wide = b'<row r="2"><c r="XFD2" t="inlineStr"><is><t>x</t></is></c></row>'
    path = repacked(
        workbook(tmp_path, [["a"]]),
        lambda name, content: content.replace(b"</sheetData>", wide + far) if name == SHEET else content,
    )

    assert values(read_table(path)) == [{"a": "x"}]


def test_row_beyond_the_last_of_excel_is_damage(tmp_path: Path) -> None:
    path = repacked(
        workbook(tmp_path, [["a"], ["1"]]),
        lambda name, content: content.replace(b'r="2"', b'r="99999999999"'),
    )

    assert refused(path).reason == "The workbook is damaged."


def test_entities_that_multiply_are_refused(tmp_path: Path) -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    path = repacked(
        workbook(tmp_path, [["a"], ["1"]]),
        lambda name, content: laughs + content.replace(b">1<", b">&b;<") if name == SHEET else content,
    )

    assert refused(path).reason == "The workbook is damaged."


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_archive_cut_off_is_damaged(tmp_path: Path, keep: float) -> None:
    content = workbook(tmp_path, [["a"], ["1"]]).read_bytes()
    path = written(tmp_path, "cut.xlsx", content[: int(len(content) * keep)])

    assert refused(path).reason == "The workbook is damaged."


def test_part_that_is_no_xml_is_damaged(tmp_path: Path) -> None:
    path = repacked(
        workbook(tmp_path, [["a"], ["1"]]), lambda name, content: b"?" if name == SHEET else content
    )

    assert refused(path).reason == "The workbook is damaged."


def test_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", b"<a/>")

    assert refused(written(tmp_path, "a.xlsx", packed.getvalue())).reason == (
        "The file is not an Excel workbook."
    )


def test_old_excel_and_password_are_told_apart(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    old = refused(written(tmp_path, "a.xls", ole))
    locked = refused(written(tmp_path, "b.xlsx", ole + "EncryptedPackage".encode("utf-16-le")))

    assert ".xlsx" in old.remedy
    assert "password" in locked.reason


def test_more_rows_than_allowed_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["a"], ["1"], ["2"], ["3"]])

    assert "2 rows" in refused(path, limits=Limits(max_rows=2)).reason
