"""The office's admin site: who may enter it, and what its first page shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from matching.models import Judgement, MatchRun, Need, RunState, Seed, Verdict
from members.access import has_second_factor
from members.models import Membership, MembershipState, User
from tama_portal.mail.models import OutgoingMessage


@dataclass(frozen=True)
class Work:
    """One kind of thing that waits: how many, since when, and where to do it."""

    count: int
    text: str | Promise
    url: str
    oldest: datetime | None = None


# The libraries' machinery, which nobody in an office should have to understand.
HIDDEN_MODELS = {
    "oauth2_provider.accesstoken",
    "oauth2_provider.grant",
    "oauth2_provider.idtoken",
    "oauth2_provider.refreshtoken",
    "django_celery_beat.clockedschedule",
    "django_celery_beat.crontabschedule",
    "django_celery_beat.intervalschedule",
    "django_celery_beat.periodictask",
    "django_celery_beat.solarschedule",
    "account.emailaddress",
    "mfa.authenticator",
    "auth.group",
}


SECOND_FACTORS = {
    Authenticator.Type.TOTP: "mfa_reauthenticate",
    Authenticator.Type.WEBAUTHN: "mfa_reauthenticate_webauthn",
}


class OfficeSite(AdminSite):
    site_header = site_title = _("TAMA Portal office")
    index_title = _("Today's work")
    enable_nav_sidebar = False  # the lists are wide, and the first page names them all

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        models: list[Any] = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        ours = admin_class is not None and admin_class.__module__ == "tama_portal.admin"
        shown = [model for model in models if ours or model._meta.label_lower not in HIDDEN_MODELS]
        super().register(shown, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        if not super().has_permission(request):
            return False
        return not settings.OFFICE_MFA_REQUIRED or has_second_factor(request)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """To the office, or to what is still missing for it: signing in, or a second factor."""
        target = _safe_target(request)
        if self.has_permission(request):
            return redirect(target)
        if not isinstance(request.user, User):
            return redirect_to_login(target)
        if not super().has_permission(request):
            raise PermissionDenied
        return _second_factor_first(request, request.user, target)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        at = timezone.now()
        today = {"work": waiting_work(), "figures": figures(at), "last_run": MatchRun.objects.first()}
        return super().index(request, today | (extra_context or {}))


def _safe_target(request: HttpRequest) -> str:
    target = request.GET.get(REDIRECT_FIELD_NAME, "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if is_ours else reverse("admin:index")


def _second_factor_first(request: HttpRequest, user: User, target: str) -> HttpResponse:
    """To the factor the person has, else to where one is set up."""
    for kind, page in SECOND_FACTORS.items():
        if is_mfa_enabled(user, [kind]):
            messages.info(request, _("The office asks for your second factor."))
            return redirect_to_login(target, reverse(page))
    messages.warning(
        request,
        _("The office needs a second factor. Set up an authenticator app or a passkey, then open it again."),
    )
    return redirect("mfa_index")


def waiting_work() -> list[Work]:
    """What waits for the office now; kinds with nothing waiting are left out."""
    applied = Membership.objects.filter(state=MembershipState.APPLIED)
    stuck = OutgoingMessage.objects.exclude(given_up_at=None)
    failed = MatchRun.objects.filter(
        state=RunState.FAILED, pk__in=MatchRun.objects.order_by("-pk").values("pk")[:1]
    )
    rows = [
        Work(
            applied.count(),
            _("applications for membership"),
            reverse("admin:members_membership_changelist") + "?state__exact=applied",
            applied.aggregate(oldest=Min("created_at"))["oldest"],
        ),
        Work(
            stuck.count(),
            _("messages that could not be sent"),
            reverse("admin:mail_outgoingmessage_changelist") + "?given_up_at__isempty=0",
            stuck.aggregate(oldest=Min("created_at"))["oldest"],
        ),
        Work(
            len(failed),
            _("failed matching run: start it again"),
            reverse("admin:matching_matchrun_changelist") + "?state__exact=failed",
        ),
    ]
    return [row for row in rows if row.count]


def figures(at: datetime) -> list[tuple[str | Promise, int]]:
    """Members, open needs, seeds, and pairs that a side is interested in, now."""
    return [
        (_("members"), Membership.objects.filter(state=MembershipState.ACTIVE).count()),
        (_("open needs"), Need.objects.open(at).count()),
        (_("seeds"), Seed.objects.offered().count()),
        (_("judgements of interest"), Judgement.objects.filter(verdict=Verdict.INTERESTED).count()),
    ]
