"""Needs and seeds from files: one JSON object on each line, plain or gzipped, checked line by line."""

import gzip
import json
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeVar

from matching.engine.language import LANGUAGES, UNDETERMINED
from matching.engine.text import Text

_GZIP_MAGIC = b"\x1f\x8b"
_LANGUAGE_TAG = re.compile(r"[-_]")
# Public collections that have no "text": told by two of their fields, with the fields their text is made of.
_COLLECTIONS: Final = (
    (frozenset({"topic_number", "description"}), ("objective", "description", "keywords")),  # SBIR, STTR
    (frozenset({"application_number", "abstract"}), ("abstract",)),  # KIPRIS
    (frozenset({"kaken_area", "abstract"}), ("abstract",)),  # KAKEN with outlines
    (frozenset({"award_number", "keywords"}), ("keywords",)),  # KAKEN with keywords only
)

Row = Mapping[str, Any]
T = TypeVar("T")
U = TypeVar("U")


class FileRefused(ValueError):
    """A file cannot be used; the message names the file, the line where there is one, and the remedy."""

    def __init__(self, path: Path, line: int | None, problem: str) -> None:
        super().__init__(f"{path}:{line}: {problem}" if line else f"{path}: {problem}")


@dataclass(frozen=True, slots=True)
class Item:
    """A need or a seed of a file; ``kind`` is what the line states, empty if it states none."""

    text: Text
    kind: str = ""


def read_items(paths: Iterable[Path]) -> list[Item]:
    """Needs or seeds of some files, in the order of their lines.

    A line has ``id`` (text, or a whole number) and ``text``, and may have ``title``, ``lang``, ``kind`` and
    ``facets`` (a list of ``scheme:code``). Empty lines and other fields are passed over; a language that is
    not one of ours is left to be detected. A file without lines is no error.

    Raises
    ------
    FileRefused
        At the first line that cannot be used, an id that comes twice included.
    """
    items: list[Item] = []
    first_seen: dict[str, tuple[Path, int]] = {}
    for path in paths:
        for number, row in read_rows(path):
            item = checked(path, number, row, _item)
            if item.text.id in first_seen:
                before, line = first_seen[item.text.id]
                raise FileRefused(
                    path, number, f'the id "{item.text.id}" stands in {before}:{line} already; make it unique'
                )
            first_seen[item.text.id] = path, number
            items.append(item)
    return items


def read_rows(path: Path) -> Iterator[tuple[int, Row]]:
    """Objects of a file of JSON Lines with their line numbers, from 1.

    Raises
    ------
    FileRefused
        If the file cannot be read, is not UTF-8, or a line is not a JSON object.
    """
    for number, line in read_lines(path):
        yield number, checked(path, number, line, _object)


def read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Lines of a UTF-8 file that are not blank, with their numbers, from 1; gzip is told by its first bytes.

    Raises
    ------
    FileRefused
    """
    number = 0
    try:
        with path.open("rb") as file:
            # Only b"\n" ends a line: JSON strings may hold U+2028 and its like as they are.
            for number, raw in enumerate(_unpacked(file), start=1):
                line = raw.decode("utf-8-sig" if number == 1 else "utf-8").strip()
                if line:
                    yield number, line
    except UnicodeDecodeError as error:
        raise FileRefused(
            path, number, f"not UTF-8 at byte {error.start + 1} of the line; save the file as UTF-8"
        ) from error
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise FileRefused(path, number + 1, f"the gzip file is damaged: {error}") from error
    except OSError as error:
        raise FileRefused(path, None, error.strerror or str(error)) from error


def _unpacked(file: BinaryIO) -> Iterable[bytes]:
    packed = file.read(len(_GZIP_MAGIC)) == _GZIP_MAGIC
    file.seek(0)
    return gzip.GzipFile(fileobj=file) if packed else file


def checked(path: Path, number: int, value: T, reader: Callable[[T], U]) -> U:
    """What a reader makes of a line's content; the ValueError it may raise gets the line's place."""
    try:
        return reader(value)
    except ValueError as error:
        raise FileRefused(path, number, str(error)) from error


def _object(line: str) -> Row:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at character {error.pos + 1}") from error
    except RecursionError as error:
        raise ValueError("not readable: too many brackets inside each other") from error
    if not isinstance(row, dict):
        raise ValueError('not a JSON object; each line looks like {"id": "n1", "text": "…"}')
    return row


def _item(row: Row) -> Item:
    text = Text(_id(row), _string(row, "title"), _body(row), _language(_string(row, "lang")), _facets(row))
    return Item(text, _string(row, "kind"))


def _id(row: Row) -> str:
    value = row.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is None or value == "":
        raise ValueError('the field "id" is missing; give each line its own, text or a whole number')
    if not isinstance(value, str):
        raise ValueError(f'the field "id" is {_named(value)}; it must be text or a whole number')
    # Control characters would break the lines of a result, surrogates have no place in UTF-8.
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in value):
        raise ValueError('the field "id" has a tab, a line break or another control character; leave it out')
    return value


def _string(row: Row, name: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f'the field "{name}" is {_named(value)}; it must be text')
    return value


def _body(row: Row) -> str:
    if row.get("text") is not None:
        return _string(row, "text")
    for told_by, fields in _COLLECTIONS:
        if told_by <= row.keys():
            return "\n\n".join(filter(None, (_joined(row, name) for name in fields)))
    raise ValueError('the field "text" is missing; an empty text is written ""')


def _joined(row: Row, name: str) -> str:
    return ", ".join(_strings(row, name)) if isinstance(row.get(name), list) else _string(row, name)


def _strings(row: Row, name: str) -> list[str]:
    value = row.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError(f'the field "{name}" must be a list of texts')
    return value


def _language(stated: str) -> str | None:
    """``ja-JP`` is ``ja``; what is not one of ours is detected from the text."""
    primary = _LANGUAGE_TAG.split(stated.strip().lower(), maxsplit=1)[0]
    return primary if primary in LANGUAGES and primary != UNDETERMINED else None


def _facets(row: Row) -> frozenset[str]:
    facets = _strings(row, "facets")
    wrong = next((facet for facet in facets if not all(facet.partition(":"))), None)
    if wrong is not None:
        raise ValueError(f'the facet "{wrong}" is not of the form scheme:code, such as base:B13')
    return frozenset(facets)


def _named(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), "not text")
