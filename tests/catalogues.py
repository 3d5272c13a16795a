"""The catalogues of translations, and the messages of our code and templates that they must hold."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

from tests.source import APPS, ROOT, place, written_by_hand

# Django's marking functions: where the texts stand among the arguments; "c" is the context.
MARKS = {
    **dict.fromkeys(["_", "_now", "gettext", "gettext_lazy", "gettext_noop"]),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], ((1, "c"), 2)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], ((1, "c"), 2, 3)),
}
LANGUAGES = ("ja", "ko")
LINE_WIDTH = 100

Key = tuple[str | None, str]


@dataclass(frozen=True)
class Message:
    """A text to translate; `plural` is empty where nothing is counted, `used` is a place where it stands."""

    context: str | None
    text: str
    plural: str
    used: str

    @property
    def key(self) -> Key:
        return self.context, self.text


def catalogue_path(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def read_catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(catalogue_path(language)), wrapwidth=LINE_WIDTH)


def used_messages() -> dict[Key, Message]:
    """Every message in our code and templates."""
    return {message.key: message for message in [*in_code(), *in_templates()]}


def in_code() -> Iterator[Message]:
    for path in written_by_hand():
        yield from messages(path.read_bytes(), used=place(path))


def in_templates() -> Iterator[Message]:
    for path in text_templates():
        code = templatize(path.read_text(encoding="utf-8"))
        # What is left of the template between the messages is no Python: no line of it may seem indented.
        flat = "\n".join(line.strip() for line in code.splitlines())
        yield from messages(flat.encode(), used=place(path))


def messages(code: bytes, *, used: str) -> Iterator[Message]:
    for _, found, _, context in extract("python", io.BytesIO(code), keywords=MARKS):
        text, plural = (found, "") if isinstance(found, str) else (found[0], found[1])
        if text:
            yield Message(context, text, plural or "", used)


def text_templates() -> list[Path]:
    folders = [ROOT / "templates", *(ROOT / app / "templates" for app in APPS)]
    return [path for folder in folders for path in folder.rglob("*") if path.suffix in {".html", ".txt"}]
