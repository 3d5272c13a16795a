from oauth2_provider.contrib.rest_framework import TokenHasScope


class HasScope(TokenHasScope):  # type: ignore[misc]  # the library ships no types
    """The token must carry the view's `required_scopes`."""
