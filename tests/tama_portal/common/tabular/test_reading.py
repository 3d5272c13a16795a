from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from tama_portal.common.tabular import Limits, RowError, TableError, read_table
from tests.tama_portal.common.tabular.files import refused, values, written


def test_two_gigabytes_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as sparse:
        sparse.truncate(2 << 30)

    error = refused(path)

    assert error.reason == "The file has 2048 MB; at most 200 MB can be read."


def test_limit_can_be_set(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", "a\n" + "1\n" * 100)

    assert "at most" in refused(path, limits=Limits(max_bytes=100)).reason


def test_empty_file_says_so(tmp_path: Path) -> None:
    assert refused(written(tmp_path, "a.csv", "")).reason == "The file is empty."


def test_missing_file_folder_and_device_are_refused(tmp_path: Path) -> None:
    reasons = [refused(path).reason for path in (tmp_path / "none.csv", tmp_path, Path("/dev/zero"))]

    assert reasons == ["There is no file at this path.", "This is not a file.", "This is not a file."]


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.ods"])
def test_other_kinds_of_file_are_refused_by_name(tmp_path: Path, name: str) -> None:
    assert Path(name).suffix in refused(written(tmp_path, name, "%PDF-1.7 text")).reason


def test_uploaded_file_is_read_and_left_open() -> None:
    upload = SimpleUploadedFile("a.csv", "名称\n切削\n".encode("cp932"))

    table = read_table(upload, name=upload.name or "")

    assert (table.name, values(table), upload.closed) == ("a.csv", [{"名称": "切削"}], False)


def test_missing_columns_are_all_named() -> None:
    table = read_table(BytesIO(b"title,note\nx,y\n"), name="a.csv")

    table.require("title", "note")
    with pytest.raises(TableError, match=r"lacks these columns: source, id\. It has: title, note"):
        table.require("title", "source", "id")


def test_refusal_says_where_why_and_what_to_do() -> None:
    error = RowError("The text is empty.", "Write a title.", row=5, column="title")

    with override("en"):
        assert str(error) == "row 5, column title: The text is empty. Write a title."
