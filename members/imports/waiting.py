"""An uploaded file waits here between its preview and the confirmation, then goes."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import IO

from django.core.files.base import File
from django.core.files.storage import default_storage

FOLDER = "imports"
KEPT_FOR = timedelta(days=1)


def keep(upload: "File[bytes]", *, at: datetime) -> str:
    """Store the file under a name that nobody guesses, and clear away what was left waiting too long."""
    _clear(at)
    return default_storage.save(f"{FOLDER}/{secrets.token_urlsafe(32)}", upload)


@contextmanager
def opened(key: str) -> Iterator[IO[bytes] | None]:
    """The waiting file, or None if it is gone."""
    if not _is_waiting(key):
        yield None
        return
    with default_storage.open(key, "rb") as file:
        yield file


def discard(key: str) -> None:
    if _is_waiting(key):
        default_storage.delete(key)


def _is_waiting(key: str) -> bool:
    return key.startswith(f"{FOLDER}/") and default_storage.exists(key)


def _clear(at: datetime) -> None:
    if not default_storage.exists(FOLDER):
        return
    for name in default_storage.listdir(FOLDER)[1]:
        if default_storage.get_modified_time(f"{FOLDER}/{name}") < at - KEPT_FOR:
            default_storage.delete(f"{FOLDER}/{name}")
