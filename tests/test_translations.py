"""Every text that a person can see is there in each language, and keeps its placeholders."""

import re
from collections import Counter
from functools import cache

import polib
import pytest
from django.conf import settings

from tests.catalogues import LANGUAGES, read_catalogue, used_messages

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]+>")


@cache
def catalogue(language: str) -> polib.POFile:
    return read_catalogue(language)


def test_every_language_of_the_portal_has_a_catalogue():
    assert {code for code, _ in settings.LANGUAGES} == {"en", *LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language):
    done = {(entry.msgctxt, entry.msgid) for entry in catalogue(language).translated_entries()}

    assert [f"{message.used}: {key[1]}" for key, message in used_messages().items() if key not in done] == []


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
