"""The office's pages on the schedule: when, and whether. What runs is the developers' matter."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_celery_beat.models import CrontabSchedule, IntervalSchedule, PeriodicTask

# The settings name the entries in English; these are the same names for people to read.
NAMES = {
    "nightly matching": _("nightly matching"),
    "resume interrupted runs": _("resume interrupted runs"),
    "deliver mail": _("deliver mail"),
    "remind of expiring needs": _("remind of expiring needs"),
    "write digests": _("write digests"),
}


@admin.register(PeriodicTask)
class ScheduleAdmin(admin.ModelAdmin):
    list_display = ["title", "enabled", "crontab", "interval", "last_run_at", "total_run_count"]
    fields = ["title", "enabled", "crontab", "interval", "last_run_at", "total_run_count"]
    readonly_fields = ["title", "last_run_at", "total_run_count"]
    list_select_related = ["crontab", "interval"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    @admin.display(description=_("name"), ordering="name")
    def title(self, row: PeriodicTask) -> str:
        return str(NAMES.get(row.name, row.name))


@admin.register(CrontabSchedule)
class TimeOfDayAdmin(admin.ModelAdmin):
    """Without the library's English sentence of what the fields say."""

    list_display = ["minute", "hour", "day_of_month", "month_of_year", "day_of_week", "timezone"]
    fields = ["minute", "hour", "day_of_month", "month_of_year", "day_of_week", "timezone"]


@admin.register(IntervalSchedule)
class IntervalAdmin(admin.ModelAdmin):
    list_display = ["every", "period"]
    fields = ["every", "period"]
