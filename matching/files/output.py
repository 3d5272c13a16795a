"""Results that are either all there or not at all."""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

from matching.engine.files import FileRefused


@contextmanager
def all_or_nothing(paths: Sequence[Path]) -> Iterator[list[TextIO]]:
    """Open files that take their places together at the end; after an error the old ones stand untouched.

    What UTF-8 cannot hold (a lone surrogate) is written as JSON writes it, ``\\udXXX``.

    Raises
    ------
    FileRefused
        If one cannot be written, before anything else is done.
    """
    targets = [path.resolve() for path in paths]
    parts = [target.with_name(f".{target.name}.{os.getpid()}.part") for target in targets]
    try:
        with ExitStack() as opened:
            yield [
                opened.enter_context(_created(part, path)) for part, path in zip(parts, paths, strict=True)
            ]
        for part, target in zip(parts, targets, strict=True):
            part.replace(target)
    finally:
        for part in parts:
            part.unlink(missing_ok=True)


def _created(part: Path, path: Path) -> TextIO:
    if path.exists() and not path.is_file():
        raise FileRefused(path, None, "not an ordinary file; name a file to write")
    if path.exists() and not os.access(path, os.W_OK):
        raise FileRefused(path, None, "cannot be written: it is protected")
    try:
        return part.open("x", encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise FileRefused(path, None, f"cannot be written: {error.strerror or error}") from error
