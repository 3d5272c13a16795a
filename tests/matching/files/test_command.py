"""`manage.py match_files` from the outside: no key, no database, no folder of its own to write to."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.source import ROOT
from tests.static_model import write_model


def match_files(folder: Path, *options: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(ROOT / "manage.py"), "match_files"]
    files = ["--needs", "N.jsonl", "--seeds", "S.jsonl", "--out", "RUN.tsv"]
    kept = {"PATH": os.environ["PATH"], "LANG": "C"}
    return subprocess.run(
        [*command, *files, *options],
        cwd=folder,
        env=kept | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "N.jsonl").write_text('{"id": "n", "text": "歯車の加工", "kind": "odd"}\n', encoding="utf-8")
    (tmp_path / "S.jsonl").write_text('{"id": "s", "text": "歯車加工機"}\n', encoding="utf-8")
    return tmp_path


def test_command_needs_neither_key_nor_database(folder: Path) -> None:
    done = match_files(folder, "--explain", DATABASE_URL="postgres://nobody@127.0.0.1:1/nothing")
    assert done.returncode == 0, done.stderr
    assert (folder / "RUN.tsv").read_text().startswith("n\ts\t1\t")
    assert (folder / "RUN.explained.txt").exists()
    assert "1 needs × 1 seeds: 1 pairs in RUN.tsv" in done.stdout
    assert 'state the kind "odd"' in done.stderr


def test_command_finds_by_the_meaning_an_installed_model_knows(folder: Path) -> None:
    model = write_model(folder / "model", {"歯車の加工": (1, 0), "歯車加工機": (0.6, 0.8)})
    plain = match_files(folder)
    before = float((folder / "RUN.tsv").read_text().split("\t")[3])
    done = match_files(folder, "--explain", MATCHING_VECTOR_MODEL=str(model))
    assert (plain.returncode, done.returncode) == (0, 0), done.stderr
    assert float((folder / "RUN.tsv").read_text().split("\t")[3]) == pytest.approx(before + 3.0)
    assert "3.000  semantic" in (folder / "RUN.explained.txt").read_text(encoding="utf-8")


def test_command_does_not_start_with_a_wrong_setting(folder: Path) -> None:
    done = match_files(folder, MATCHING_VECTOR_MODEL="none")
    assert done.returncode == 1
    assert "MATCHING_VECTOR_MODEL is not valid. none: there is no such folder" in done.stderr


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (("--top", "0"), "--top is 0; it must be 1 or more."),
        (("--out", "none/RUN.tsv"), "none/RUN.tsv: cannot be written: No such file or directory"),
        (("--seeds", "none.jsonl"), "none.jsonl: No such file or directory"),
        (("--needs", "S.jsonl", "S.jsonl"), 'S.jsonl:1: the id "s" stands in S.jsonl:1 already'),
    ],
)
def test_bad_order_is_refused_in_one_line(folder: Path, options: tuple[str, ...], problem: str) -> None:
    done = match_files(folder, *options)
    assert done.returncode == 1
    assert f"CommandError: {problem}" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (folder / "RUN.tsv").exists()
