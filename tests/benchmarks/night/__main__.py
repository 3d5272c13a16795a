"""The whole night on a market of a full association: first, with 1 % changed, and with nothing changed.

usage: python -m tests.benchmarks.night [--needs 10000] [--seeds 100000] [--database postgres://…] [--pages]

The database is made for this run on the named server, and dropped at its end.
"""

import argparse
import os
import shlex
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2

from tests.run_on_stores import end_with_signals
from tests.servers.postgres import running_postgres
from tests.source import ROOT

USUAL_SERVER = "postgres://postgres@127.0.0.1:5432/postgres"
PRODUCTION = {
    "SECRET_KEY": "only-for-benchmarks",
    "DEBUG": "false",
    "DEMO": "false",
    "ALLOWED_HOSTS": "portal.example",
    "CELERY_BROKER_URL": "",
    "REDIS_URL": "",
    "LOG_LEVEL": "WARNING",
}


def main(arguments: Sequence[str]) -> None:
    options = parsed(arguments)
    end_with_signals()
    with server(options.database) as address, own_database(address, keep=options.keep) as database:
        os.environ.update(PRODUCTION, DATABASE_URL=database, DJANGO_SETTINGS_MODULE="tama_portal.settings")
        # The settings read DATABASE_URL, which is known only now.
        import django  # noqa: PLC0415

        django.setup()
        from tests.benchmarks.night.measure import measure  # noqa: PLC0415

        with tempfile.TemporaryDirectory() as folder:
            measure(options, PRODUCTION | {"DATABASE_URL": database}, Path(folder))


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.benchmarks.night", description=__doc__)
    parser.add_argument("--needs", type=int, default=10_000)
    parser.add_argument("--seeds", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1998, help="of the random texts")
    parser.add_argument("--texts", type=Path, default=ROOT.parent / "shared" / "data", help="real texts")
    parser.add_argument("--database", default="", help="a PostgreSQL server; by default a local one")
    parser.add_argument("--keep", action="store_true", help="leave the database on the server")
    parser.add_argument("--pages", action="store_true", help="ask for pages idle and during the first night")
    parser.add_argument(
        "--under",
        type=shlex.split,
        default=[],
        metavar="COMMAND",
        help="a profiler to run the nights under, {} being the night's name: 'py-spy record -o {}.svg --'",
    )
    return parser.parse_args(arguments)


@contextmanager
def server(named: str) -> Iterator[str]:
    """The server that was named, else the usual local one, else one of our own."""
    if named or answers(USUAL_SERVER):
        yield named or USUAL_SERVER
    else:
        with running_postgres() as own:
            yield own


def answers(address: str) -> bool:
    try:
        psycopg2.connect(address, connect_timeout=2).close()
    except psycopg2.OperationalError:
        return False
    return True


@contextmanager
def own_database(address: str, *, keep: bool) -> Iterator[str]:
    """A new database on the server; yields its address."""
    name = f"bench_night_{os.getpid()}_{int(time.time())}"
    command(address, f"CREATE DATABASE {name}")
    try:
        yield urlsplit(address)._replace(path=f"/{name}").geturl()
    finally:
        if keep:
            print(f"The database {name} stays.")
        else:
            command(address, f"DROP DATABASE {name} WITH (FORCE)")


def command(address: str, sql: str) -> None:
    connection = psycopg2.connect(address)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(sql)
    connection.close()


if __name__ == "__main__":
    main(sys.argv[1:])
