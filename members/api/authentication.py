from typing import Any, cast

from oauth2_provider.contrib.rest_framework import OAuth2Authentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from members.access import reader_for_system
from members.models import PartnerSystem
from tama_portal.common.reading import Reader


class PartnerAuthentication(OAuth2Authentication):  # type: ignore[misc]  # the library ships no types
    """A partner system's bearer token; `request.auth.application` is the PartnerSystem."""


def system_of(request: Request) -> PartnerSystem:
    """The partner system that speaks. Raises AuthenticationFailed for any other kind of token."""
    system = getattr(request.auth, "application", None)
    if not isinstance(system, PartnerSystem):
        raise AuthenticationFailed
    return system


def reader_of_system(request: Request) -> Reader:
    """The system as a reader, read once a request."""
    known = request._request.__dict__
    if "reader" not in known:
        known["reader"] = reader_for_system(system_of(request))
    return cast(Reader, known["reader"])


class SystemThrottle(SimpleRateThrottle):
    """Requests of one partner system, whatever token it uses."""

    scope = "system"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        system = getattr(request.auth, "application", None)
        return f"throttle:{system.pk}" if system is not None else None
