"""The admin's way in for members. The mixin stands on a site of its own here."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path, reverse
from django.utils import timezone

from members.admin_import import ImportMembersAdminMixin
from members.imports import waiting
from members.models import Organisation, User
from tests.tama_portal.common.tabular.files import workbook

site = admin.AdminSite(name="admin")
site.register(Organisation, ImportMembersAdminMixin)
urlpatterns = [path("office/", site.urls), path("i18n/", include("django.conf.urls.i18n"))]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

HEADER = "id,name,kind\n"
GOOD = HEADER + "1,見本精機,base_sme\n2,<b>見本</b>,university\n"
MIXED = HEADER + "1,見本精機,base_sme\n2,,base_sme\n3,別,club\n"


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def office(role: str) -> Client:
    user = User.objects.create_user(f"{role}@office.example", name=role, office_role=role, language="en")
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def editor() -> Client:
    return office("editor")


def upload(client: Client, content: str | bytes, name: str = "members.csv", **fields: str) -> HttpResponse:
    file = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    return client.post(reverse("admin:members_organisation_import"), {"file": file, **fields}, follow=True)  # type: ignore[return-value]  # the test client's response is one


def confirm(client: Client, **fields: str) -> HttpResponse:
    return client.post(reverse("admin:members_organisation_import_confirm"), fields, follow=True)  # type: ignore[return-value]  # as above


def names() -> list[str]:
    return list(Organisation.objects.order_by("source_id").values_list("name", flat=True))


def waiting_files() -> list[str]:
    return default_storage.listdir("imports")[1] if default_storage.exists("imports") else []


def test_list_of_organisations_links_to_the_import(editor: Client) -> None:
    page = editor.get(reverse("admin:members_organisation_changelist")).content.decode()

    assert f'href="{reverse("admin:members_organisation_import")}"' in page


def test_upload_shows_what_would_change_and_changes_nothing(editor: Client) -> None:
    page = upload(editor, GOOD).content.decode()

    assert "2 new, 0 updated, 0 unchanged, 0 refused." in page
    assert "見本精機" in page
    assert "&lt;b&gt;見本&lt;/b&gt;" in page
    assert names() == []


def test_confirming_imports_the_members_and_lets_the_file_go(editor: Client) -> None:
    upload(editor, GOOD.encode("cp932"))
    assert len(waiting_files()) == 1

    page = confirm(editor).content.decode()

    assert "2 new, 0 updated, 0 unchanged, 0 refused. The records were written." in page
    assert names() == ["見本精機", "<b>見本</b>"]
    assert waiting_files() == []


def test_workbook_is_taken_too(editor: Client, tmp_path: Path) -> None:
    path = workbook(tmp_path, [["id", "name", "kind"], [1, "見本精機", "base_sme"]])

    upload(editor, path.read_bytes(), name="members.xlsx")
    confirm(editor)

    assert names() == ["見本精機"]


def test_preview_names_the_columns_that_change(editor: Client) -> None:
    upload(editor, GOOD)
    confirm(editor)

    page = upload(editor, GOOD.replace("見本精機", "新見本")).content.decode()

    assert "0 new, 1 updated, 1 unchanged, 0 refused." in page
    assert "<td>name</td>" in page


def test_refused_rows_are_listed_and_must_be_agreed_to(editor: Client) -> None:
    page = upload(editor, MIXED).content.decode()
    assert page.count('<th scope="row">') == 3
    assert "<td>kind</td>" in page

    confirm(editor)
    assert names() == []

    confirm(editor, keep_going="on")
    assert names() == ["見本精機"]


@pytest.mark.parametrize(
    "content", ["", "id,name\n1,x\n", "\0" * 50, 'id,name,kind\n1,"x\n', b"PK\x03\x04broken"]
)
def test_unreadable_file_is_explained_and_another_asked_for(editor: Client, content: str | bytes) -> None:
    response = upload(editor, content)

    assert response.status_code == 200
    assert "errornote" in response.content.decode()
    assert names() == []


def test_wrong_encoding_is_explained(editor: Client) -> None:
    page = upload(editor, GOOD.encode("cp932"), encoding="utf-8").content.decode()

    assert "errornote" in page


def test_confirmation_without_a_file_asks_for_it(editor: Client) -> None:
    assert "The file is no longer here." in confirm(editor).content.decode()


def test_another_session_does_not_see_the_waiting_file(editor: Client) -> None:
    upload(editor, GOOD)

    assert "The file is no longer here." in confirm(office("manager")).content.decode()
    assert names() == []


def test_new_upload_replaces_the_waiting_one(editor: Client) -> None:
    upload(editor, MIXED)
    upload(editor, GOOD)

    assert len(waiting_files()) == 1


def test_file_left_waiting_for_a_day_is_cleared_away() -> None:
    waiting.keep(ContentFile(b"old", name="x"), at=timezone.now())

    kept = waiting.keep(ContentFile(b"new", name="x"), at=timezone.now() + timedelta(days=2))

    assert [f"imports/{name}" for name in waiting_files()] == [kept]


def test_only_waiting_files_can_be_opened() -> None:
    default_storage.save("secret.txt", ContentFile(b"x"))

    with waiting.opened("secret.txt") as file:
        assert file is None


def test_viewer_may_neither_see_nor_use_the_import() -> None:
    viewer = office("viewer")

    assert "import/" not in viewer.get(reverse("admin:members_organisation_changelist")).content.decode()
    assert upload(viewer, GOOD).status_code == 403
    assert confirm(viewer).status_code == 403


def test_page_has_no_inline_script_or_style(editor: Client) -> None:
    page = upload(editor, MIXED).content.decode()

    assert "style=" not in page
    assert "onclick" not in page
