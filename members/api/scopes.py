from typing import Any

from oauth2_provider.scopes import SettingsScopes

from members.models import PartnerSystem


class SystemScopes(SettingsScopes):  # type: ignore[misc]  # the library ships no types
    """A partner system gets the scopes the office gave it, and no others."""

    def get_available_scopes(
        self, application: PartnerSystem | None = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        known: list[str] = list(super().get_available_scopes(application, *args, **kwargs))
        granted = application.scopes.split() if application else []
        return [scope for scope in known if scope in granted]

    def get_default_scopes(
        self, application: PartnerSystem | None = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        return self.get_available_scopes(application, *args, **kwargs)
