"""The office's page on the schedule: when, and whether. What runs is the developers' matter."""

from django.contrib import admin
from django.http import HttpRequest
from django_celery_beat.models import PeriodicTask


@admin.register(PeriodicTask)
class ScheduleAdmin(admin.ModelAdmin):
    list_display = ["name", "enabled", "crontab", "interval", "last_run_at", "total_run_count"]
    fields = ["name", "enabled", "crontab", "interval", "last_run_at", "total_run_count"]
    readonly_fields = ["name", "last_run_at", "total_run_count"]
    list_select_related = ["crontab", "interval"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
