"""The engine's configuration of this installation, and the model of meaning it has, if any."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from matching.engine.config import Config
from matching.engine.config_file import read_config
from matching.engine.vector_models import SentenceModel, check_model, load_model


def engine_config() -> Config:
    """What the file that MATCHING_CONFIG names says, read once a process; the product's own without one.

    Raises
    ------
    FileRefused
        If the file cannot be used.
    """
    return _read(settings.MATCHING_CONFIG) if settings.MATCHING_CONFIG else Config()


def vector_model() -> SentenceModel | None:
    """The model in the folder that MATCHING_VECTOR_MODEL names, loaded at the first use; None without one.

    Raises
    ------
    ModelRefused
        If it cannot be used.
    """
    return _loaded(settings.MATCHING_VECTOR_MODEL) if settings.MATCHING_VECTOR_MODEL else None


def check_installation() -> None:
    """See at start-up what the night would stumble over, without loading a model.

    Raises
    ------
    FileRefused, ModelRefused
        If MATCHING_CONFIG or MATCHING_VECTOR_MODEL names what cannot be used.
    """
    engine_config()
    if settings.MATCHING_VECTOR_MODEL:
        check_model(Path(settings.MATCHING_VECTOR_MODEL))


@lru_cache(maxsize=1)
def _loaded(path: str) -> SentenceModel:
    return load_model(Path(path))


@lru_cache(maxsize=1)
def _read(path: str) -> Config:
    return read_config(Path(path))
