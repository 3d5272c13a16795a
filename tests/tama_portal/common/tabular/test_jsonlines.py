import json
from pathlib import Path

import pytest

from tama_portal.common.tabular import Format, read_table
from tests.tama_portal.common.tabular.files import refusals, refused, values, written

GOOD = '{"id": "1", "title": "切削"}'


def test_values_become_text_as_they_were_written(tmp_path: Path) -> None:
    line = '{"a": 1.10, "b": true, "c": null, "d": ["x", 2, ""], "e": 99999999999999999999}'

    table = read_table(written(tmp_path, "a.jsonl", line))

    assert table.format is Format.JSONL
    assert values(table) == [{"a": "1.10", "b": "true", "c": "", "d": "x; 2", "e": "99999999999999999999"}]


def test_columns_are_those_of_the_first_lines_together(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", '{"a": "1"}\n\n{"b": "2"}\n')

    assert read_table(path).header == ("a", "b")


def test_format_is_told_by_content(tmp_path: Path) -> None:
    assert read_table(written(tmp_path, "table.txt", f"  {GOOD}\n")).format is Format.JSONL


def test_cp932_is_read(tmp_path: Path) -> None:
    assert values(read_table(written(tmp_path, "a.jsonl", GOOD, "cp932"))) == [{"id": "1", "title": "切削"}]


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("[1, 2]", ""),
        ("7", ""),
        ("null", ""),
        ("{not json}", ""),
        ('{"a": NaN}', ""),
        ('{"a": "1", "a": "2"}', "a"),
        ('{"a": {"b": 1}}', "a"),
        ('{"a": [[1]]}', "a"),
        ("[" * 100_000, ""),
        ('{"a":' * 100_000, ""),
        ('{"a": "\\ud800"}', "a"),
        ('{"a": "\\u0000"}', "a"),
        ('{"a": "cut off', ""),
    ],
)
def test_bad_line_is_refused_with_its_number_and_the_others_read(
    tmp_path: Path, line: str, column: str
) -> None:
    table = read_table(written(tmp_path, "a.jsonl", f"{GOOD}\n{line}\n{GOOD}\n"))

    assert values(table) == [json.loads(GOOD)] * 2
    assert [(error.row, error.column) for error in refusals(table)] == [(2, column)]
    assert all(error.remedy for error in refusals(table))


def test_file_without_one_object_says_what_is_wrong_with_the_first_line(tmp_path: Path) -> None:
    error = refused(written(tmp_path, "a.jsonl", "\n1\n2\n"))

    assert (error.row, error.reason) == (2, "The line is not a JSON object.")


def test_array_is_pointed_to_json_lines(tmp_path: Path) -> None:
    assert "JSON Lines" in refused(written(tmp_path, "a.json", f"[{GOOD}]")).remedy


def test_endless_line_is_not_read_to_its_end(tmp_path: Path) -> None:
    assert refused(written(tmp_path, "a.jsonl", f"{GOOD}\n" + "x" * 5_000_000)).row == 2
