from django.contrib import admin

from members.admin import IMPORTED_FIELDS
from tama_portal.common.office import PublishingAdmin
from tlo.models import LiaisonWindow, Patent, Researcher, ResearchTheme


@admin.register(Patent)
class PatentAdmin(PublishingAdmin):
    list_display = ["title", "organisation", "application_number", "application_date", "status", "language"]
    list_filter = ["status", "language", "visibility", "source", "base_technologies"]
    search_fields = ["title", "abstract", "application_number", "applicants"]
    autocomplete_fields = ["organisation", "base_technologies"]
    list_select_related = ["organisation"]
    readonly_fields = IMPORTED_FIELDS


@admin.register(ResearchTheme)
class ResearchThemeAdmin(PublishingAdmin):
    list_display = ["title", "organisation", "researcher", "language", "visibility"]
    list_filter = ["language", "visibility", "source", "base_technologies"]
    search_fields = ["title", "summary", "keywords"]
    autocomplete_fields = ["organisation", "researcher", "base_technologies"]
    list_select_related = ["organisation", "researcher"]
    readonly_fields = IMPORTED_FIELDS


@admin.register(Researcher)
class ResearcherAdmin(admin.ModelAdmin):
    list_display = ["name", "organisation", "job_title", "field"]
    search_fields = ["name", "name_kana", "field", "organisation__search_text"]
    autocomplete_fields = ["organisation", "user"]
    list_select_related = ["organisation"]


@admin.register(LiaisonWindow)
class LiaisonWindowAdmin(admin.ModelAdmin):
    list_display = ["name", "organisation", "phone", "email"]
    search_fields = ["name", "organisation__search_text"]
    autocomplete_fields = ["organisation"]
    list_select_related = ["organisation"]
