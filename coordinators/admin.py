from django.contrib import admin

from coordinators.forms import CoordinatorForm
from coordinators.models import Assignment, Coordinator


@admin.register(Coordinator)
class CoordinatorAdmin(admin.ModelAdmin):
    form = CoordinatorForm
    list_display = ["user", "phone", "starts_on", "ends_on"]
    list_filter = ["base_technologies"]
    search_fields = ["user__name", "user__email", "name_kana"]
    autocomplete_fields = ["user", "base_technologies"]
    list_select_related = ["user"]


@admin.register(Assignment)
class AssignmentAdmin(admin.ModelAdmin):
    list_display = ["organisation", "coordinator", "since"]
    search_fields = ["organisation__search_text", "coordinator__user__name"]
    autocomplete_fields = ["organisation", "coordinator"]
    list_select_related = ["organisation", "coordinator__user"]
