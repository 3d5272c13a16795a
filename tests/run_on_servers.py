"""Run the tests that need real servers: PostgreSQL and Redis are started for this run alone.

usage: python -m tests.run_on_servers [PYTEST ARGUMENT ...]

An installed PostgreSQL is preferred to the embedded one, so that both versions are tried.
"""

import sys
from collections.abc import Sequence

from tests.run_on_stores import end_with_signals, run_tests
from tests.servers.postgres import any_postgres, installed_programs, server_version
from tests.servers.process import ServerFailed
from tests.servers.redis import running_redis


def main(arguments: Sequence[str]) -> int:
    end_with_signals()
    try:
        with any_postgres(installed_programs()) as database, running_redis() as redis:
            print(f"PostgreSQL {server_version(database)} and Redis are running.", flush=True)
            environment = {"DATABASE_URL": database, "CELERY_BROKER_URL": redis}
            return run_tests("services", environment, ["-m", "services", *arguments])
    except ServerFailed as failure:
        print(f"The tests with real servers did NOT run.\n{failure}")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
