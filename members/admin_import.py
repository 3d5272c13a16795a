"""The office brings members in from a file: upload, look at what would happen, confirm."""

from collections.abc import Mapping
from typing import Any, TypedDict

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members.imports import import_members, waiting
from tama_portal.common.importing import Options, Report
from tama_portal.common.tabular import Limits, TableError, read_table
from tama_portal.common.tabular.limits import MIB

UPLOAD_LIMITS = Limits(max_bytes=10 * MIB, max_rows=20_000, max_unpacked_bytes=50 * MIB)
"""A members' list is far smaller; the web process must stay small too."""

SESSION_KEY = "members_import"
SHOWN_REFUSALS = 200
CONFIRM = "admin:members_organisation_import_confirm"


class Waiting(TypedDict):
    key: str
    name: str
    encoding: str


class UploadForm(forms.Form):
    file = forms.FileField(label=_("File"), help_text=_("CSV or Excel workbook (.xlsx), at most 10 MB."))
    encoding = forms.ChoiceField(
        label=_("Encoding"),
        required=False,
        choices=[
            ("", _("Tell automatically")),
            ("utf-8", "UTF-8"),
            ("cp932", "CP932 (Shift_JIS)"),
            ("cp949", "EUC-KR (CP949)"),
            ("utf-16", "UTF-16"),
        ],
        help_text=_("Choose one only if the characters come out wrong."),
    )


class ImportMembersAdminMixin(admin.ModelAdmin):  # type: ignore[type-arg]  # takes none at run time
    """Adds "Import members" to the list of organisations, for those who may add and change them."""

    change_list_template = "admin/members/organisation/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("import/", view(self.upload_view), name="members_organisation_import"),
            path("import/confirm/", view(self.confirm_view), name="members_organisation_import_confirm"),
            *super().get_urls(),
        ]

    def may_import(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def changelist_view(
        self, request: HttpRequest, extra_context: Mapping[str, Any] | None = None
    ) -> HttpResponse:
        context = {"may_import": self.may_import(request), **(extra_context or {})}
        return super().changelist_view(request, context)

    def upload_view(self, request: HttpRequest) -> HttpResponse:
        self._require_permission(request)
        form = UploadForm(request.POST or None, request.FILES or None)
        if form.is_valid():
            _keep(request, form)
            return redirect(CONFIRM)
        return self._page(request, "import_upload", {"form": form})

    def confirm_view(self, request: HttpRequest) -> HttpResponse:
        """Shows what would happen; posted, does it, unless rows are refused that were not agreed to."""
        self._require_permission(request)
        is_confirmed = request.method == "POST"
        agreed = is_confirmed and request.POST.get("keep_going") == "on"
        try:
            report = _imported(request, dry_run=not is_confirmed, keep_going=agreed)
        except TableError as error:
            return self._page(request, "import_upload", {"form": UploadForm(), "table_error": error})
        if not report.is_written:
            return self._page(request, "import_confirm", _shown(request, report))
        _forget(request)
        messages.success(request, report.summary)
        return redirect(reverse("admin:members_organisation_changelist"))

    def _require_permission(self, request: HttpRequest) -> None:
        if not self.may_import(request):
            raise PermissionDenied

    def _page(self, request: HttpRequest, name: str, context: Mapping[str, Any]) -> HttpResponse:
        return TemplateResponse(
            request,
            f"admin/members/organisation/{name}.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": gettext("Import members"),
                **context,
            },
        )


def _keep(request: HttpRequest, form: UploadForm) -> None:
    _forget(request)
    upload = form.cleaned_data["file"]
    request.session[SESSION_KEY] = Waiting(
        key=waiting.keep(upload, at=timezone.now()),
        name=upload.name,
        encoding=form.cleaned_data["encoding"],
    )


def _forget(request: HttpRequest) -> None:
    kept: Waiting | None = request.session.pop(SESSION_KEY, None)
    if kept:
        waiting.discard(kept["key"])


def _imported(request: HttpRequest, *, dry_run: bool, keep_going: bool) -> Report:
    """Raises TableError if the file cannot be taken, or no longer waits."""
    kept: Waiting = request.session.get(SESSION_KEY, Waiting(key="", name="", encoding=""))
    with waiting.opened(kept["key"]) as file:
        if file is None:
            raise TableError(gettext("The file is no longer here."), gettext("Upload it again."))
        table = read_table(file, name=kept["name"], encoding=kept["encoding"] or None, limits=UPLOAD_LIMITS)
        options = Options(at=timezone.now(), dry_run=dry_run, keep_going=keep_going)
        return import_members(table=table, options=options)


def _shown(request: HttpRequest, report: Report) -> dict[str, Any]:
    return {
        "report": report,
        "file_name": request.session[SESSION_KEY]["name"],
        "refused": report.refused[:SHOWN_REFUSALS],
        "hidden_refusals": max(0, len(report.refused) - SHOWN_REFUSALS),
        "good_rows": report.created + report.updated,
        "hidden_changes": report.created + report.updated - len(report.changes),
    }
