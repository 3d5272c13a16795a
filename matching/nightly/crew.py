"""Work for several processes that inherit all that is in memory: nothing is copied, nothing is read twice."""

import gc
import os
import signal
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, Final, TypeVar

from django.db import connections

T = TypeVar("T")

CAN_FORK: Final = hasattr(os, "fork")


class CrewFailed(Exception):
    """A process of the crew failed; the message has its own words, or says that it ended silently."""


@dataclass(frozen=True, slots=True)
class Hand:
    """A process of the crew, with the pipe its results come by."""

    pid: int
    results: Connection


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
    if processes < 2 or n < 2 or not CAN_FORK:
        yield from map(function, range(n))
        return
    processes = min(processes, n)
    connections.close_all()
    crew: list[Hand] = []
    try:
        for nth in range(processes):
            crew.append(forked(function, range(nth, n, processes), crew))
        for item in range(n):
            yield received(crew[item % processes].results)
    finally:
        for hand in crew:
            dismiss(hand)


def forked(function: Callable[[int], Any], items: range, others: Sequence[Hand]) -> Hand:
    """Start a process. Not by multiprocessing, which forbids it to the processes of a Celery worker."""
    receiving, sending = Pipe(duplex=False)
    pid = os.fork()
    if pid:
        sending.close()
        return Hand(pid, receiving)
    # The collector would go through all that is shared, which is slow and copies every page.
    gc.freeze()
    try:
        # What a worker's master tells its workers by signal is not for this process.
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for pipe in [receiving, *(other.results for other in others)]:
            pipe.close()
        serve(function, items, sending)
    finally:
        # Without what the parent has laid down for its own exit.
        os._exit(0)


def serve(function: Callable[[int], Any], items: range, results: Connection) -> None:
    try:
        for item in items:
            results.send((True, function(item)))
    except BrokenPipeError:
        pass  # the parent is gone, and with it the work
    except BaseException:
        with suppress(BrokenPipeError):
            results.send((False, traceback.format_exc()))
    finally:
        connections.close_all()


def received(results: Connection) -> Any:
    try:
        done, value = results.recv()
    except EOFError as error:
        raise CrewFailed(
            "a process of the run ended without a word, as one does that takes too much memory"
        ) from error
    if not done:
        raise CrewFailed(value)
    return value


def dismiss(hand: Hand) -> None:
    """End a process that may have ended already, and wait for it."""
    hand.results.close()
    with suppress(ProcessLookupError):
        os.kill(hand.pid, signal.SIGTERM)
    with suppress(ChildProcessError):
        os.waitpid(hand.pid, 0)
