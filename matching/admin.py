"""The office's pages on matching: needs, what was found, and the runs that found it."""

from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from matching import services
from matching.admin_glossary import GlossaryTermAdmin
from matching.models import GlossaryTerm, Judgement, Match, MatchRun, Need, RunTrigger, Seed
from matching.nightly.estimate import time_left
from matching.nightly.launch import launch_run
from matching.nightly.runs import start_run
from matching.reasons import Names, shown_reasons
from members.access import person_of
from members.admin import IMPORTED_FIELDS
from tama_portal.common.office import PublishingAdmin, RecordAdmin

admin.site.register(GlossaryTerm, GlossaryTermAdmin)


@admin.register(Need)
class NeedAdmin(PublishingAdmin):
    list_display = [
        "title",
        "owner",
        "kind",
        "language",
        "visibility",
        "published_at",
        "expires_on",
        "match_count",
    ]
    list_filter = ["kind", "language", "visibility", "source", ("withdrawn_at", admin.EmptyFieldListFilter)]
    search_fields = ["search_text", "owner__search_text"]
    autocomplete_fields = ["owner", "created_by", "base_technologies"]
    list_select_related = ["owner"]
    readonly_fields = IMPORTED_FIELDS
    date_hierarchy = "published_at"
    actions = ["publish", "withdraw"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Need]:
        rows: QuerySet[Need] = super().get_queryset(request)
        return rows.annotate(found=Count("matches"))

    @admin.display(description=_("matches"), ordering="found")
    def match_count(self, row: Need) -> int:
        return int(getattr(row, "found", 0))

    @admin.action(description=_("Publish the needs"), permissions=["change"])
    def publish(self, request: HttpRequest, rows: QuerySet[Need]) -> None:
        drafts = list(rows.filter(published_at=None))
        for need in drafts:
            services.publish_need(need=need, at=timezone.now())
        text = ngettext("%(n)d need was published.", "%(n)d needs were published.", len(drafts))
        self.message_user(request, text % {"n": len(drafts)}, messages.SUCCESS)

    @admin.action(description=_("Withdraw the needs"), permissions=["change"])
    def withdraw(self, request: HttpRequest, rows: QuerySet[Need]) -> None:
        published = list(rows.exclude(published_at=None).filter(withdrawn_at=None))
        for need in published:
            services.withdraw_need(need=need, at=timezone.now())
        text = ngettext("%(n)d need was withdrawn.", "%(n)d needs were withdrawn.", len(published))
        self.message_user(request, text % {"n": len(published)}, messages.SUCCESS)


@admin.register(Seed)
class SeedAdmin(RecordAdmin):
    list_display = ["title", "kind", "owner_name", "language", "visibility", "first_seen_at", "withdrawn_at"]
    list_filter = ["kind", "language", "visibility", ("withdrawn_at", admin.EmptyFieldListFilter)]
    search_fields = ["search_text", "owner_name"]


@admin.register(Match)
class MatchAdmin(RecordAdmin):
    list_display = ["need", "seed", "grade", "score", "first_seen_at"]
    list_filter = ["grade", "need__kind", "seed__kind"]
    search_fields = ["need__search_text", "seed__search_text"]
    list_select_related = ["need", "seed"]
    fields = [
        "need",
        "seed",
        "grade",
        "place",
        "coverage",
        "score",
        "first_seen_at",
        "first_seen_in",
        "reasons_in_words",
    ]

    @admin.display(description=_("reasons"))
    def reasons_in_words(self, row: Match) -> str:
        names = Names.read()
        return " · ".join(f"{reason.label} {reason.weight:.2f}" for reason in shown_reasons(row, names))


@admin.register(Judgement)
class JudgementAdmin(RecordAdmin):
    list_display = ["need", "seed", "side", "verdict", "reason", "note", "by", "at"]
    list_filter = ["verdict", "side", "reason"]
    search_fields = ["need__search_text", "seed__search_text", "note"]
    list_select_related = ["need", "seed", "by"]
    date_hierarchy = "at"


@admin.register(MatchRun)
class MatchRunAdmin(RecordAdmin):
    """What ran, when, and with what result; the button above the list starts a run now."""

    change_list_template = "admin/matching/matchrun/change_list.html"
    list_display = [
        "number",
        "trigger",
        "state",
        "how_far",
        "still",
        "started_at",
        "seconds",
        "needs",
        "seeds",
        "matches",
        "created",
        "error",
    ]
    list_filter = ["state", "trigger"]
    fields = [
        "trigger",
        "started_by",
        "state",
        "how_far",
        "still",
        "created_at",
        "started_at",
        "finished_at",
        "seconds",
        "attempts",
        "needs",
        "seeds",
        "matches",
        "created",
        "updated",
        "withdrawn",
        "engine_version",
        "error",
    ]

    def get_urls(self) -> list[URLPattern]:
        start = self.admin_site.admin_view(self.start_view)
        return [path("start/", start, name="matching_matchrun_start"), *super().get_urls()]

    def start_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_work_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        run = start_run(trigger=RunTrigger.OFFICE, by=person_of(request), at=timezone.now())
        launch_run(run)
        self.message_user(
            request, _now("The matching is under way. This page shows how far it is."), messages.SUCCESS
        )
        return redirect("admin:matching_matchrun_changelist")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list asks for itself again while a run is active."""
        active = {"is_active": MatchRun.objects.active().exists()}
        return super().changelist_view(request, active | (extra_context or {}))

    @admin.display(description=_("number"), ordering="pk")
    def number(self, row: MatchRun) -> int:
        return row.pk

    @admin.display(description=_("seconds"))
    def seconds(self, row: MatchRun) -> str:
        return f"{row.duration.total_seconds():.0f}" if row.duration else "–"

    @admin.display(description=_("progress"))
    def how_far(self, row: MatchRun) -> str:
        if not row.is_active:
            return f"{row.progress:.0%}"
        percent = round(100 * row.progress)
        drawn = '<progress max="100" value="{}" aria-label="{}"></progress> {} % {}'
        return format_html(drawn, percent, _now("progress"), percent, row.phase_name)

    @admin.display(description=_("time left"))
    def still(self, row: MatchRun) -> str:
        if not row.is_active:
            return "–"
        return words_for(time_left(row, MatchRun.objects.latest_done(), at=timezone.now()))


def words_for(left: timedelta | None) -> str:
    if left is None:
        return _now("not known yet")
    minutes = round(left.total_seconds() / 60)
    if minutes < 1:
        return _now("less than a minute")
    return ngettext("about %(n)d minute", "about %(n)d minutes", minutes) % {"n": minutes}
