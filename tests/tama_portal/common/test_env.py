import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from tama_portal.common.env import read
from tests.source import ROOT


def test_wrong_value_names_the_variable_and_what_it_expects_but_not_itself(monkeypatch) -> None:
    monkeypatch.setenv("DEBUG", "perhaps-a-secret")
    with pytest.raises(ImproperlyConfigured) as refused:
        read("DEBUG", Env().bool, expects="true or false", default=False)

    assert str(refused.value) == "DEBUG is missing or not valid. It expects true or false."


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("DEBUG", "maybe"),
        ("MATCHING_SILENCE_S", "soon"),
        ("DATABASE_URL", "postgres//nowhere"),
    ],
)
def test_settings_refuse_to_load_with_a_wrong_variable(name: str, value: str) -> None:
    env = {"SECRET_KEY": "only-for-tests", "PATH": "/usr/bin", name: value}
    loaded = subprocess.run(
        [sys.executable, "-c", "import tama_portal.settings"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )

    assert loaded.returncode == 1
    assert f"ImproperlyConfigured: {name} is missing" in loaded.stderr
