"""Run the tests on SQLite and on PostgreSQL, and name both with their counts in the last lines.

usage: python -m tests.run_on_stores [PYTEST ARGUMENT ...]

PostgreSQL is the server at DATABASE_URL if that names one, else one started for this run alone.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.servers.postgres import any_postgres, server_version
from tests.servers.process import ServerFailed, die_with_parent
from tests.tally import Tally

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "var" / "reports"
QUICK = "not browser and not services"


def main(arguments: Sequence[str]) -> int:
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGHUP, _leave)
    lines = [_on_sqlite(arguments), _on_postgres(arguments)]
    print(*(line for line, _ in lines), sep="\n")
    return 0 if all(good for _, good in lines) else 1


def _on_sqlite(arguments: Sequence[str]) -> tuple[str, bool]:
    return _run_tests("SQLite", f"sqlite:///{ROOT}/var/test.sqlite3", arguments)


def _on_postgres(arguments: Sequence[str]) -> tuple[str, bool]:
    try:
        with any_postgres() as url:
            return _run_tests(f"PostgreSQL {server_version(url)}", url, arguments)
    except ServerFailed as failure:
        print(f"\n{'!' * 72}\nThe tests did NOT run on PostgreSQL.\n{failure}\n{'!' * 72}\n")
        return "PostgreSQL: did not run", False


def _run_tests(store: str, url: str, arguments: Sequence[str]) -> tuple[str, bool]:
    """One pytest run; its closing line and whether it is good."""
    print(f"\n== {store} ==", flush=True)
    report = REPORTS / f"{store.split(maxsplit=1)[0].lower()}.xml"
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-m", QUICK, f"--junitxml={report}", *arguments]
    ended = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        check=False,
        preexec_fn=lambda: die_with_parent(signal.SIGTERM),
    )
    return f"{store}: {Tally.read(report)}", ended.returncode == 0


def _leave(signum: int, _frame: object) -> None:
    """End as an exception does, so that the servers we started are stopped on the way out."""
    sys.exit(128 + signum)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
