from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _


class SecondFactor(Authenticator):  # type: ignore[misc]  # the library ships no types
    """An authenticator app, a passkey or recovery codes, under a name the office reads in its language."""

    class Meta:
        proxy = True
        verbose_name = _("second factor")
        verbose_name_plural = _("second factors")
