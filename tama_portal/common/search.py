"""Substring search over `search_text`: two-character words such as 電池 and 소재 are found on every store."""

from django.db.models import Q

from tama_portal.common.text import fold

LONGEST_QUERY = 200


def has_all_words(query: str, *, field: str = "search_text") -> Q:
    """The condition that a row's text contains every word of the query."""
    found = Q()
    for word in fold(query[:LONGEST_QUERY]).split():
        found &= Q(**{f"{field}__contains": word})
    return found
