"""Progress of a command's phases on standard error."""

import sys
from types import TracebackType
from typing import Self

from tqdm import tqdm

# In a log file every refresh is a line; on a terminal it is none.
_SECONDS_IN_LOG = 15.0


class PhaseBars:
    """A bar for each phase, told (phase, done, total)."""

    def __init__(self) -> None:
        self._bar: tqdm[None] | None = None
        self._phase = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._close()

    def __call__(self, phase: str, done: int, total: int) -> None:
        if self._bar is None or self._phase != phase:
            self._close()
            interval = 0.1 if sys.stderr.isatty() else _SECONDS_IN_LOG
            self._bar, self._phase = tqdm(total=total, desc=phase, mininterval=interval), phase
        self._bar.update(done - self._bar.n)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None
