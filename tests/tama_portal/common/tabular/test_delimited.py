from pathlib import Path

import pytest

from tama_portal.common.tabular import Format, Limits, read_table
from tests.tama_portal.common.tabular.files import refusals, refused, values, written


@pytest.mark.parametrize(("separator", "form"), [(",", Format.CSV), (";", Format.CSV), ("\t", Format.TSV)])
def test_separator_is_told_from_the_header(tmp_path: Path, separator: str, form: Format) -> None:
    path = written(tmp_path, "a.csv", f'"a,;b"{separator}c\n1{separator}2\n')

    table = read_table(path)

    assert (table.format, table.header) == (form, ("a,;b", "c"))
    assert values(table) == [{"a,;b": "1", "c": "2"}]


def test_unicode_text_of_excel_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt", "名称\t数\r\n切削\t3\r\n", "utf-16")

    assert values(read_table(path)) == [{"名称": "切削", "数": "3"}]


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", 'a,b\n1,"two\nlines"\n\n,\n3\n4,5\n')

    table = read_table(path)

    assert [row.number for row in table if hasattr(row, "number")] == [2, 6]
    assert [error.row for error in refusals(table)] == [5]


def test_table_can_be_read_twice(tmp_path: Path) -> None:
    with written(tmp_path, "a.csv", "a\n1\n2\n").open("rb") as opened:
        table = read_table(opened, name="a.csv")

        assert values(table) == values(table) == [{"a": "1"}, {"a": "2"}]
        assert not opened.closed


def test_values_are_stripped_of_every_kind_of_space(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", " a ,b\n \u3000x\u3000,\u00a0y \n")

    assert values(read_table(path)) == [{"a": "x", "b": "y"}]


def test_too_few_and_too_many_values_are_refused_but_trailing_separators_are_not(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", "a,b\n1\n1,2,3\n1,2,,\n")

    table = read_table(path)

    assert values(table) == [{"a": "1", "b": "2"}]
    assert [(error.row, error.reason) for error in refusals(table)] == [
        (2, "The row has 1 values, the header has 2."),
        (3, "The row has 3 values, the header has 2."),
    ]


def test_quotation_mark_never_closed_names_its_row(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", 'a,b\n1,2\n3,"4\n5,6\n' + "7,8\n" * 100)

    assert refused(path).row == 3


def test_quotation_mark_never_closed_is_not_followed_for_ever(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", 'a,b\n1,"' + "7,8\n" * 2_000_000)

    assert refused(path).row == 2


def test_quotation_mark_inside_quoted_text_spoils_its_row_only(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", 'a,b\n1,"5" pipe"\n2,3\n')

    table = read_table(path)

    assert values(table) == [{"a": "2", "b": "3"}]
    assert [error.row for error in refusals(table)] == [2]


def test_text_of_100_000_characters_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", f"a,b\n{'長' * 100_000},2\n")

    assert [len(row["a"]) for row in values(read_table(path))] == [100_000]


@pytest.mark.parametrize("length", [11, 200_000])
def test_longer_text_than_allowed_spoils_its_row_only(tmp_path: Path, length: int) -> None:
    path = written(tmp_path, "a.csv", f"a,b\n{'x' * length},2\n3,4\n")

    table = read_table(path, limits=Limits(max_field_chars=10))

    assert values(table) == [{"a": "3", "b": "4"}]
    assert [error.row for error in refusals(table)] == [2]


@pytest.mark.parametrize(("bad", "code"), [("\0", "U+0000"), ("\x1b", "U+001B")])
def test_control_characters_are_refused_with_row_and_column(tmp_path: Path, bad: str, code: str) -> None:
    path = written(tmp_path, "a.csv", f"name,text\n1,long enough to be text {bad}here\n2,good\n")

    table = read_table(path)

    assert [(error.row, error.column) for error in refusals(table)] == [(2, "text")]
    assert code in refusals(table)[0].reason
    assert values(table) == [{"name": "2", "text": "good"}]


def test_formula_in_csv_is_only_text(tmp_path: Path) -> None:
    """Nothing here runs it; what we write for spreadsheets is guarded (`writing`)."""
    path = written(tmp_path, "a.csv", "a,b\n=cmd|' /C calc'!A0,+81-42-000\n")

    assert values(read_table(path)) == [{"a": "=cmd|' /C calc'!A0", "b": "+81-42-000"}]


@pytest.mark.parametrize(
    ("content", "row"),
    [(",,\n1,2,3\n", 1), ("a,,c\n1,2,3\n", 1), ("a,b,a\n1,2,3\n", 1), ("\n\n", None), ('"a', 1)],
)
def test_header_that_names_nothing_or_the_same_twice_is_refused(
    tmp_path: Path, content: str, row: int | None
) -> None:
    assert refused(written(tmp_path, "a.csv", content)).row == row


def test_header_with_too_many_columns_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", ",".join(f"c{i}" for i in range(300)) + "\n")

    assert "256" in refused(path).reason


def test_header_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "a.csv", "a,b\n"))

    assert (table.header, list(table)) == (("a", "b"), [])


def test_more_rows_than_allowed_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", "a\n" + "1\n" * 4)

    assert "3" in refused(path, limits=Limits(max_rows=3)).reason
