"""Every text that a person can see is there in each language, and keeps its placeholders."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib
import pytest
from babel.messages.extract import extract
from django.conf import settings
from django.utils.translation.template import templatize

from tests.source import APPS, ROOT, place, written_by_hand

# Django's marking functions: where the texts stand among the arguments; "c" is the context.
MARKS = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"]),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], ((1, "c"), 2)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], ((1, "c"), 2, 3)),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]+>")
LANGUAGES = [code for code, _ in settings.LANGUAGES if code != "en"]

Key = tuple[str | None, str]


@cache
def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))


def used_messages() -> dict[Key, str]:
    """The context and text of every message in our code and templates, with a place where it is used."""
    found = {key: place(path) for path in written_by_hand() for key in messages(path.read_bytes())}
    for path in text_templates():
        code = templatize(path.read_text(encoding="utf-8"))
        # What is left of the template between the messages is no Python: no line of it may seem indented.
        flat = "\n".join(line.strip() for line in code.splitlines())
        found |= {key: place(path) for key in messages(flat.encode())}
    return found


def messages(code: bytes) -> Iterator[Key]:
    for _, message, _, context in extract("python", io.BytesIO(code), keywords=MARKS):
        text = message if isinstance(message, str) else message[0]
        if text:
            yield context, text


def text_templates() -> list[Path]:
    folders = [ROOT / "templates", *(ROOT / app / "templates" for app in APPS)]
    return [path for folder in folders for path in folder.rglob("*") if path.suffix in {".html", ".txt"}]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language):
    done = {(entry.msgctxt, entry.msgid) for entry in catalogue(language).translated_entries()}

    assert [f"{used}: {key[1]}" for key, used in used_messages().items() if key not in done] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_a_guess(language):
    assert [entry.msgid for entry in catalogue(language).fuzzy_entries()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_outlives_its_message(language):
    used = used_messages()

    assert [entry.msgid for entry in catalogue(language) if (entry.msgctxt, entry.msgid) not in used] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_tags_are_kept(language):
    assert [
        f"{entry.msgid} -> {text}"
        for entry in catalogue(language)
        for text in entry.msgstr_plural.values() or [entry.msgstr]
        if _marks(text) not in {_marks(entry.msgid), _marks(entry.msgid_plural)}
    ] == []


def _marks(text: str) -> frozenset[tuple[str, int]]:
    return frozenset(Counter(PLACEHOLDER.findall(text)).items())
