from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tama_portal.common.tabular import read_table
from tama_portal.common.tabular.writing import write_csv, write_xlsx
from tests.tama_portal.common.tabular.files import values

DANGEROUS = ["=1+1", "+81-42", "-x", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"]


def test_csv_opens_in_excel_and_runs_nothing() -> None:
    file = BytesIO()

    write_csv(file, ["名称", "n"], [[text, -5] for text in DANGEROUS])

    lines = file.getvalue().decode("utf-8-sig")
    assert file.getvalue().startswith(b"\xef\xbb\xbf")
    assert lines.count("'") == len(DANGEROUS) + 2  # the last one has two of its own
    assert lines.splitlines()[1] == "'=1+1,-5"


def test_csv_reads_back_as_it_was() -> None:
    file = BytesIO()
    texts = ["=1+1", "+81-42", "-x", "@SUM", "'quoted'", 'with "marks", and\nlines', "切削 금형"]

    write_csv(file, ["a"], [[text] for text in texts])

    assert [row["a"] for row in values(read_table(file, name="a.csv"))] == texts


def test_xlsx_stores_text_as_text() -> None:
    file = BytesIO()

    write_xlsx(file, ["a"], [[text] for text in DANGEROUS], title="A/B")

    sheet = load_workbook(file).worksheets[0]
    assert sheet.title == "A B"
    assert [cell.data_type for (cell,) in sheet.iter_rows(min_row=2)] == ["s"] * len(DANGEROUS)
    assert [cell.quotePrefix for (cell,) in sheet.iter_rows(min_row=2)] == [True] * len(DANGEROUS)


@pytest.mark.parametrize("write", [write_csv, lambda *args: write_xlsx(*args, title="t")])
def test_every_kind_of_value_is_written(write) -> None:
    file = BytesIO()
    at = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)

    write(
        file,
        list("abcdefg"),
        [[None, True, 1, 0.5, date(2026, 11, 24), ["x", "y"], "\x00切\ud800"], [at] * 7],
    )

    first = values(read_table(file, name="a.csv"))[0] if write is not write_csv else {}
    assert write is write_csv or list(first.values()) == ["", "true", "1", "0.5", "2026-11-24", "x; y", "切"]
