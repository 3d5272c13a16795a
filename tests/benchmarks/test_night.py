from collections import Counter
from pathlib import Path
from random import Random

import pytest

from matching.models import Need, RunTrigger
from matching.nightly.execution import execute_run
from matching.nightly.runs import start_run
from matching.sources import all_seeds
from tests.benchmarks.night.pages import Waits, comparison
from tests.benchmarks.night.texts import LENGTHS, Composer
from tests.benchmarks.night.world import Size, change_world, fill_world
from tests.factories import NOW

REAL = """{"title": "全固体電池の界面設計", "abstract": "%s", "kaken_area": "D"}\n"""
SENTENCES = "固体電解質と電極の界面抵抗を下げる方法を研究する。粉末冶金による焼結条件を探索して評価する。"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One real Japanese text, so that its sentences are used, and none of the other languages."""
    shelf = tmp_path / "seeds_kaken_ja"
    shelf.mkdir()
    (shelf / "kaken_kiban_s.jsonl").write_text(REAL % SENTENCES, encoding="utf-8")
    return tmp_path


def texts_of(seed: str, folder: Path) -> list[tuple[str, str]]:
    composer = Composer(Random(seed), folder)
    return [composer.offer("patent", "ja", "B13") for _ in range(20)]


def rows() -> dict[str, tuple[str, str]]:
    needs = {f"need {need.pk}": (need.title, need.text) for need in Need.objects.all()}
    return needs | {f"{seed.source_model} {seed.source_pk}": (seed.title, seed.text) for seed in all_seeds()}


def test_the_same_seed_composes_the_same_texts(folder):
    assert texts_of("1", folder) == texts_of("1", folder) != texts_of("2", folder)


def test_real_sentences_stand_in_composed_texts(folder):
    composer = Composer(Random("1"), folder)

    assert any("界面" in composer.offer("theme", "ja", "B13")[1] for _ in range(10))


@pytest.mark.parametrize("language", ["ja", "ko", "en"])
def test_texts_are_composed_without_real_ones(language, tmp_path):
    title, text = Composer(Random("1"), tmp_path).offer("patent", language, "B13")

    assert title
    assert len(text) > LENGTHS[language, "offer"][0] / 8


@pytest.mark.django_db
def test_a_world_has_the_size_and_languages_asked_for(folder):
    fill_world(Size(needs=20, seeds=100), seed=1, folder=folder, at=NOW)

    assert Need.objects.open(NOW).count() == 20
    assert Counter(seed.kind for seed in all_seeds()) == {
        "patent": 45,
        "theme": 30,
        "product": 15,
        "process": 10,
    }
    assert Counter(need.language for need in Need.objects.all()) == {"ja": 12, "ko": 4, "en": 4}


@pytest.mark.django_db
def test_a_change_rewrites_its_share_and_nothing_else(folder):
    fill_world(Size(needs=20, seeds=100), seed=1, folder=folder, at=NOW)
    before = rows()

    assert change_world(0.1, seed=1, folder=folder) == 12
    after = rows()
    assert sum(before[key] != after[key] for key in before) == 12


@pytest.mark.django_db
def test_a_night_over_the_world_finds_matches(folder):
    fill_world(Size(needs=20, seeds=100), seed=1, folder=folder, at=NOW)
    run = execute_run(start_run(trigger=RunTrigger.COMMAND, at=NOW).pk, at=NOW)

    assert run is not None
    assert (run.needs, run.seeds) == (20, 100)
    assert run.matches > 0


def test_waits_are_compared_by_page():
    idle, busy = Waits(), Waits()
    for milliseconds in range(1, 101):
        idle.add("/needs/", milliseconds / 1000, 200)
        busy.add("/needs/", milliseconds / 500, 200 if milliseconds < 100 else 503)

    assert comparison(idle, busy, ["/needs/"]) == [
        "/needs/          p95 idle     96 ms, during the night    192 ms, ratio 2.00 (100 requests)",
        "1 requests were NOT answered with a page",
    ]
