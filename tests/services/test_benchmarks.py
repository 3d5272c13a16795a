import os
import subprocess
import sys

import pytest

from tests.source import ROOT

pytestmark = pytest.mark.services


@pytest.fixture
def server() -> str:
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        pytest.skip("PostgreSQL is started by `make services`")
    return address


def test_the_night_is_measured_from_an_empty_server(server, tmp_path):
    size = ["--needs", "20", "--seeds", "100", "--texts", str(tmp_path)]
    command = [sys.executable, "-m", "tests.benchmarks.night", *size, "--pages"]

    done = subprocess.run(
        [*command, "--database", server], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert [line[:11].rstrip() for line in done.stdout.splitlines()[3:6]] == [
        "first",
        "1 % changed",
        "unchanged",
    ]
    assert "/needs/" in done.stdout
    assert "NOT answered" not in done.stdout
