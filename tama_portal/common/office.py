"""What the office's admin pages share."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest


class RecordAdmin(admin.ModelAdmin):
    """For rows that the portal writes itself: the office reads them, and nobody edits them by hand."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_work_permission(self, request: HttpRequest) -> bool:
        """For actions on such rows: who may change things at all, though not these by hand."""
        return super().has_change_permission(request)


class PublishingAdmin(admin.ModelAdmin):
    """For texts with a language, a visibility, and perhaps a licence to show."""

    list_per_page = 50
    show_full_result_count = False
    save_on_top = True
