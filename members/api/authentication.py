from oauth2_provider.contrib.rest_framework import OAuth2Authentication


class PartnerAuthentication(OAuth2Authentication):  # type: ignore[misc]  # the library ships no types
    """A partner system's bearer token; `request.auth.application` is the PartnerSystem."""
