from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation
from pytest_django import Settings

from matching.configuration import engine_config
from matching.engine.config import Config
from matching.engine.grades import Grade
from matching.models import Match, RunTrigger
from matching.nightly.execution import execute_run
from matching.nightly.runs import start_run
from matching.reasons import Names, shown_reasons
from tests.factories import NOW, NeedFactory, PatentFactory
from tests.static_model import write_model


@pytest.fixture
def path(tmp_path: Path, settings: Settings) -> Path:
    settings.MATCHING_CONFIG = str(tmp_path / "weights.json")
    return tmp_path / "weights.json"


def test_without_a_file_the_products_own_counts() -> None:
    assert engine_config() == Config()


def test_file_is_read_once_a_process(path: Path) -> None:
    path.write_text('{"k1": 0.9}')
    assert engine_config() == Config(k1=0.9)
    path.unlink()
    assert engine_config() == Config(k1=0.9)


@pytest.mark.parametrize(("text", "problem"), [(None, "No such file"), ('{"k2": 1}', 'no field "k2"')])
def test_portal_does_not_start_with_a_wrong_file(path: Path, text: str | None, problem: str) -> None:
    if text is not None:
        path.write_text(text)
    with pytest.raises(ImproperlyConfigured) as refused:
        apps.get_app_config("matching").ready()
    assert str(refused.value).startswith(f"MATCHING_CONFIG is not valid. {path}: ")
    assert problem in str(refused.value)


def test_portal_does_not_start_without_the_model_it_is_to_use(tmp_path: Path, settings: Settings) -> None:
    settings.MATCHING_VECTOR_MODEL = str(tmp_path / "model")
    with pytest.raises(ImproperlyConfigured, match=r"MATCHING_VECTOR_MODEL is not valid\. .*no such folder"):
        apps.get_app_config("matching").ready()


@pytest.mark.django_db
def test_night_finds_by_meaning_and_says_so(tmp_path: Path, settings: Settings) -> None:
    settings.MATCHING_VECTOR_MODEL = str(write_model(tmp_path, {"cog": (1, 0), "gear": (0.8, 0.6)}))
    settings.MATCHING_CONFIG = str(tmp_path / "weights.json")
    (tmp_path / "weights.json").write_text('{"possible": 0.01}')
    apps.get_app_config("matching").ready()
    NeedFactory.create(title="cog", text="cog", language="en")
    PatentFactory.create(title="gear", abstract="gear", language="en")
    execute_run(start_run(trigger=RunTrigger.COMMAND, at=NOW).pk, at=NOW)
    match = Match.objects.get()
    with translation.override("en"):
        best = shown_reasons(match, Names.read())[0]
    assert best.label == "Similar meaning"
    assert best.weight == pytest.approx(4.0)


@pytest.mark.django_db
def test_night_grades_by_the_file(path: Path) -> None:
    path.write_text('{"possible": 0, "good": 0, "strong": 0}')
    NeedFactory.create()
    PatentFactory.create()
    execute_run(start_run(trigger=RunTrigger.COMMAND, at=NOW).pk, at=NOW)
    assert list(Match.objects.values_list("grade", flat=True)) == [Grade.STRONG]
