"""Configurations in files: a JSON object with the fields that differ from the product's own."""

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from difflib import get_close_matches
from math import inf, isfinite
from pathlib import Path
from typing import Any, Final

from matching.engine.config import Config
from matching.engine.files import FileRefused

_POSITIVE = 1e-9
# Bounds of each number; what is not named here may be anything from 0.
_BOUNDS: Final[Mapping[str, tuple[float, float]]] = {
    "k1": (_POSITIVE, inf),
    "b": (0, 1),
    "repetition": (0, 1),
    "reach": (0, 1),
    "highest_raise": (1, inf),
    "need_idf": (0, 1),
    "few": (1, inf),
    "top": (1, inf),
    "owner_cap": (1, inf),
    "owner_places": (1, inf),
    "owner_slack": (0, 1),
    "doubt": (_POSITIVE, inf),
    "possible": (0, 1),
    "good": (0, 1),
    "strong": (0, 1),
}
_NAMES: Final = tuple(field.name for field in fields(Config))


def read_config(path: Path) -> Config:
    """The product's configuration with the fields a file names put in their places.

    Weights by language or scheme may be named one by one: ``{"pair_weights": {"ja": 0.15}}`` leaves the rest.

    Raises
    ------
    FileRefused
        If the file cannot be read, or a field is unknown or out of its bounds.
    """
    try:
        values = json.loads(path.read_bytes().decode("utf-8-sig"))
        return config_of(values)
    except OSError as error:
        raise FileRefused(path, None, error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise FileRefused(path, None, f"not UTF-8 at byte {error.start + 1}") from error
    except json.JSONDecodeError as error:
        raise FileRefused(path, error.lineno, f"not JSON: {error.msg} at character {error.colno}") from error
    except ValueError as error:
        raise FileRefused(path, None, str(error)) from error


def config_of(values: object, base: Config | None = None) -> Config:
    """A configuration from plain values.

    Raises
    ------
    ValueError
        Naming the field that is unknown or out of its bounds.
    """
    if not isinstance(values, dict):
        raise ValueError('not a JSON object; a configuration looks like {"bridge_weight": 0.8}')
    base = base or Config()
    config = replace(base, **{name: _value(name, value, base) for name, value in values.items()})
    if not config.possible <= config.good <= config.strong:
        raise ValueError('the fields "possible", "good" and "strong" must rise')
    return config


def changes(config: Config, base: Config | None = None) -> dict[str, Any]:
    """What `config_of` needs to make a configuration from another; empty if they are equal."""
    base = base or Config()
    found: dict[str, Any] = {}
    for name in _NAMES:
        new, old = getattr(config, name), getattr(base, name)
        if isinstance(old, Mapping):
            new = {key: value for key, value in new.items() if value != old.get(key)}
            old = {}
        if new != old:
            found[name] = new
    return found


def _value(name: str, value: object, base: Config) -> Any:
    _known(name, _NAMES, "field")
    usual = getattr(base, name)
    if not isinstance(usual, Mapping):
        return _number(name, value, usual)
    if not isinstance(value, dict):
        raise ValueError(f'the field "{name}" must be an object such as {json.dumps(dict(usual))}')
    for key in value:
        _known(key, tuple(usual), f'part of "{name}"')
    return {**usual, **{key: _number(f"{name}.{key}", each, 1.0) for key, each in value.items()}}


def _known(name: str, names: tuple[str, ...], what: str) -> None:
    if name not in names:
        near = get_close_matches(name, names, n=1)
        meant = f'did you mean "{near[0]}"?' if near else f"there are {', '.join(names)}"
        raise ValueError(f'there is no {what} "{name}"; {meant}')


def _number(name: str, value: object, usual: float) -> float:
    low, high = _BOUNDS.get(name, (0.0, inf))
    if (
        not isinstance(value, int | float)
        or isinstance(value, bool)
        or not (isfinite(value) and low <= value <= high)
    ):
        raise ValueError(f'the field "{name}" must be {_in_words(low, high)}')
    if isinstance(usual, float):
        return float(value)
    if value != int(value):
        raise ValueError(f'the field "{name}" must be a whole number')
    return int(value)


def _in_words(low: float, high: float) -> str:
    least = "above 0" if low == _POSITIVE else f"of {low:g} or more"
    return f"a number {least}" if high == inf else f"a number from {low:g} to {high:g}"
