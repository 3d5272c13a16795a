import gzip
from pathlib import Path

import pytest

from matching.engine.config import Config
from matching.engine.evaluation import Quality, qualities
from matching.engine.files import FileRefused
from matching.engine.glossary import Glossary
from matching.engine.labelled import find_sets, matcher_of, read_set, run_of
from tests.labelled import write_tiny_set


def test_set_is_read_ranked_and_measured(tmp_path: Path) -> None:
    labelled = read_set(write_tiny_set(tmp_path))
    ranking = matcher_of(labelled, Config(), Glossary.from_csv()).rank(labelled.need_texts)
    perfect, nothing = Quality(1.0, 1.0, 1.0), Quality(0.0, 0.0, 0.0)
    assert labelled.name == "tiny"
    assert qualities(run_of(ranking), labelled.judgements) == {"n1": perfect, "n2": perfect, "n3": nothing}


def test_packed_files_are_read_as_well(tmp_path: Path) -> None:
    folder = write_tiny_set(tmp_path)
    before = read_set(folder)
    for path in list(folder.iterdir()):
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()
    assert read_set(folder) == before


def test_sets_are_found_alone_and_in_a_folder(tmp_path: Path) -> None:
    folder = write_tiny_set(tmp_path)
    (tmp_path / "other").mkdir()
    assert find_sets([folder]) == find_sets([tmp_path]) == [folder]


def test_folder_without_a_set_says_what_a_set_is(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        find_sets([tmp_path])
    assert str(refused.value) == (
        f"{tmp_path}: not a labelled set; it needs docs.jsonl, queries.jsonl and qrels.tsv"
    )


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("n1 cut 1", "not need, seed and a whole number, separated by tabs"),
        ("n1\tcut\t1.5", "not need, seed and a whole number, separated by tabs"),
        ("n1\tbearing\t1\tmore", "not need, seed and a whole number, separated by tabs"),
        ("n9\tcut\t1", 'the need "n9" is in no file of the set'),
        ("n1\tgone\t1", 'the seed "gone" is in no file of the set'),
        ("n1\tcut\t1", '"n1" and "cut" are judged twice'),
    ],
)
def test_bad_judgement_is_refused_with_its_line(tmp_path: Path, line: str, problem: str) -> None:
    path = write_tiny_set(tmp_path) / "qrels.tsv"
    path.write_text(f"{path.read_text()}{line}\n")
    with pytest.raises(FileRefused) as refused:
        read_set(path.parent)
    assert str(refused.value) == f"{path}:5: {problem}"


def test_set_without_relevant_seeds_is_refused(tmp_path: Path) -> None:
    path = write_tiny_set(tmp_path) / "qrels.tsv"
    path.write_text("n1\tcut\t0\n")
    with pytest.raises(FileRefused, match=r"qrels\.tsv: no need has a relevant seed"):
        read_set(path.parent)
