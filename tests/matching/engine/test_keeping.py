"""Seeds counted in an earlier run are as good as those counted now."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from matching.engine.config import Config
from matching.engine.evidence import Evidence
from matching.engine.glossary import Concept, Glossary
from matching.engine.keeping import Keeping
from matching.engine.kept import KeptFile
from matching.engine.matcher import Matcher
from matching.engine.reading import reader
from matching.engine.rows import SparseRows
from matching.engine.text import Text

GLOSSARY = Glossary([Concept("mold", "金型", "mold", "금형")])
NEEDS = [Text("n1", "金型の切削", "薄い金型を削りたい"), Text("n2", body="gear pump for molds")]


def seeds(*numbers: int) -> list[Text]:
    return [
        Text(str(n), f"金型 {n}", f"切削加工の方法 {n} gear valve{n}", facets=frozenset({f"base:B{n % 3}"}))
        for n in numbers
    ]


class Reading:
    """Reads as usual, and remembers what."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, texts: Sequence[Text]) -> Iterator[Evidence]:
        self.read += [text.id for text in texts]
        return reader(GLOSSARY)(texts)


def matched(path: Path, offered: Sequence[Text], glossary: Glossary = GLOSSARY) -> tuple[Matcher, list[str]]:
    keys = [f"{text.id}-{text.body}" for text in offered]
    keep = Keeping.of(KeptFile(path), keys, glossary, Config())
    reading = Reading()
    return Matcher(offered, glossary=glossary, read=reading, keep=keep), reading.read


def ranked(matcher: Matcher) -> list[tuple[str, float]]:
    ranking = matcher.rank(NEEDS)
    # Columns are numbered in another order, and with it additions: the last bits may differ.
    return [(each.seed_id, round(each.score, 9)) for need in (0, 1) for each in ranking.ranked(need)]


def test_first_run_reads_all_and_the_next_nothing(tmp_path: Path) -> None:
    offered = seeds(*range(8))
    assert matched(tmp_path / "seeds.npz", offered)[1] == [text.id for text in offered]
    matcher, read = matched(tmp_path / "seeds.npz", offered)
    assert read == []
    assert ranked(matcher) == ranked(Matcher(offered, glossary=GLOSSARY))


def test_only_what_is_new_or_changed_is_read_and_the_ranking_is_that_of_a_fresh_start(tmp_path: Path) -> None:
    matched(tmp_path / "seeds.npz", seeds(*range(8)))
    changed = seeds(9, *range(1, 6), 10)
    changed[3] = Text("3", "金型 3", "ポンプの検査")
    matcher, read = matched(tmp_path / "seeds.npz", changed)
    assert read == ["9", "3", "10"]
    assert ranked(matcher) == ranked(Matcher(changed, glossary=GLOSSARY))
    assert matched(tmp_path / "seeds.npz", changed)[1] == []


def test_another_glossary_reads_all_again(tmp_path: Path) -> None:
    matched(tmp_path / "seeds.npz", seeds(1, 2))
    assert matched(tmp_path / "seeds.npz", seeds(1, 2), Glossary())[1] == ["1", "2"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a zip", b"x" * 100])
def test_damaged_file_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "seeds.npz").write_bytes(content)
    assert matched(tmp_path / "seeds.npz", seeds(1, 2))[1] == ["1", "2"]
    assert matched(tmp_path / "seeds.npz", seeds(1, 2))[1] == []


def test_file_that_another_worker_has_replaced_is_not_trusted(tmp_path: Path) -> None:
    path, offered = tmp_path / "seeds.npz", seeds(1, 2, 3)
    matched(path, offered)
    keys = [f"{text.id}-{text.body}" for text in offered]
    keep = Keeping.of(KeptFile(path), keys, GLOSSARY, Config())
    matched(path, seeds(2, 3, 4))
    reading = Reading()

    matcher = Matcher(offered, glossary=GLOSSARY, read=reading, keep=keep)

    assert reading.read == ["1", "2", "3"]
    assert ranked(matcher) == ranked(Matcher(offered, glossary=GLOSSARY))


def test_cut_file_is_as_good_as_none(tmp_path: Path) -> None:
    path = tmp_path / "seeds.npz"
    matched(path, seeds(1, 2))
    path.write_bytes(path.read_bytes()[:-200])
    assert matched(path, seeds(1, 2))[1] == ["1", "2"]


def test_file_that_is_mostly_dead_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "seeds.npz"
    matched(path, seeds(*range(40)))
    matched(path, seeds(*range(2)))
    assert not path.exists()


def test_rows_are_picked_from_all_parts_in_order() -> None:
    parts = [
        SparseRows(
            np.array([0, 2, 2]), np.array([0, 3], dtype=np.int32), np.array([1, 2], dtype=np.float32), 4
        ),
        SparseRows(np.array([0, 1]), np.array([2], dtype=np.int32), np.array([5], dtype=np.float32), 4),
    ]
    picked = SparseRows.picked(parts, np.array([2, 0, 1, 2]), 4)
    assert picked.as_csr().toarray().tolist() == [[0, 0, 5, 0], [1, 0, 0, 2], [0, 0, 0, 0], [0, 0, 5, 0]]
