from django.contrib import admin

from events.models import Event, News
from tama_portal.common.office import PublishingAdmin


@admin.register(Event)
class EventAdmin(PublishingAdmin):
    list_display = ["title", "starts_at", "place", "language", "visibility"]
    list_filter = ["language", "visibility"]
    search_fields = ["title", "summary", "place"]
    date_hierarchy = "starts_at"


@admin.register(News)
class NewsAdmin(PublishingAdmin):
    list_display = ["title", "published_at", "language", "visibility"]
    list_filter = ["language", "visibility"]
    search_fields = ["title", "body"]
    date_hierarchy = "published_at"
