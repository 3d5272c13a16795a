"""Bring the catalogues in step with the messages in use, and say what is still to be translated.

usage: python -m tests.update_catalogues [STRINGS.json ...]

A file of strings is {"message": {"ja": "…", "ko": "…"}}. The key of a counted message is its two English
forms with a NUL between them; a context stands before the message with an EOT (\\u0004) between them. Texts
that a catalogue has already stay; to change one, change the catalogue.
"""

import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import polib

from tests.catalogues import LANGUAGES, Key, Message, catalogue_path, read_catalogue, used_messages

PYTHON_FORMAT = re.compile(r"%(\(\w+\))?[sd]|%%")

Strings = Mapping[str, Mapping[str, str]]


def main(paths: Sequence[str]) -> int:
    strings = read_strings([Path(path) for path in paths])
    used = used_messages()
    missing: set[str] = set()
    for language in LANGUAGES:
        renewed = updated(read_catalogue(language), used, given_in(strings, language))
        renewed.save(str(catalogue_path(language)))
        missing |= {message_name(used[key]) for key in untranslated(renewed)}
    for name in sorted(missing):
        print(json.dumps(name, ensure_ascii=False))
    print(f"{len(used)} messages, {len(missing)} to be translated")
    return 1 if missing else 0


def read_strings(paths: Sequence[Path]) -> dict[str, Mapping[str, str]]:
    """Several files as one, the last counting. Ends with the name of a file that is no JSON."""
    strings: dict[str, Mapping[str, str]] = {}
    for path in paths:
        try:
            strings |= json.loads(path.read_text(encoding="utf-8"))
        except ValueError as refused:
            sys.exit(f"{path}: {refused}")
    return strings


def given_in(strings: Strings, language: str) -> dict[str, str]:
    """The texts of one language; a counted message's text is found by its first form alone too."""
    given = {name: texts[language] for name, texts in strings.items() if texts.get(language)}
    return {name.partition("\0")[0]: text for name, text in given.items()} | given


def updated(old: polib.POFile, used: Mapping[Key, Message], given: Mapping[str, str]) -> polib.POFile:
    """The catalogue with exactly the messages in use, in the order of their texts."""
    new = polib.POFile(wrapwidth=old.wrapwidth)
    new.metadata, new.header = old.metadata, old.header
    kept = {(entry.msgctxt, entry.msgid): entry for entry in old}
    for key in sorted(used, key=lambda key: (key[1], key[0] or "")):
        new.append(entry_of(used[key], kept.get(key), given))
    return new


def entry_of(message: Message, old: polib.POEntry | None, given: Mapping[str, str]) -> polib.POEntry:
    """Japanese and Korean count with one form, so a counted message has a single text too."""
    had = old.msgstr_plural.get(0, "") or old.msgstr if old and not old.fuzzy else ""
    text = had or given.get(message_name(message)) or given.get(message.text, "")
    # A catalogue's text begins and ends with line breaks as the message does, or compilers refuse it.
    text = with_breaks_of(message.text, text)
    entry = polib.POEntry(
        msgctxt=message.context,
        msgid=message.text,
        msgid_plural=message.plural,
        msgstr="" if message.plural else text,
        msgstr_plural={0: text} if message.plural else {},
    )
    if PYTHON_FORMAT.search(message.text):
        entry.flags.append("python-format")
    return entry


def with_breaks_of(message: str, text: str) -> str:
    if not text:
        return ""
    start = "\n" if message.startswith("\n") else ""
    end = "\n" if message.endswith("\n") else ""
    return start + text.strip("\n") + end


def message_name(message: Message) -> str:
    """The message's key in a file of strings."""
    before = f"{message.context}\4" if message.context else ""
    after = f"\0{message.plural}" if message.plural else ""
    return f"{before}{message.text}{after}"


def untranslated(catalogue: polib.POFile) -> list[Key]:
    return [(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.translated()]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
