"""`manage.py evaluate_matching` as an operator types it."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from matching.engine.config_file import read_config
from matching.engine.labelled import read_set
from matching.models import Judgement, Side, Verdict
from tests.factories import NOW, NeedFactory, SeedFactory
from tests.labelled import write_set, write_tiny_set

WORDS = ["歯車", "軸受", "金型", "電池", "塗装", "鋳造", "鍛造", "研磨"]


def evaluate(*arguments: object) -> list[list[str]]:
    out = StringIO()
    call_command("evaluate_matching", *map(str, arguments), stdout=out, stderr=StringIO())
    return [line.split() for line in out.getvalue().splitlines()]


def write_config(folder: Path, **fields: object) -> Path:
    path = folder / f"{'-'.join(fields)}.json"
    path.write_text(json.dumps(fields))
    return path


def write_pair_set(folder: Path) -> Path:
    """Forty needs whose seed differs from a decoy, which comes first, in the order of two words only."""
    pairs = [(a, b) for a in WORDS for b in WORDS if a < b] + [(a, b) for a in WORDS[:4] for b in WORDS[4:7]]
    needs, seeds, judged = {}, {}, []
    for nth, (a, b) in enumerate(pairs):
        needs[f"n{nth}"] = f"{a}{b}"
        seeds[f"decoy{nth}"], seeds[f"right{nth}"] = f"{b}と{a}と{nth}", f"{a}{b}と{nth}"
        judged.append((f"n{nth}", f"right{nth}", 1))
    return write_set(folder / "pairs", needs=needs, seeds=seeds, judged=judged)


def test_quality_of_each_set_with_its_interval(tmp_path: Path) -> None:
    heading, line = evaluate(write_tiny_set(tmp_path))
    assert heading == ["set", "needs", "nDCG@10", "R@10", "R@100"]
    assert line == ["tiny", "3", *["0.667", "[0.000,", "1.000]"] * 3]


def test_two_configurations_are_compared_need_by_need(tmp_path: Path) -> None:
    folder = write_tiny_set(tmp_path)
    without = write_config(tmp_path, concept_weight_across=0, bridge_weight=0)
    lines = evaluate(folder, "--against", without)
    assert lines[4][:8] == ["tiny", "3", "0.667", "0.333", "+0.3333", "[+0.0000,", "+1.0000]", lines[4][7]]
    assert lines[4][8:] == ["1", "0"]
    assert lines[-2:] == [
        ["tiny:", "the", "needs", "that", "moved", "most", "(second", "→", "first)"],
        ["+1.000", "(0.000", "→", "1.000)", "n2", "세라믹", "베어링"],
    ]


def test_equal_configurations_differ_in_nothing(tmp_path: Path) -> None:
    same = write_config(tmp_path, k1=1.2)
    lines = evaluate(write_tiny_set(tmp_path), "--config", same, "--against", same)
    assert lines[-1] == [
        "tiny",
        "3",
        "0.667",
        "0.667",
        "+0.0000",
        "[+0.0000,",
        "+0.0000]",
        "1.0000",
        "0",
        "0",
    ]


def test_learning_accepts_what_unseen_needs_confirm(tmp_path: Path) -> None:
    folder, out = write_pair_set(tmp_path), tmp_path / "weights.json"
    base = write_config(tmp_path, pair_weights={"ja": 0}, bigram_weights={"ja": 0}, concept_weight=0)
    lines = evaluate(folder, "--config", base, "--learn", "--out", out)
    assert lines[0][0] == "Accepted:"
    assert read_config(out).pair_weights["ja"] > 0
    record = (tmp_path / "weights.decision.md").read_text()
    assert record.startswith("# Weights from judgements\n\nAccepted: ")
    assert "| pair_weights.ja | 0 | 0.1 | +" in record
    better = evaluate(folder, "--config", out, "--against", base)
    assert float(better[4][4]) > 0


def test_learning_from_few_needs_is_refused_with_a_record(tmp_path: Path) -> None:
    out = tmp_path / "weights.json"
    lines = evaluate(write_tiny_set(tmp_path), "--learn", "--out", out)
    assert " ".join(lines[0]) == "Not accepted: 3 judged needs are too few; at least 30 are needed."
    assert not out.exists()
    assert "too few" in (tmp_path / "weights.decision.md").read_text()


@pytest.mark.django_db
def test_judgements_in_the_database_are_measured(tmp_path: Path) -> None:
    need, seed = NeedFactory.create(), SeedFactory.create()
    Judgement.objects.create(need=need, seed=seed, side=Side.NEED, verdict=Verdict.INTERESTED, at=NOW)
    lines = evaluate()
    assert [line[:-9] for line in lines[1:]] == [
        ["database", "1"],
        ["database,", "judged", "pairs", "only", "1"],
    ]
    assert [line[0] for line in evaluate(write_tiny_set(tmp_path), "--database")[1:]] == [
        "tiny",
        "database",
        "database,",
    ]


@pytest.mark.django_db
def test_database_without_judgements_says_so() -> None:
    with pytest.raises(CommandError, match="Nobody has been interested in a match yet"):
        evaluate()


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["none"], "none: not a labelled set"),
        (["SET", "--config", "none.json"], r"none\.json: No such file"),
        (["SET", "--learn", "--against", "none.json"], "learn first, then compare"),
        (["SET", "--out", "x.json"], "--out goes with --learn"),
        (["SET", "--learn", "--out", "none/x.json"], r"none/x\.decision\.md: cannot be written"),
    ],
)
def test_what_cannot_be_done_is_refused(tmp_path: Path, arguments: list[str], problem: str) -> None:
    folder = str(write_tiny_set(tmp_path))
    with pytest.raises(CommandError, match=problem):
        evaluate(*(folder if argument == "SET" else argument for argument in arguments))
    assert read_set(Path(folder)).name == "tiny"
