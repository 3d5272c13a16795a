import json
import os
import subprocess
import sys

from tests.source import ROOT

FAILING_LIBRARY = """
import django, logging
django.setup()
try:
    1 / 0
except ZeroDivisionError:
    logging.getLogger("library").exception("失敗 %s", 3)
"""


def test_a_librarys_error_is_one_line_of_json_with_its_traceback():
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tama_portal.settings", "DEBUG": "false"}
    run = subprocess.run(
        [sys.executable, "-c", FAILING_LIBRARY],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    line = json.loads(run.stderr)
    assert (line["event"], line["logger"], line["level"]) == ("失敗 3", "library", "error")
    assert line["exception"].endswith("ZeroDivisionError: division by zero")
