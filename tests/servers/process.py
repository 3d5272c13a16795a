"""Child processes that end with the run that started them, however that run ends."""

import ctypes
import os
import pwd
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypedDict

PR_SET_PDEATHSIG = 1
PATIENCE_S = 30.0

_libc = ctypes.CDLL(None)


class ServerFailed(Exception):
    """A server could not be started; the message carries the end of its log."""


class Identity(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


@contextmanager
def running(
    command: Sequence[str | Path],
    *,
    log: Path,
    stop: signal.Signals = signal.SIGTERM,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    user: pwd.struct_passwd | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command, in a session of its own so that the terminal's Ctrl-C leaves its end to us."""
    with log.open("ab") as sink:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=cwd,
            start_new_session=True,
            preexec_fn=lambda: die_with_parent(stop),  # noqa: PLW1509 -- one system call, no lock taken
            **identity(user),
        )
    try:
        yield process
    finally:
        _end(process, stop)


def identity(user: pwd.struct_passwd | None) -> Identity:
    """The keyword arguments by which a subprocess becomes that user."""
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def wait_until(
    ready: Callable[[], bool], process: subprocess.Popen[bytes], *, log: Path, patience: float = PATIENCE_S
) -> None:
    """Poll until the server answers; raises ServerFailed if it ends or keeps silent."""
    deadline = time.monotonic() + patience
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise ServerFailed(f"{process.args!r} did not start:\n{tail(log)}")
        time.sleep(0.05)


def tail(log: Path, lines: int = 20) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else "(no log)"


@contextmanager
def scratch_folder(prefix: str) -> Iterator[Path]:
    """A temporary folder whose parents any user may enter, since a server may run as another user."""
    usual = Path(tempfile.gettempdir())
    parent = usual if all(_open_to_all(folder) for folder in (usual, *usual.parents)) else Path("/tmp")  # noqa: S108
    with tempfile.TemporaryDirectory(prefix=prefix, dir=parent, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def unprivileged() -> pwd.struct_passwd | None:
    """Whom a server runs as that refuses to run as root; None where we are not root ourselves."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def die_with_parent(stop: signal.Signals) -> None:
    """For a forked child: let the system end it when we end, even by SIGKILL."""
    if sys.platform == "linux":
        _libc.prctl(PR_SET_PDEATHSIG, int(stop))


def _open_to_all(folder: Path) -> bool:
    return bool(folder.stat().st_mode & stat.S_IXOTH)


def _end(process: subprocess.Popen[bytes], stop: signal.Signals) -> None:
    if process.poll() is None:
        process.send_signal(stop)
    try:
        process.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
