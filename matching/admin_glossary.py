"""The office keeps the glossary: words that mean the same, in three languages."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from matching.glossary import collisions, load_glossary, set_in_use
from matching.imports.glossary import COLUMNS, exported_rows
from matching.models import GlossaryTerm
from members.access import person_of
from tama_portal.common.tabular.writing import write_csv


class OriginFilter(admin.SimpleListFilter):
    title = _("origin")
    parameter_name = "origin"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("packaged", _("From the release")), ("office", _("The office's own"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "packaged":
                return queryset.exclude(packaged="")
            case "office":
                return queryset.filter(packaged="")
            case _:
                return queryset


class GlossaryTermAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # takes none at run time
    list_display = ["code", "ja", "ko", "en", "base_technology", "is_active", "origin", "updated_at"]
    list_filter = ["is_active", OriginFilter, "base_technology"]
    list_select_related = ["base_technology"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["code", "ja", "en", "ko", "note"]
    autocomplete_fields = ["base_technology"]
    fields = ["ja", "ko", "en", "code", "base_technology", "is_active", "note", "changed_by", "updated_at"]
    readonly_fields = ["changed_by", "updated_at"]
    actions = ["use", "put_out_of_use", "export"]

    def get_readonly_fields(self, request: HttpRequest, obj: GlossaryTerm | None = None) -> list[str]:
        """Matches keep the code, so it stays."""
        return [*self.readonly_fields, *(["code"] if obj else [])]

    def has_delete_permission(self, request: HttpRequest, obj: GlossaryTerm | None = None) -> bool:
        """A term of the release would come back with the next night: it is put out of use instead."""
        return super().has_delete_permission(request, obj) and not (obj and obj.packaged)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The office must not meet an empty list before the first night."""
        if not GlossaryTerm.objects.exists():
            load_glossary()
        return super().changelist_view(request, extra_context)

    def save_model(self, request: HttpRequest, obj: GlossaryTerm, form: Any, change: bool) -> None:
        obj.changed_by = person_of(request)
        super().save_model(request, obj, form, change)
        for word, code in collisions(obj):
            text = _now("“%(word)s” also stands in “%(other)s”. It then counts for one of the two only.")
            self.message_user(request, text % {"word": word, "other": code}, messages.WARNING)

    @admin.display(description=_("origin"))
    def origin(self, row: GlossaryTerm) -> str:
        if not row.packaged:
            return _now("The office's own")
        return _now("From the release") if row.is_as_packaged else _now("Changed by the office")

    @admin.action(description=_("Use the terms"), permissions=["change"])
    def use(self, request: HttpRequest, rows: QuerySet[GlossaryTerm]) -> None:
        self._set_in_use(request, rows, True)

    @admin.action(description=_("Put the terms out of use"), permissions=["change"])
    def put_out_of_use(self, request: HttpRequest, rows: QuerySet[GlossaryTerm]) -> None:
        self._set_in_use(request, rows, False)

    def _set_in_use(self, request: HttpRequest, rows: QuerySet[GlossaryTerm], value: bool) -> None:
        count = set_in_use(rows, value, by=person_of(request), at=timezone.now())
        text = ngettext("%(n)d term was changed.", "%(n)d terms were changed.", count) % {"n": count}
        self.message_user(request, text, messages.SUCCESS)

    @admin.action(description=_("Save the terms as CSV"), permissions=["view"])
    def export(self, request: HttpRequest, rows: QuerySet[GlossaryTerm]) -> HttpResponse:
        response = HttpResponse(
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="glossary.csv"'},
        )
        write_csv(response, COLUMNS, exported_rows(rows.order_by("pk")))  # type: ignore[arg-type]  # it has write()
        return response
