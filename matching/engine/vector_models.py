"""Models of meaning that an operator installs: a folder on this machine, never fetched from anywhere.

Two kinds are told by their files: model2vec (``tokenizer.json`` and ``model.safetensors`` with one vector for
each token) and sentence-transformers (``modules.json``, or a transformer's ``config.json``).
"""

import json
import os
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

# Both libraries look a name up on the network unless they are told not to.
_OFFLINE: Final = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
_STATIC: Final = "sentence_transformers.models.StaticEmbedding"

SentenceModel = Callable[[list[str]], Any]
"""One vector for each text: numbers of shape (n_texts, n_dimensions)."""


class ModelRefused(ValueError):
    """A model cannot be used; the message names its folder and the remedy."""


def check_model(path: Path) -> str:
    """Name the library that reads the folder's model, without loading either.

    Returns
    -------
    {"model2vec", "sentence_transformers"}

    Raises
    ------
    ModelRefused
        If there is no such folder, it holds neither kind of model, or the library is not installed.
    """
    if not path.is_dir():
        raise ModelRefused(f"{path}: there is no such folder; put the model's files there")
    library = _library_of(path)
    if library is None:
        raise ModelRefused(f"{path}: holds no model of model2vec or sentence-transformers")
    if find_spec(library) is None:
        package = library.replace("_", "-")
        raise ModelRefused(f"{path}: is read by {package}, which is not installed; pip install {package}")
    return library


def load_model(path: Path) -> SentenceModel:
    """Load the folder's model.

    Raises
    ------
    ModelRefused
        As `check_model`, and if the library cannot read the files.
    """
    library = check_model(path)
    os.environ.update(_OFFLINE)
    try:
        return _model2vec(path) if library == "model2vec" else _sentence_transformers(path)
    except Exception as error:  # whatever damaged files make the libraries raise
        raise ModelRefused(f"{path}: {library} cannot read the model: {error}") from error


def _library_of(path: Path) -> str | None:
    modules, config = _json(path / "modules.json"), _json(path / "config.json")
    has_vectors = (path / "tokenizer.json").is_file() and (path / "model.safetensors").is_file()
    is_static = modules is None or [each.get("type") for each in modules] == [_STATIC]
    is_transformer = isinstance(config, dict) and "architectures" in config
    if has_vectors and is_static and not is_transformer:
        return "model2vec"
    return "sentence_transformers" if modules or is_transformer else None


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None


def _model2vec(path: Path) -> SentenceModel:
    from model2vec import StaticModel  # noqa: PLC0415 -- only where an operator has installed a model

    # Without a greatest length: no word of a long text is passed over.
    model = StaticModel.from_pretrained(str(path), max_length=None, force_download=False)
    return partial(model.encode, use_multiprocessing=False)


def _sentence_transformers(path: Path) -> SentenceModel:
    from sentence_transformers import (  # noqa: PLC0415 -- only where an operator has installed a model
        SentenceTransformer,
    )

    model = SentenceTransformer(str(path), local_files_only=True, device="cpu")
    return partial(model.encode, show_progress_bar=False)
