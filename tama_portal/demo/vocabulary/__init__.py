"""The words of the demo, kept as data beside this module."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

VOCABULARY = Path(__file__).parent
SENTENCES = VOCABULARY.parent / "sentences"


@cache
def words(name: str) -> dict[str, Any]:
    """A vocabulary file: `ja`, `en`, `ko`, `structure`, `names` or `bodies`."""
    return tomllib.loads((VOCABULARY / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def sentences(name: str) -> dict[str, Any]:
    """A sentence file: `ja`, `en`, `ko`, `profiles`, `elsewhere` or `programme`."""
    return tomllib.loads((SENTENCES / f"{name}.toml").read_text(encoding="utf-8"))


def technologies() -> dict[str, Any]:
    found: dict[str, Any] = words("structure")["technologies"]
    return found
