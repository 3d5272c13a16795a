"""The routes there are: read from the URL resolver and the API's schema, never listed by hand."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver
from drf_spectacular.generators import SchemaGenerator

# Pages of libraries: one rule each in test_libraries.py instead of a row for every page.
LIBRARIES = ("accounts/", "office/", "i18n/", "oauth2/")


def route_names() -> set[str]:
    """Names of our own routes; the partner API's begin with `api-`."""
    return set(_names(get_resolver().url_patterns))


def _names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name or f"without a name: {pattern.pattern}"
        elif not str(pattern.pattern).startswith(LIBRARIES):
            yield from _names(pattern.url_patterns)


def operations() -> set[str]:
    """The partner API's operations, for example `GET /api/v1/needs/{id}/`."""
    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    return {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
