"""Files as people hand them in, good and bad: a bad one is refused with its name, its line and a remedy."""

import gzip
import json
from pathlib import Path

import pytest

from matching.engine.files import FileRefused, Item, read_items
from matching.engine.text import Text


def written(folder: Path, *lines: str | bytes, name: str = "N.jsonl") -> Path:
    path = folder / name
    path.write_bytes(b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines))
    return path


def refusal(*paths: Path) -> str:
    with pytest.raises(FileRefused) as refused:
        read_items(paths)
    return str(refused.value)


def test_line_is_read_with_all_its_fields(tmp_path: Path) -> None:
    line = '{"id": "n1", "title": "金型", "text": "切削", "lang": "ja", "kind": "k", "facets": ["ipc:B23"]}'
    assert read_items([written(tmp_path, line)]) == [
        Item(Text("n1", "金型", "切削", "ja", frozenset({"ipc:B23"})), "k")
    ]


def test_gzip_is_told_by_its_bytes_and_not_by_its_name(tmp_path: Path) -> None:
    path = written(tmp_path, gzip.compress(b'{"id": 7, "text": "gear", "other": [1]}\n'))
    assert read_items([path]) == [Item(Text("7", body="gear"))]


def test_mark_blank_lines_and_windows_line_ends_are_passed_over(tmp_path: Path) -> None:
    path = written(tmp_path, b'\xef\xbb\xbf{"id": "a", "text": ""}\r', "  ", '{"id": "b", "text": "x"}\r', "")
    assert [item.text.id for item in read_items([path])] == ["a", "b"]


def test_only_a_line_feed_ends_a_line(tmp_path: Path) -> None:
    text = "one\u2028two\u0085three\x0bfour"
    path = written(tmp_path, json.dumps({"id": "a", "text": text}, ensure_ascii=False))
    assert read_items([path])[0].text.body == text


def test_hundred_thousand_characters_are_kept(tmp_path: Path) -> None:
    path = written(tmp_path, json.dumps({"id": "a", "text": "金" * 100_000}))
    assert len(read_items([path])[0].text.body) == 100_000


@pytest.mark.parametrize("lines", [(), ("", " ")])
def test_file_without_lines_holds_nothing(tmp_path: Path, lines: tuple[str, ...]) -> None:
    assert read_items([written(tmp_path, *lines)]) == []


@pytest.mark.parametrize(
    ("stated", "read"),
    [("ja", "ja"), ("KO", "ko"), ("en-US", "en"), ("ja_JP", "ja"), ("fr", None), ("und", None), ("", None)],
)
def test_language_that_is_not_ours_is_left_to_be_detected(
    tmp_path: Path, stated: str, read: str | None
) -> None:
    path = written(tmp_path, json.dumps({"id": "a", "text": "x", "lang": stated}))
    assert read_items([path])[0].text.lang == read


@pytest.mark.parametrize(
    ("row", "body"),
    [
        ({"topic_number": "1", "objective": "A", "description": "B", "keywords": "C"}, "A\n\nB\n\nC"),
        ({"application_number": "1", "abstract": "A"}, "A"),
        ({"kaken_area": "K", "abstract": "A", "keywords": ["B"]}, "A"),
        ({"award_number": "1", "keywords": ["A", "B"]}, "A, B"),
    ],
)
def test_known_collection_needs_no_text(tmp_path: Path, row: dict[str, object], body: str) -> None:
    path = written(tmp_path, json.dumps({"id": "a", "title": "T"} | row))
    assert read_items([path]) == [Item(Text("a", "T", body))]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"text": "x"}', '"id" is missing'),
        ('{"id": "", "text": "x"}', '"id" is missing'),
        ('{"id": null, "text": "x"}', '"id" is missing'),
        ('{"id": true, "text": "x"}', '"id" is true or false; it must be text or a whole number'),
        ('{"id": 1.5, "text": "x"}', '"id" is a number; it must be text or a whole number'),
        ('{"id": ["a"], "text": "x"}', '"id" is a list'),
        ('{"id": "a\\tb", "text": "x"}', "control character"),
        ('{"id": "a\\nb", "text": "x"}', "control character"),
        ('{"id": "\\ud800", "text": "x"}', "control character"),
        ('{"id": "a"}', '"text" is missing; an empty text is written ""'),
        ('{"id": "a", "text": null}', '"text" is missing'),
        ('{"id": "a", "text": 5}', '"text" is a number; it must be text'),
        ('{"id": "a", "text": ["x"]}', '"text" is a list'),
        ('{"id": "a", "text": "x", "title": {}}', '"title" is an object'),
        ('{"id": "a", "text": "x", "lang": 1}', '"lang" is a number'),
        ('{"id": "a", "text": "x", "kind": []}', '"kind" is a list'),
        ('{"id": "a", "text": "x", "facets": "base:B13"}', '"facets" must be a list of texts'),
        ('{"id": "a", "text": "x", "facets": ["B13"]}', '"B13" is not of the form scheme:code'),
        ("[1]", "not a JSON object"),
        ("null", "not a JSON object"),
        ('{"id": "a", "text": "x"', "not JSON"),
        ('{"id": "a"} {"id": "b"}', "not JSON: Extra data at character 13"),
        ("id,text", "not JSON"),
        ('{"id": 1' + "0" * 5_000 + ', "text": ""}', "limit"),
        ("[" * 100_000, "too many brackets"),
        (b'{"id": "a", "text": "\xff"}', "not UTF-8 at byte 22"),
        ('{"id": "first", "text": "x"}', "stands in"),
    ],
)
def test_bad_line_is_refused_with_its_place(tmp_path: Path, line: str | bytes, problem: str) -> None:
    path = written(tmp_path, '{"id": "first", "text": "x"}', "", line)
    message = refusal(path)
    assert message.startswith(f"{path}:3: ")
    assert problem in message


def test_id_is_unique_across_the_files_of_a_side(tmp_path: Path) -> None:
    one = written(tmp_path, '{"id": 1, "text": "x"}', name="one.jsonl")
    two = written(tmp_path, '{"id": "1", "text": "y"}', name="two.jsonl")
    assert refusal(one, two) == f'{two}:1: the id "1" stands in {one}:1 already; make it unique'


def test_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.jsonl") == f"{tmp_path}/none.jsonl: No such file or directory"


def test_folder_is_no_file(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"{tmp_path}: Is a directory"


def test_utf_16_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, '{"id": "a", "text": "x"}'.encode("utf-16"))
    assert refusal(path) == f"{path}:1: not UTF-8 at byte 1 of the line; save the file as UTF-8"


@pytest.mark.parametrize(
    "damage", [lambda whole: whole[:-9], lambda whole: whole[:20] + b"\0\0" + whole[22:]]
)
def test_damaged_gzip_is_refused(tmp_path: Path, damage) -> None:
    whole = gzip.compress(b"".join(b'{"id": %d, "text": "x"}\n' % nth for nth in range(50)))
    path = written(tmp_path, damage(whole), name="N.jsonl.gz")
    assert refusal(path).startswith(f"{path}:")
    assert "gzip file is damaged" in refusal(path)
