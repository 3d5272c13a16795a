"""The office's pages on members. What changes several rows at once is a service."""

from datetime import datetime
from typing import cast

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from oauth2_provider.generators import generate_client_secret

from members import services
from members.access import person_of
from members.admin_import import ImportMembersAdminMixin
from members.models import (
    BaseTechnology,
    Branch,
    Contact,
    Invitation,
    Membership,
    MembershipState,
    Municipality,
    Organisation,
    OrganisationLink,
    PartnerSystem,
    Process,
    Product,
    ProductDevelopmentTest,
    SecondFactor,
    User,
)
from tama_portal.common.office import PublishingAdmin, RecordAdmin

IMPORTED_FIELDS = ("source", "source_id", "source_url", "licence", "credit")


class ContactInline(admin.TabularInline):
    model = Contact
    extra = 0
    fields = [
        "name",
        "name_kana",
        "role",
        "job_title",
        "email",
        "phone",
        "user",
        "is_administrator",
        "left_on",
    ]
    autocomplete_fields = ["user"]


class BranchInline(admin.TabularInline):
    model = Branch
    extra = 0


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    fields = ["member_class", "state", "applied_on", "since", "until"]


class ProductTestInline(admin.TabularInline):
    model = ProductDevelopmentTest
    extra = 0
    autocomplete_fields = ["checked_by"]


class LinkInline(admin.TabularInline):
    model = OrganisationLink
    fk_name = "organisation"
    extra = 0
    autocomplete_fields = ["other"]


@admin.register(Organisation)
class OrganisationAdmin(ImportMembersAdminMixin):
    list_display = ["name", "kind", "municipality", "membership_state", "updated_at"]
    list_filter = ["kind", "memberships__state", "memberships__member_class", "country", "base_technologies"]
    search_fields = ["search_text", "corporate_number"]
    autocomplete_fields = ["municipality", "base_technologies"]
    list_select_related = ["municipality"]
    list_per_page = 50
    show_full_result_count = False
    save_on_top = True
    inlines = [MembershipInline, ContactInline, BranchInline, ProductTestInline, LinkInline]
    fieldsets = [
        (None, {"fields": ["kind", "name", "name_kana", "name_en", "country", "corporate_number"]}),
        (
            _("Profile"),
            {
                "fields": [
                    "language",
                    "summary",
                    "core_technology",
                    "base_technologies",
                    "certificates",
                    "website",
                    "profile_visibility",
                ]
            },
        ),
        (
            _("Address and contacts"),
            {"fields": ["municipality", "postal_code", "address", "phone", "email", "contact_visibility"]},
        ),
        (
            _("Business figures"),
            {"fields": ["employees", "capital_yen", "turnover_yen", "founded_year", "figures_visibility"]},
        ),
        (_("Source"), {"classes": ["collapse"], "fields": IMPORTED_FIELDS}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        return super().get_queryset(request).prefetch_related("memberships")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Organisation], search_term: str
    ) -> tuple[QuerySet[Organisation], bool]:
        if search_term.isdigit():
            return super().get_search_results(request, queryset, search_term)
        return queryset.filter(pk__in=Organisation.objects.matching_words(search_term).values("pk")), False

    @admin.display(description=_("membership"))
    def membership_state(self, row: Organisation) -> str:
        states = [membership.get_state_display() for membership in row.memberships.all()]
        return ", ".join(states) or "–"


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    list_display = ["organisation", "member_class", "state", "applied_on", "since", "until"]
    list_filter = ["state", "member_class"]
    search_fields = ["organisation__search_text", "applicant_email"]
    autocomplete_fields = ["organisation"]
    list_select_related = ["organisation"]
    date_hierarchy = "applied_on"
    actions = ["approve", "decline"]

    @admin.action(description=_("Approve the applications and invite the applicants"), permissions=["change"])
    def approve(self, request: HttpRequest, rows: QuerySet[Membership]) -> None:
        done = 0
        for membership in rows.filter(state=MembershipState.APPLIED):
            services.approve_membership(membership=membership, by=person_of(request), at=timezone.now())
            done += 1
        text = ngettext("%(n)d application was approved.", "%(n)d applications were approved.", done)
        self.message_user(request, text % {"n": done}, messages.SUCCESS)

    @admin.action(description=_("Decline the applications"), permissions=["change"])
    def decline(self, request: HttpRequest, rows: QuerySet[Membership]) -> None:
        done = 0
        for membership in rows.filter(state=MembershipState.APPLIED):
            services.decline_membership(membership=membership, by=person_of(request), at=timezone.now())
            done += 1
        text = ngettext("%(n)d application was declined.", "%(n)d applications were declined.", done)
        self.message_user(request, text % {"n": done}, messages.SUCCESS)


@admin.register(User)
class PortalUserAdmin(UserAdmin):
    """People log in with their address; passwords are set by themselves, through the reset mail."""

    list_display = [
        "email",
        "name",
        "office_role",
        "is_coordinator",
        "is_committee_member",
        "is_active",
        "last_login",
    ]
    list_filter = ["office_role", "is_coordinator", "is_committee_member", "is_active", "language"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    filter_horizontal = ()
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["email", "name", "language", "digest"]}),
        (_("Roles"), {"fields": ["office_role", "is_coordinator", "is_committee_member", "is_active"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "name", "language", "office_role", "password1", "password2"]})
    ]


@admin.register(SecondFactor)
class SecondFactorAdmin(RecordAdmin):
    """Removed by a manager when a device is lost; what it holds is shown to nobody."""

    list_display = ["person", "sort", "since", "last_use"]
    search_fields = ["user__email", "user__name"]
    fields = ["person", "sort", "since", "last_use"]
    readonly_fields = ["person", "sort", "since", "last_use"]
    list_select_related = ["user"]

    def has_delete_permission(self, request: HttpRequest, obj: SecondFactor | None = None) -> bool:
        return admin.ModelAdmin.has_delete_permission(self, request, obj)

    @admin.display(description=_("user"), ordering="user")
    def person(self, row: SecondFactor) -> str:
        return str(row.user)

    @admin.display(description=_("kind"), ordering="type")
    def sort(self, row: SecondFactor) -> str:
        return str(row.get_type_display())

    @admin.display(description=_("since"), ordering="created_at")
    def since(self, row: SecondFactor) -> datetime:
        return cast(datetime, row.created_at)

    @admin.display(description=_("last used"), ordering="last_used_at")
    def last_use(self, row: SecondFactor) -> datetime | None:
        return cast("datetime | None", row.last_used_at)


@admin.register(Contact)
class ContactAdmin(admin.ModelAdmin):
    list_display = ["name", "organisation", "role", "is_administrator", "email", "left_on"]
    list_filter = ["role", "is_administrator", ("left_on", admin.EmptyFieldListFilter)]
    search_fields = ["name", "name_kana", "email", "organisation__search_text"]
    autocomplete_fields = ["organisation", "user"]
    list_select_related = ["organisation"]


@admin.register(Invitation)
class InvitationAdmin(RecordAdmin):
    list_display = ["email", "name", "organisation", "invited_by", "created_at", "expires_at", "accepted_at"]
    list_filter = [("accepted_at", admin.EmptyFieldListFilter)]
    search_fields = ["email", "name"]
    list_select_related = ["organisation", "invited_by"]


class OfferAdmin(PublishingAdmin):
    search_fields = ["name", "description", "organisation__search_text"]
    autocomplete_fields = ["organisation"]
    list_select_related = ["organisation"]


@admin.register(Product)
class ProductAdmin(OfferAdmin):
    list_display = ["name", "organisation", "is_own_design", "language", "visibility", "withdrawn_at"]
    list_filter = ["visibility", "language", "is_own_design", "base_technologies"]
    autocomplete_fields = ["organisation", "base_technologies"]


@admin.register(Process)
class ProcessAdmin(OfferAdmin):
    list_display = ["name", "organisation", "base_technology", "tolerance", "language", "visibility"]
    list_filter = ["base_technology", "visibility", "language"]
    autocomplete_fields = ["organisation", "base_technology"]
    list_select_related = ["organisation", "base_technology"]


@admin.register(Municipality)
class MunicipalityAdmin(admin.ModelAdmin):
    list_display = ["code", "name_ja", "name_ko", "name_en", "prefecture_ja", "in_zone"]
    list_filter = ["in_zone", "prefecture_ja"]
    search_fields = ["code", "name_ja", "name_kana", "name_en", "name_ko"]


@admin.register(BaseTechnology)
class BaseTechnologyAdmin(admin.ModelAdmin):
    list_display = ["code", "name_ja", "name_ko", "name_en"]
    search_fields = ["code", "name_ja", "name_en", "name_ko"]


class PartnerSystemAdmin(admin.ModelAdmin):
    """Registered by the OAuth2 library (APPLICATION_ADMIN_CLASS). The secret is shown once, its hash kept."""

    list_display = ["name", "organisation", "scopes", "created"]
    search_fields = ["name", "client_id", "organisation__search_text"]
    autocomplete_fields = ["organisation"]
    fields = ["name", "organisation", "scopes", "client_id"]
    readonly_fields = ["client_id"]

    def save_model(self, request: HttpRequest, obj: PartnerSystem, form: ModelForm, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        secret = generate_client_secret()
        obj.client_secret = secret
        obj.client_type = PartnerSystem.CLIENT_CONFIDENTIAL
        obj.authorization_grant_type = PartnerSystem.GRANT_CLIENT_CREDENTIALS
        super().save_model(request, obj, form, change)
        text = _("Note the secret now, it is not shown again. Client: %(client)s Secret: %(secret)s")
        self.message_user(request, text % {"client": obj.client_id, "secret": secret}, messages.WARNING)
