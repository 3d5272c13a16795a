"""Work for several processes that inherit all that is in memory: nothing is copied, nothing is read twice."""

import multiprocessing
import os
import signal
import traceback
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from django.db import connections

T = TypeVar("T")

_fork = multiprocessing.get_context("fork") if hasattr(os, "fork") else None


class CrewFailed(Exception):
    """A process of the crew failed; the message has its own words, or says that it ended silently."""


def spread(function: Callable[[int], T], n: int, *, processes: int) -> Iterator[T]:
    """``function(0), …, function(n - 1)``, in order; process w of P does w, w + P, w + 2 P, …

    Results travel by pipe and must be picklable. With one process, or where processes cannot be forked, it
    is all done in this one. Connections to the database are closed first and opened again where needed, so
    that no two processes share one: call it outside transactions.

    Raises
    ------
    CrewFailed
        If a process fails; the others are ended.
    """
    if processes < 2 or n < 2 or _fork is None:
        yield from map(function, range(n))
        return
    processes = min(processes, n)
    connections.close_all()
    pipes = [_fork.Pipe(duplex=False) for _ in range(processes)]
    crew = [
        _fork.Process(target=_serve, args=(function, range(nth, n, processes), pipes, nth), daemon=True)
        for nth in range(processes)
    ]
    try:
        for process in crew:
            process.start()
        for _, sending in pipes:
            sending.close()
        for i in range(n):
            yield _received(pipes[i % processes][0])
    finally:
        for process in crew:
            if process.is_alive():
                process.terminate()
            process.join()
        for receiving, _ in pipes:
            receiving.close()


def _serve(
    function: Callable[[int], Any], items: range, pipes: list[tuple[Connection, Connection]], nth: int
) -> None:
    # What a worker's master tells its workers by signal is not for this process.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for other, (receiving, sending) in enumerate(pipes):
        receiving.close()
        if other != nth:
            sending.close()
    try:
        for item in items:
            pipes[nth][1].send((True, function(item)))
    except BrokenPipeError:
        pass  # the parent is gone: so is the work
    except BaseException:
        pipes[nth][1].send((False, traceback.format_exc()))
    finally:
        connections.close_all()


def _received(pipe: Connection) -> Any:
    try:
        done, value = pipe.recv()
    except EOFError as error:
        raise CrewFailed(
            "a process of the run ended without a word, as one does that takes too much memory"
        ) from error
    if not done:
        raise CrewFailed(value)
    return value
