"""Two files in, a ranking out; these tests may not touch a database, and the runner would see it."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from matching.engine.config import Config
from matching.engine.files import FileRefused
from matching.engine.grades import Grade
from matching.engine.text import Span, Text
from matching.files import Job, Outcome, match_files

NEEDS: list[dict[str, object]] = [
    {
        "id": "n1",
        "title": "薄肉アルミの切削",
        "text": "アルミニウム部品の切削で歪みを抑えたい。",
        "kind": "technology",
    },
    {"id": 2, "text": "세라믹 베어링"},
    {"id": "nothing", "text": ""},
]
SEEDS = [
    {
        "id": "cut",
        "title": "アルミニウム合金の切削方法",
        "text": "薄肉部品の切削の変形を抑える。",
        "kind": "patent",
    },
    {"id": "bearing", "text": "Ceramic bearings for pumps", "lang": "en", "kind": "product"},
    {"id": "battery", "text": "全固体電池の界面", "lang": "ja"},
]


Rows = Sequence[Mapping[str, object]]


def job(folder: Path, needs: Rows, seeds: Rows, **options: object) -> Job:
    for name, rows in (("N.jsonl", needs), ("S.jsonl", seeds)):
        (folder / name).write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows))
    return Job([folder / "N.jsonl"], [folder / "S.jsonl"], folder / "RUN.tsv", **options)  # type: ignore[arg-type]  # a test's shorthand


def run(task: Job) -> Outcome:
    return match_files(task, config=Config(), watch=lambda phase, done, total: None)


def rows_of(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def pairs_of(path: Path) -> list[tuple[str, str, str]]:
    return [(need, seed, rank) for need, seed, rank, _ in rows_of(path)]


def test_each_need_gets_its_seeds_best_first(tmp_path: Path) -> None:
    task = job(tmp_path, NEEDS, SEEDS)
    outcome = run(task)
    assert pairs_of(task.out) == [("n1", "cut", "1"), ("2", "bearing", "1")]
    assert (outcome.needs, outcome.seeds, outcome.pairs) == (3, 3, 2)
    assert sum(outcome.best_grades.values()) == 3
    assert outcome.best_grades[Grade.NONE] >= 1


def test_top_bounds_the_seeds_of_a_need(tmp_path: Path) -> None:
    seeds = [{"id": nth, "text": "アルミの切削"} for nth in range(5)]
    task = job(tmp_path, NEEDS[:1], seeds, top=3)
    run(task)
    assert pairs_of(task.out) == [("n1", "0", "1"), ("n1", "1", "2"), ("n1", "2", "3")]


def test_kinds_answer_kinds_where_both_sides_state_one(tmp_path: Path) -> None:
    kinds = ["patent", "process", "", "spaceship"]
    seeds = [{"id": kind or "none", "text": "アルミの切削", "kind": kind} for kind in kinds]
    needs = [
        {"id": kind or "none", "text": "アルミの切削", "kind": kind}
        for kind in ("processing", "space", "", "wish")
    ]
    task = job(tmp_path, needs, seeds)
    outcome = run(task)
    found: dict[str, list[str]] = {}
    for need, seed, _ in pairs_of(task.out):
        found.setdefault(need, []).append(seed)
    everything = ["patent", "process", "none", "spaceship"]
    assert found == {
        "processing": ["process", "none", "spaceship"],
        "space": ["none", "spaceship"],
        "none": everything,
        "wish": everything,
    }
    assert outcome.strange_kinds == Counter({("needs", "wish"): 1, ("seeds", "spaceship"): 1})


def test_explanations_add_up_and_name_their_places(tmp_path: Path) -> None:
    task = job(tmp_path, NEEDS, SEEDS, is_explained=True)
    run(task)
    scores = {(need, seed): float(score) for need, seed, _, score in rows_of(task.out)}
    lines = (tmp_path / "RUN.explained.jsonl").read_text(encoding="utf-8").splitlines()
    explained = [json.loads(line) for line in lines]
    assert {(each["need"], each["seed"]): each["score"] for each in explained} == pytest.approx(
        scores, abs=1e-6
    )
    for each in explained:
        assert sum(reason["weight"] for reason in each["reasons"]) == pytest.approx(each["score"], abs=1e-6)
    concept = next(reason for reason in explained[1]["reasons"] if reason["kind"] == "concept")
    assert concept["words"] == {"ja": "軸受", "ko": "베어링", "en": "bearing"}
    assert Span(*concept["seed"][0]).of(Text("bearing", body="Ceramic bearings for pumps")) == "bearings"


def test_explanations_read_as_text(tmp_path: Path) -> None:
    run(job(tmp_path, NEEDS, SEEDS, is_explained=True))
    text = (tmp_path / "RUN.explained.txt").read_text(encoding="utf-8")
    assert "need n1: 薄肉アルミの切削\n" in text
    assert "  1. cut: アルミニウム合金の切削方法\n" in text
    assert "베어링 = bearing\n               need: 세라믹 «베어링»\n" in text
    assert "               seed: Ceramic «bearings» for pumps\n" in text
    assert "need nothing: \n  no seed shares anything with this need\n" in text


def test_word_without_an_end_is_cut_for_people_and_whole_for_programs(tmp_path: Path) -> None:
    rows = [{"id": "a", "text": "x" * 5_000}]
    run(job(tmp_path, rows, rows, is_explained=True))
    assert f"«{'x' * 100}…»" in (tmp_path / "RUN.explained.txt").read_text(encoding="utf-8")
    assert "x" * 5_000 in (tmp_path / "RUN.explained.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize(("needs", "seeds"), [([], SEEDS), (NEEDS, []), ([], [])])
def test_empty_side_gives_an_empty_ranking(tmp_path: Path, needs: Rows, seeds: Rows) -> None:
    task = job(tmp_path, needs, seeds, is_explained=True)
    assert run(task).pairs == 0
    assert task.out.read_text() == ""


def test_one_need_and_one_seed(tmp_path: Path) -> None:
    task = job(tmp_path, [{"id": "a", "text": "歯車"}], [{"id": "a", "text": "歯車"}])
    assert run(task).pairs == 1


@pytest.mark.parametrize("text", ["精密金型の切削", "정밀 금형 절삭", "precision gear", "📦", "12"])
def test_all_texts_equal_keep_the_order_of_the_file(tmp_path: Path, text: str) -> None:
    rows = [{"id": f"{nth:03}", "text": text} for nth in range(120)]
    task = job(tmp_path, rows, rows, top=5)
    run(task)
    expected = [(row["id"], f"{nth:03}", str(nth + 1)) for row in rows for nth in range(5)]
    assert pairs_of(task.out) == ([] if text == "📦" else expected)


def test_lone_surrogate_in_a_text_is_written_as_json_writes_it(tmp_path: Path) -> None:
    rows = [{"id": "a", "text": "x"}]
    task = job(tmp_path, rows, rows, is_explained=True)
    for path in (*task.needs, *task.seeds):
        path.write_text('{"id": "a", "text": "\\ud800歯車\\udfff"}')
    run(task)
    assert json.loads((tmp_path / "RUN.explained.jsonl").read_text(encoding="utf-8"))["reasons"]


@pytest.mark.parametrize("name", ["RUN.tsv", "RUN.explained.txt"])
def test_result_never_overwrites_what_is_read(tmp_path: Path, name: str) -> None:
    task = job(tmp_path, NEEDS, SEEDS)
    seeds = task.seeds[0].rename(tmp_path / name)
    before = seeds.read_bytes()
    with pytest.raises(FileRefused, match="is read as well"):
        run(Job(task.needs, [seeds], task.out, is_explained=True))
    assert seeds.read_bytes() == before


def test_bad_line_leaves_an_old_result_as_it_was(tmp_path: Path) -> None:
    task = job(tmp_path, NEEDS, [*SEEDS, {"id": "cut", "text": "twice"}])
    task.out.write_text("old")
    with pytest.raises(FileRefused, match=r"S\.jsonl:4: .* S?.*S\.jsonl:1 already"):
        run(task)
    assert task.out.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["N.jsonl", "RUN.tsv", "S.jsonl"]
