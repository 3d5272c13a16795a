"""Reading the environment so that a wrong value names itself and what it expects."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured
from environs import EnvError

T = TypeVar("T")


def read(name: str, reader: Callable[..., T], *, expects: str, **options: object) -> T:
    """Read one variable.

    Raises ImproperlyConfigured naming the variable and what it expects, never showing the value:
    it may be a secret.
    """
    try:
        return reader(name, **options)
    except (EnvError, ValueError) as refused:
        raise ImproperlyConfigured(f"{name} is missing or not valid. It expects {expects}.") from refused
