import polib
import pytest

from tests.catalogues import Message, messages
from tests.update_catalogues import read_strings, untranslated, updated


def message(text: str, plural: str = "", context: str | None = None) -> Message:
    return Message(context, text, plural, used="somewhere.py")


def catalogue(**texts: str) -> polib.POFile:
    old = polib.POFile(wrapwidth=100)
    old.extend(polib.POEntry(msgid=text, msgstr=translation) for text, translation in texts.items())
    return old


def used(*found: Message) -> dict[tuple[str | None, str], Message]:
    return {each.key: each for each in found}


def test_updated_keeps_adds_drops_and_sorts():
    found = used(message("New"), message("Kept"), message("Missing"))

    new = updated(catalogue(Kept="残る", Gone="消える"), found, {"New": "新しい", "Kept": "別の言葉"})

    assert [(entry.msgid, entry.msgstr) for entry in new] == [
        ("Kept", "残る"),
        ("Missing", ""),
        ("New", "新しい"),
    ]
    assert untranslated(new) == [(None, "Missing")]


def test_updated_counts_with_one_form_and_flags_placeholders():
    new = updated(
        catalogue(), used(message("%(n)d need", "%(n)d needs")), {"%(n)d need\0%(n)d needs": "%(n)d件"}
    )

    assert (new[0].msgid_plural, new[0].msgstr_plural, new[0].flags) == (
        "%(n)d needs",
        {0: "%(n)d件"},
        ["python-format"],
    )


def test_updated_keeps_contexts_apart():
    found = used(message("May", context="month"), message("May", context="permission"))

    new = updated(catalogue(), found, {"month\4May": "5月", "permission\4May": "可"})

    assert [(entry.msgctxt, entry.msgstr) for entry in new] == [("month", "5月"), ("permission", "可")]


def test_updated_gives_a_text_the_line_breaks_of_its_message():
    new = updated(catalogue(), used(message("Hello\n")), {"Hello\n": "こんにちは"})

    assert new[0].msgstr == "こんにちは\n"


def test_messages_finds_plurals_and_contexts():
    code = b'ngettext("%(n)d seat", "%(n)d seats", n); pgettext("month", "May"); _("Plain"); _("")'

    assert list(messages(code, used="a.py")) == [
        Message(None, "%(n)d seat", "%(n)d seats", "a.py"),
        Message("month", "May", "", "a.py"),
        Message(None, "Plain", "", "a.py"),
    ]


def test_read_strings_names_the_file_that_is_no_json(tmp_path):
    broken = tmp_path / "words.json"
    broken.write_text("{", encoding="utf-8")

    with pytest.raises(SystemExit, match=r"words\.json"):
        read_strings([broken])
