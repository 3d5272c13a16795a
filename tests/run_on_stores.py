"""Run the tests on SQLite and on PostgreSQL, and name both with their counts in the last lines.

usage: python -m tests.run_on_stores [PYTEST ARGUMENT ...]

PostgreSQL is the server at DATABASE_URL if that names one, else one started for this run alone.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.servers.postgres import any_postgres, server_version
from tests.servers.process import ServerFailed, die_with_parent
from tests.tally import Tally

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "var" / "reports"
QUICK = "not browser and not services"


def main(arguments: Sequence[str]) -> int:
    end_with_signals()
    outcomes = [_on_sqlite(arguments), _on_postgres(arguments)]
    print(*(line for line, _ in outcomes), sep="\n")
    return 0 if all(good for _, good in outcomes) else 1


def run_tests(report: str, environment: Mapping[str, str], arguments: Sequence[str]) -> int:
    """One pytest run, reported to var/reports; its exit code."""
    path = REPORTS / f"{report}.xml"
    path.unlink(missing_ok=True)
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", f"--junitxml={path}", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        check=False,
        preexec_fn=lambda: die_with_parent(signal.SIGTERM),
    )
    return ended.returncode


def end_with_signals() -> None:
    """Leave on a signal as on an exception, so that the servers we started are stopped on the way out."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda signum, _frame: sys.exit(128 + signum))


def _on_sqlite(arguments: Sequence[str]) -> tuple[str, bool]:
    return _on_store("SQLite", f"sqlite:///{ROOT}/var/test.sqlite3", arguments)


def _on_postgres(arguments: Sequence[str]) -> tuple[str, bool]:
    try:
        with any_postgres() as url:
            return _on_store(f"PostgreSQL {server_version(url)}", url, arguments)
    except ServerFailed as failure:
        print(f"\n{'!' * 72}\nThe tests did NOT run on PostgreSQL.\n{failure}\n{'!' * 72}\n")
        return "PostgreSQL: did not run", False


def _on_store(store: str, url: str, arguments: Sequence[str]) -> tuple[str, bool]:
    """The closing line of one store's run, and whether it is good."""
    print(f"\n== {store} ==", flush=True)
    report = store.split(maxsplit=1)[0].lower()
    code = run_tests(report, {"DATABASE_URL": url}, ["-m", QUICK, *arguments])
    return f"{store}: {Tally.read(REPORTS / f'{report}.xml')}", code == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
