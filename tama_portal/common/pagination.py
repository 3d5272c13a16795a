"""Cursor pages: COUNT(*) and deep OFFSET cost more than the page itself."""

from typing import Any

from rest_framework.exceptions import NotFound
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request


class NewestFirstCursor(CursorPagination):
    ordering = "-pk"
    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"

    def decode_cursor(self, request: Request) -> Cursor | None:
        """The place asked for. Raises NotFound for one that no answer of ours has named."""
        cursor: Any = super().decode_cursor(request)
        if cursor and cursor.position is not None and not cursor.position.isdecimal():
            raise NotFound(self.invalid_cursor_message)
        return cursor  # type: ignore[no-any-return]  # the stubs do not say what a cursor is
