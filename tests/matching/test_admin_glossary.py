"""The office's page of the glossary."""

from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse

from matching.glossary import load_glossary
from matching.imports.glossary import import_glossary
from matching.models import GlossaryTerm
from tama_portal.common.importing import Options
from tama_portal.common.tabular import read_table
from tests.factories import NOW
from tests.personas import office

pytestmark = pytest.mark.django_db
# Not reversed here: that would read the addresses before the tests have their settings.
LIST = "/office/matching/glossaryterm/"
FORM = {"ja": "江戸切子", "ko": "에도키리코", "en": "Edo kiriko", "code": "", "is_active": "on", "note": ""}


@pytest.fixture
def editor(browser_of):
    return browser_of(office("editor"))


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_the_list_is_full_before_the_first_night_and_finds_two_characters(editor):
    page = text_of(editor.get(LIST, {"q": "旋盤"}))

    assert "lathe" in page
    assert "From the release" in page
    assert "microfabrication" not in page


def test_a_term_is_added_and_signed(editor):
    answer = editor.post(reverse("admin:matching_glossaryterm_add"), FORM)

    row = GlossaryTerm.objects.get(code="edo-kiriko")
    assert (answer.status_code, str(row.changed_by)) == (302, "editor")


def test_a_word_of_another_term_is_warned_of(editor):
    load_glossary()
    page = editor.post(reverse("admin:matching_glossaryterm_add"), FORM | {"ja": "旋盤"}, follow=True)

    assert "“旋盤” also stands in “lathe”" in text_of(page)


def test_a_term_without_words_is_refused_with_the_reason(editor):
    page = editor.post(reverse("admin:matching_glossaryterm_add"), FORM | {"ja": "", "ko": ""})

    assert "A concept joins at least two words" in text_of(page)
    assert GlossaryTerm.objects.count() == 0


def test_the_code_of_a_term_stays(editor):
    load_glossary()
    row = GlossaryTerm.objects.get(code="lathe")
    editor.post(
        reverse("admin:matching_glossaryterm_change", args=[row.pk]), FORM | {"code": "other", "ja": "旋盤"}
    )

    row.refresh_from_db()
    assert (row.code, row.is_as_packaged) == ("lathe", False)


def test_terms_are_put_out_of_use_and_back(editor):
    load_glossary()
    row = GlossaryTerm.objects.get(code="lathe")
    for action, expected in (("put_out_of_use", False), ("use", True)):
        editor.post(LIST, {"action": action, "_selected_action": [row.pk]})
        row.refresh_from_db()
        assert (row.is_active, str(row.changed_by)) == (expected, "editor")


def test_a_viewer_changes_nothing(browser_of):
    load_glossary()
    viewer = browser_of(office("viewer"))
    row = GlossaryTerm.objects.get(code="lathe")
    viewer.post(LIST, {"action": "put_out_of_use", "_selected_action": [row.pk]})

    row.refresh_from_db()
    assert row.is_active
    assert viewer.get(reverse("admin:matching_glossaryterm_add")).status_code == 403


def test_only_the_offices_own_terms_are_deleted(browser_of):
    load_glossary()
    manager = browser_of(office("manager"))
    packaged = GlossaryTerm.objects.get(code="lathe")
    own = GlossaryTerm.objects.create(code="own", ja="自前", en="own")

    pages = [reverse("admin:matching_glossaryterm_delete", args=[row.pk]) for row in (packaged, own)]

    assert [manager.post(page, {"post": "yes"}).status_code for page in pages] == [403, 302]


def test_what_is_saved_as_csv_comes_back_without_a_change(editor):
    load_glossary()
    GlossaryTerm.objects.filter(code="lathe").update(note="=HYPERLINK()", is_active=False)
    pks = list(GlossaryTerm.objects.values_list("pk", flat=True))
    answer = editor.post(LIST, {"action": "export", "_selected_action": pks})

    table = read_table(BytesIO(answer.content), name="glossary.csv")
    report = import_glossary(table=table, options=Options(at=NOW))

    assert answer.headers["Content-Disposition"] == 'attachment; filename="glossary.csv"'
    assert (report.unchanged, report.created, report.updated, report.refused) == (len(pks), 0, 0, [])
