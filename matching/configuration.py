"""The engine's configuration of this installation."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from matching.engine.config import Config
from matching.engine.config_file import read_config


def engine_config() -> Config:
    """What the file that MATCHING_CONFIG names says, read once a process; the product's own without one.

    Raises
    ------
    FileRefused
        If the file cannot be used.
    """
    return _read(settings.MATCHING_CONFIG) if settings.MATCHING_CONFIG else Config()


@lru_cache(maxsize=1)
def _read(path: str) -> Config:
    return read_config(Path(path))
