from pathlib import Path

import pytest

from matching.engine.files import FileRefused
from matching.files.output import all_or_nothing


def test_results_take_their_places_together(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("old")
    with all_or_nothing([one, two]) as files:
        for file in files:
            file.write("新")
        assert one.read_text() == "old"
    assert [path.read_text(encoding="utf-8") for path in (one, two)] == ["新", "新"]
    assert sorted(tmp_path.iterdir()) == [one, two]


def test_error_leaves_the_old_result_and_nothing_else(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("old")
    with pytest.raises(ZeroDivisionError), all_or_nothing([one, two]) as files:
        files[0].write(str(1 // 0))
    assert one.read_text() == "old"
    assert list(tmp_path.iterdir()) == [one]


def test_link_is_followed_and_kept(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    target, link = tmp_path / "elsewhere" / "run", tmp_path / "run"
    target.touch()
    link.symlink_to(target)
    with all_or_nothing([link]) as (file,):
        file.write("new")
    assert link.is_symlink()
    assert target.read_text() == "new"


@pytest.mark.parametrize("place", ["folder", "/dev/null", "missing/run"])
def test_place_that_cannot_be_written_is_refused(tmp_path: Path, place: str) -> None:
    (tmp_path / "folder").mkdir()
    with (
        pytest.raises(FileRefused, match=r"not an ordinary file|cannot be written"),
        all_or_nothing([tmp_path / "first", tmp_path / place]),
    ):
        pass
    assert list(tmp_path.iterdir()) == [tmp_path / "folder"]
